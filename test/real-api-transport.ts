import { Agent, type RequestOptions, request } from 'node:https';

/** fetch over node:https, which takes a certificate authority without another package. */
export function realApiTransport(certificateAuthority: string) {
  const agent = new Agent({ ca: certificateAuthority, keepAlive: true });
  return (url: string, init: RequestInit): Promise<Response> => {
    const headers = Object.fromEntries(new Headers(init.headers));
    const body = bodyOf(init);
    if (body !== undefined) headers['content-length'] = String(Buffer.byteLength(body));
    return send(url, { method: init.method ?? 'GET', headers, agent }, body);
  };
}

function bodyOf(init: RequestInit): string | undefined {
  if (init.body === undefined || init.body === null) return undefined;
  if (typeof init.body === 'string') return init.body;
  throw new TypeError('this transport sends text bodies only');
}

function send(url: string, options: RequestOptions, body: string | undefined): Promise<Response> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options, async (incoming) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      resolve(
        new Response(Buffer.concat(chunks), { status: incoming.statusCode ?? 0, headers: headersOf(incoming.headers) }),
      );
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

function headersOf(incoming: NodeJS.Dict<string | string[]>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming))
    for (const one of [value ?? []].flat()) headers.append(name, one);
  return headers;
}
