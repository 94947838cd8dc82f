import type { Runtime } from '../../../shared/runtime.ts';

/** How `fetch` rejects; `serveHttp` closes the connection instead. */
export function connectionFault(code: 'ECONNREFUSED' | 'ECONNRESET' | 'ETIMEDOUT'): TypeError {
  const cause = Object.assign(new Error(code), { code });
  return new TypeError('fetch failed', { cause });
}

/** No answer until the client gives up, or the connection times out. */
export async function hang(runtime: Runtime, seconds = 300, signal?: AbortSignal): Promise<never> {
  await runtime.sleep(seconds * 1000, signal);
  signal?.throwIfAborted();
  throw connectionFault('ETIMEDOUT');
}

/** Half of the body, then the connection is reset. */
export async function tornResponse(response: Response): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.subarray(0, Math.ceil(bytes.length / 2)));
    },
    pull(controller) {
      controller.error(connectionFault('ECONNRESET'));
    },
  });
  const headers = new Headers(response.headers);
  headers.set('content-length', String(Math.max(2, bytes.length)));
  return new Response(body, { status: response.status, headers });
}
