import type { JsonObject } from '../compute/json.ts';
import { signingKey } from './signing-key.ts';

/** What an identity token is to say; what is left out is as Google would have it. */
export interface IdentityTokenFacts {
  audience: string;
  email: string;
  subject?: string;
  issuer?: string;
  isEmailVerified?: boolean;
  lifetimeSeconds?: number;
  /** Milliseconds since the epoch; negative lifetimes and times long past make expired tokens. */
  issuedAt?: number;
  /** `none` leaves the signature out; `foreign` signs with a key that no certificate tells of. */
  signature?: 'valid' | 'foreign' | 'none';
  /** More claims, or others in place of those above. */
  claims?: JsonObject;
}

const currentKey = 'sandbox';

/** A foreign key goes by the name of the real one, so that only the signature gives it away. */
export function signIdentityToken(facts: IdentityTokenFacts, now: number): string {
  const { signature = 'valid' } = facts;
  const key = signingKey(signature === 'foreign' ? 'foreign' : currentKey);
  const header =
    signature === 'none' ? { alg: 'none', typ: 'JWT' } : { alg: 'RS256', kid: signingKey(currentKey).id, typ: 'JWT' };
  const signed = `${encode(header)}.${encode(claimsOf(facts, now))}`;
  return `${signed}.${signature === 'none' ? '' : key.sign(signed)}`;
}

function claimsOf(facts: IdentityTokenFacts, now: number): JsonObject {
  const { audience, email, lifetimeSeconds = 3600, isEmailVerified = true, issuedAt = now } = facts;
  const subject = facts.subject ?? subjectOf(email);
  const iat = Math.floor(issuedAt / 1000);
  const issuer = facts.issuer ?? 'https://accounts.google.com';
  const own = {
    aud: audience,
    azp: subject,
    email,
    email_verified: isEmailVerified,
    exp: iat + lifetimeSeconds,
    iat,
    iss: issuer,
  };
  return { ...own, sub: subject, ...facts.claims };
}

/** 21 digits that follow from the e-mail address. */
function subjectOf(email: string): string {
  const number = [...email].reduce((sum, letter) => (sum * 131n + BigInt(letter.charCodeAt(0))) % 10n ** 20n, 7n);
  return `1${number.toString().padStart(20, '0')}`;
}

/** The keys as `/oauth2/v3/certs` tells them. */
export function jsonWebKeys(): JsonObject {
  const { id, publicKey } = signingKey(currentKey);
  const { n, e } = publicKey.export({ format: 'jwk' });
  return { keys: [{ kty: 'RSA', alg: 'RS256', use: 'sig', kid: id, n: String(n), e: String(e) }] };
}

/** The keys as `/oauth2/v1/certs` tells them: PEM by key id. Ours are bare public keys, which verifiers take as well. */
export function pemCertificates(): JsonObject {
  const { id, publicKey } = signingKey(currentKey);
  return { [id]: publicKey.export({ format: 'pem', type: 'spki' }).toString() };
}

function encode(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
