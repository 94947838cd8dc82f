import { ApiError } from './errors.ts';

export interface Foreign {
  url: string;
  init: RequestInit;
  /** What the API itself would have answered: `the API server answers JSON`. */
  expected: string;
}

/**
 * F-12: a proxy or a sign-in page answered in the API's place. Whatever its status, it says nothing of what was asked: no
 * absence, no success, and nothing of whether a change was made (I-28).
 */
export function foreignAnswer({ status, headers }: Response, { url, init, expected }: Foreign): ApiError {
  const { host, pathname } = new URL(url);
  const request = `${init.method ?? 'GET'} ${pathname}`;
  const type = headers.get('content-type') ?? 'no content type';
  const advice = 'a proxy or a sign-in page may stand in its place: check the address, and what is in between';
  const message = `${request}: ${host} answered ${status} with \`${type}\`${placeIn(headers)}, where ${expected}; ${advice}`;
  return new ApiError(message, 502, 'notOfTheApi');
}

/** Where a redirect leads to, without its query, which may hold what nobody is to read (I-31). */
function placeIn(headers: Headers): string {
  const place = headers.get('location');
  return place === null ? '' : ` and pointed to \`${place.replace(/[?#].*/s, '')}\``;
}

export function isJson({ headers }: Response): boolean {
  return /\bjson\b/.test(headers.get('content-type') ?? '');
}

export function isRedirect({ status }: Response): boolean {
  return status >= 300 && status < 400;
}
