import { RefusedError } from '../errors.ts';

export interface CallerPolicy {
  /** The exact audience; without one nobody is let in. */
  audience: string | null;
  /** E-mail addresses that may ask. */
  callers: string[];
}

/** Checks signature, issuer, audience and expiry, and hands back the claims; RefusedError when one of them is wrong. */
export type VerifyToken = (token: string, audience: string) => Promise<TokenClaims>;

export interface TokenClaims {
  email?: unknown;
  email_verified?: unknown;
}

const advice = 'Authorization: Bearer $(gcloud auth print-identity-token)';

/**
 * Who asks for a repair. IAM has looked before; this looks again, since a function is one wrong flag away from being
 * public. Throws RefusedError 401 without a good token, 403 for an account that is not listed; neither says more.
 */
export async function verifiedCaller(
  authorization: string | undefined,
  { audience, callers }: CallerPolicy,
  verify: VerifyToken,
): Promise<string> {
  const token = tokenIn(authorization);
  if (!audience) throw new RefusedError('UNDERPIN_AUDIENCE is not set, so no token can be accepted', 403);
  const { email, email_verified: isVerified } = await verify(token, audience);
  if (typeof email !== 'string' || isVerified !== true) {
    throw new RefusedError('the token names no verified e-mail address: ask for one with --include-email', 401);
  }
  if (!callers.includes(email)) {
    throw new RefusedError('this account may not ask for repairs; UNDERPIN_CALLERS lists who may', 403);
  }
  return email;
}

function tokenIn(authorization: string | undefined): string {
  const [, token] = /^Bearer +([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization ?? '') ?? [];
  if (!token) throw new RefusedError(`an identity token is needed: ${advice}`, 401);
  // Cloud Run leaves this in place of the signature in the header that it has checked itself.
  if (token.endsWith('.SIGNATURE_REMOVED_BY_GOOGLE')) {
    throw new RefusedError(
      'Cloud Run struck out the signature of the token: send it in X-Serverless-Authorization too, which is the header that Cloud Run checks then',
      401,
    );
  }
  return token;
}
