import { isObject, type JsonObject } from '../compute/json.ts';
import { ServiceFailure } from '../service/failure.ts';

/** An upload as `multipart/related`: the metadata as JSON, then the bytes. */
export function readMultipart(
  bytes: Uint8Array,
  contentType: string,
): { metadata: JsonObject; media: Uint8Array; mediaType: string } {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  const parts = boundary ? partsOf(Buffer.from(bytes), boundary) : [];
  const [description, content] = parts;
  if (!description || !content)
    throw new ServiceFailure('INVALID_ARGUMENT', `Malformed multipart body (content-type \`${contentType}\`)`);
  const metadata: unknown = JSON.parse(description.body.toString());
  const mediaType = /^content-type:\s*(.+?)\s*$/im.exec(content.head)?.[1] ?? 'application/octet-stream';
  return { metadata: isObject(metadata) ? metadata : {}, media: content.body, mediaType };
}

function partsOf(bytes: Buffer, boundary: string): { head: string; body: Buffer }[] {
  const mark = Buffer.from(`--${boundary}`);
  const parts: { head: string; body: Buffer }[] = [];
  for (let start = bytes.indexOf(mark); start >= 0; ) {
    const end = bytes.indexOf(mark, start + mark.length);
    if (end < 0) break;
    parts.push(partOf(bytes.subarray(start + mark.length, end)));
    start = end;
  }
  return parts;
}

/** A blank line ends the head; the line break before the next boundary is no part of the body. */
function partOf(bytes: Buffer): { head: string; body: Buffer } {
  const [crlf, lf] = [bytes.indexOf('\r\n\r\n'), bytes.indexOf('\n\n')];
  const [blank, length] = crlf >= 0 ? [crlf, 4] : [lf, 2];
  const end = bytes.subarray(-2).toString() === '\r\n' ? -2 : -1;
  return { head: bytes.subarray(0, blank).toString(), body: bytes.subarray(blank + length, end) };
}
