import { ApiError } from './errors.ts';
import { foreignAnswer, isJson, isRedirect } from './foreign-answer.ts';
import { asObject, type JsonObject } from './model/json.ts';
import type { Transport } from './transport.ts';

/**
 * Lets through what the API server answers itself, as JSON or the log of a pod, and throws all else. The typed clients
 * would make an empty object of a page with 200, which reads like success; and with 404 only the server's own `NotFound`
 * says that there is no such thing (P-07, I-27). Of an API group that it does not have it says nothing but `404 page not
 * found`, as many a proxy does: what is not served is told by discovery (observe/discovery.ts).
 */
export function ofApiServer(transport: Transport): Transport {
  return async (url, init) => {
    const response = await transport(url, init);
    const foreign = (expected: string) => foreignAnswer(response, { url, init, expected });
    if (isRedirect(response)) throw foreign('the API server answers itself');
    if (!response.ok) throw errorOf(await response.text(), response.status, { url, init, foreign });
    if (!isJson(response) && !isLog(url, response)) throw foreign('the API server answers JSON');
    return response;
  };
}

interface Asked {
  url: string;
  init: RequestInit;
  foreign: (expected: string) => ApiError;
}

/** From the `Status` object that the API server answers with. */
function errorOf(text: string, code: number, { url, init, foreign }: Asked): ApiError {
  const { kind, reason, message } = readStatus(text);
  const isAbsence = kind === 'Status' && reason === 'NotFound';
  if (code === 404 && !isAbsence)
    return foreign('the API server says `NotFound`, but for an API group it does not have');
  const words = typeof message === 'string' ? message : text.slice(0, 200);
  const request = `${init.method ?? 'GET'} ${new URL(url).pathname}`;
  return new ApiError(`${request}: ${code} ${words}`, code, typeof reason === 'string' ? reason : 'unknown');
}

function readStatus(text: string): JsonObject {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return {};
  }
}

function isLog(url: string, { headers }: Response): boolean {
  return /\/pods\/[^/]+\/log$/.test(new URL(url).pathname) && /^text\/plain\b/.test(headers.get('content-type') ?? '');
}
