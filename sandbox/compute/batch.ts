/** `POST /batch/compute/v1` at the host root: several requests in one, as gcloud sends them. */
export function isBatch(url: URL): boolean {
  return /^\/batch(?:\/|$)/.test(url.pathname);
}

export async function handleBatch(request: Request, handle: (part: Request) => Promise<Response>): Promise<Response> {
  const boundary = /boundary="?([^";]+)"?/i.exec(request.headers.get('content-type') ?? '')?.[1];
  if (!boundary) return new Response('Failed to parse batch request: no boundary.', { status: 400 });
  const parts = partsOf(await request.text(), boundary).map((part) => readPart(part, request));
  const answers: string[] = [];
  for (const { id, inner } of parts) answers.push(await writePart(id, await handle(inner)));
  const mark = 'batch_underpin_sandbox';
  const body = `${answers.map((text) => `--${mark}\r\n${text}`).join('')}--${mark}--\r\n`;
  return new Response(body, { status: 200, headers: { 'content-type': `multipart/mixed; boundary=${mark}` } });
}

function partsOf(text: string, boundary: string): string[] {
  return text
    .split(`--${boundary}`)
    .slice(1)
    .filter((part) => !part.startsWith('--'))
    .map((part) => part.replace(/^\r?\n/, ''));
}

interface Part {
  id: string;
  inner: Request;
}

/** A part is headers, a blank line, then a whole HTTP request with an absolute path. */
function readPart(part: string, outer: Request): Part {
  const [partHead = '', ...rest] = part.split(/\r?\n\r?\n/);
  const [innerHead = '', ...bodyLines] = rest;
  const [requestLine = '', ...headerLines] = innerHead.split(/\r?\n/);
  const [verb = 'GET', path = '/'] = requestLine.split(' ');
  const headers = new Headers(headerLines.map(headerOf));
  headers.delete('content-length');
  for (const name of ['authorization', 'user-agent']) inherit(headers, outer.headers, name);
  const body = bodyLines.join('\r\n\r\n').trim();
  const init = { method: verb, headers, ...(body && verb !== 'GET' ? { body } : {}) };
  return { id: contentId(partHead), inner: new Request(new URL(path, outer.url), init) };
}

function contentId(head: string): string {
  const [, id = ''] = /^content-id:\s*<?([^>\r\n]*)>?/im.exec(head) ?? [];
  return id;
}

function headerOf(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}

function inherit(headers: Headers, outer: Headers, name: string): void {
  const value = outer.get(name);
  if (value && !headers.has(name)) headers.set(name, value);
}

async function writePart(id: string, response: Response): Promise<string> {
  const body = await response.text();
  const type = response.headers.get('content-type') ?? 'application/json';
  const head = `Content-Type: application/http\r\n${id ? `Content-ID: <response-${id}>\r\n` : ''}\r\n`;
  const status = `HTTP/1.1 ${response.status} ${statusText(response.status)}\r\n`;
  return `${head}${status}Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}\r\n`;
}

function statusText(status: number): string {
  const texts: Record<number, string> = {
    200: 'OK',
    204: 'No Content',
    400: 'Bad Request',
    403: 'Forbidden',
    404: 'Not Found',
  };
  return texts[status] ?? 'Error';
}
