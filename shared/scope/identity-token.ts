import type { FetchImplementation } from 'jose';
import { ApiError, messageOf, RefusedError, RetryLaterError } from '../errors.ts';
import { readOnly, retrying, type Transport } from '../transport.ts';
import type { World } from '../world.ts';
import type { TokenClaims, VerifyToken } from './caller.ts';

const issuers = ['https://accounts.google.com', 'accounts.google.com'];
const keysUrl = 'https://www.googleapis.com/oauth2/v3/certs';
/** Clocks may differ a little; a token that is over is over. */
const earlySeconds = 60;

/** Google's own signature, exactly this audience, not expired. The library and Google's keys come with the first token. */
export function tokenVerifier({ transport, runtime }: Pick<World, 'transport' | 'runtime'>): VerifyToken {
  const library = once(() => loadWithKeys(retrying(readOnly(transport), runtime)));
  return async (token, audience) => {
    const { jwtVerify, errors, keys } = await library();
    try {
      const currentDate = new Date(runtime.now());
      const options = { issuer: issuers, audience, algorithms: ['RS256'], requiredClaims: ['exp', 'iat'], currentDate };
      const { payload } = await jwtVerify(token, keys, options);
      if (Array.isArray(payload.aud)) throw new errors.JWTInvalid('more than one audience');
      if ((payload.iat ?? 0) > runtime.now() / 1000 + earlySeconds) throw new errors.JWTInvalid('issued in the future');
      return payload as TokenClaims;
    } catch (error) {
      if (error instanceof ApiError || (error instanceof errors.JOSEError && isAboutKeys(error.code))) {
        throw new RetryLaterError(`Google's keys could not be read: ${messageOf(error)}`, { cause: error });
      }
      throw new RefusedError('the identity token is not valid here', 401, { cause: error });
    }
  };
}

async function loadWithKeys(transport: Transport) {
  const { createRemoteJWKSet, customFetch, errors, jwtVerify } = await import('jose');
  const fetchKeys: FetchImplementation = (url, { headers, method, signal }) =>
    transport(url, { headers, method, signal });
  const keys = createRemoteJWKSet(new URL(keysUrl), { [customFetch]: fetchKeys });
  return { jwtVerify, errors, keys };
}

/** Not the caller's fault: no answer, or one that holds no keys. */
function isAboutKeys(code: string): boolean {
  return ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'].includes(code);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
