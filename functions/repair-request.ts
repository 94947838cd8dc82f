import type { Request } from '@google-cloud/functions-framework';
import { RefusedError } from '../shared/errors.ts';
import type { RequestError } from '../shared/scope/request.ts';

const longestBodyBytes = 256 * 1024;

export function isForDescription({ method, path }: Request): boolean {
  return (method === 'GET' || method === 'HEAD') && path.endsWith('/openapi.json');
}

/** What can be told without knowing who asks; size first (security.md "Ways in"). */
export function checkRequest({ method, headers, rawBody }: Request): void {
  const bytes = Math.max(rawBody?.length ?? 0, Number(headers['content-length']) || 0);
  if (bytes > longestBodyBytes) throw new RefusedError(`the body has ${bytes} bytes, more than 256 KiB`, 413);
  if (method !== 'POST')
    throw new RefusedError(`${method} is not served: POST a request; GET /openapi.json tells how`, 405);
  const type = headers['content-type'] ?? '';
  if (!/^application\/json(?:\s*;|$)/i.test(type)) {
    throw new RefusedError(`the body is of type \`${type.slice(0, 100)}\`: send Content-Type: application/json`, 415);
  }
}

/** 400 with the field at fault. */
export class InvalidRequest extends RefusedError {
  readonly field: string;
  constructor({ field, message }: RequestError) {
    super(field ? `${field}: ${message}` : message, 400);
    this.field = field;
  }
}
