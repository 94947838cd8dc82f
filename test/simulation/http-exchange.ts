import type { HttpFunction, Request, Response } from '@google-cloud/functions-framework';
import type { JsonObject } from '../../shared/model/json.ts';

export interface Answer {
  status: number;
  body: string;
}

/** A caller on the same machine, without the socket: as much of Express as the functions use. */
export function askOverHttp(
  serve: HttpFunction,
  { method, body, authorization }: { method: string; body: JsonObject; authorization?: string | undefined },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const rawBody = Buffer.from(JSON.stringify(body));
    const request = {
      method,
      path: '/',
      headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      rawBody,
      body,
      hostname: 'localhost',
      socket: { remoteAddress: '127.0.0.1' },
      accepts: () => 'application/json',
    };
    Promise.resolve(serve(request as unknown as Request, responseTo(resolve))).catch(reject);
  });
}

function responseTo(resolve: (answer: Answer) => void): Response {
  let status = 200;
  const end = (body: unknown) => resolve({ status, body: typeof body === 'string' ? body : JSON.stringify(body) });
  const response = {
    status: (code: number) => {
      status = code;
      return response;
    },
    set: () => response,
    type: () => response,
    json: end,
    send: end,
  };
  return response as unknown as Response;
}
