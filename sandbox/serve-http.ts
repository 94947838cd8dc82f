import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HttpServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url: string;
  port: number;
  /** Ends open connections too. */
  close(): Promise<void>;
}

export interface ServeOptions {
  /** A free one unless told. */
  port?: number;
  host?: string;
}

type Handler = (request: Request) => Promise<Response>;

/**
 * Puts a handler of requests on a socket. A handler that rejects, or a body that fails, closes the connection: this is
 * how connection faults reach clients.
 */
export async function serveHttp(
  handler: Handler,
  { port = 0, host = '127.0.0.1' }: ServeOptions = {},
): Promise<HttpServer> {
  const server = createServer((incoming, outgoing) => void answer(handler, incoming, outgoing));
  await listen(server, port, host);
  const bound = (server.address() as AddressInfo).port;
  return { url: `http://${host}:${bound}`, port: bound, close: () => close(server) };
}

async function answer(handler: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    const request = await readRequest(incoming, outgoing);
    await writeResponse(await handler(request), outgoing);
  } catch (error) {
    if (!isConnectionFault(error)) console.error(error);
    incoming.socket.destroy();
  }
}

async function readRequest(incoming: IncomingMessage, outgoing: ServerResponse): Promise<Request> {
  const { method = 'GET', headers, url = '/' } = incoming;
  const hangUp = new AbortController();
  outgoing.once('close', () => hangUp.abort());
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const hasBody = chunks.length > 0 && method !== 'GET' && method !== 'HEAD';
  const body = hasBody ? { body: Buffer.concat(chunks) } : {};
  const given = new Headers();
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) given.set(name, String(value));
  return new Request(`http://${headers.host ?? 'localhost'}${url}`, {
    method,
    headers: given,
    signal: hangUp.signal,
    ...body,
  });
}

async function writeResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  const headers: Record<string, string | string[]> = Object.fromEntries(response.headers);
  const cookies = response.headers.getSetCookie();
  if (cookies.length) headers['set-cookie'] = cookies;
  outgoing.writeHead(response.status, headers);
  // A watch may have nothing to say for a long time, and its client waits for the head.
  if (response.headers.get('content-type')?.includes('stream=')) outgoing.flushHeaders();
  if (response.body) for await (const chunk of response.body) await write(outgoing, chunk);
  outgoing.end();
}

function write(outgoing: ServerResponse, chunk: Uint8Array): Promise<void> | undefined {
  if (outgoing.write(chunk)) return undefined;
  return new Promise((resolve) => {
    outgoing.once('drain', resolve);
    outgoing.once('close', resolve);
  });
}

function isConnectionFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const cause = error.cause as { code?: string } | undefined;
  return error.name === 'AbortError' || ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT'].includes(cause?.code ?? '');
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(inUse(port), { cause: error }) : error),
    );
    server.listen(port, host, resolve);
  });
}

function inUse(port: number): string {
  return `port ${port} is in use: choose another with --port=N, or leave it out for a free one`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
