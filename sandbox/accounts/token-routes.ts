import { isObject, type JsonObject } from '../compute/json.ts';
import type { Route, ServiceCall } from '../service/call.ts';
import type { AccessTokens } from './access-tokens.ts';
import { type IdentityTokenFacts, jsonWebKeys, pemCertificates } from './identity-token.ts';

export interface TokenState {
  tokens: AccessTokens;
  sign(facts: IdentityTokenFacts): string;
  /** Whose a refresh token is. */
  defaultPrincipal: string;
  principalOf(token: string | undefined): string | undefined;
}

/** OAuth's own end points: tokens for assertions and refresh tokens, and the keys that identity tokens are checked by. */
export function tokenRoutes(state: TokenState): Route[] {
  const open = (verb: string, path: string, method: string, answer: Route['answer']): Route => ({
    verb,
    path,
    method,
    answer,
    isOpen: true,
  });
  return [
    open('POST', '/token', 'oauth2.token', (call) => exchange(state, call)),
    open('POST', '/oauth2/v4/token', 'oauth2.token', (call) => exchange(state, call)),
    open('GET', '/oauth2/v3/certs', 'oauth2.certs', () => cached(jsonWebKeys())),
    open('GET', '/oauth2/v1/certs', 'oauth2.certs', () => cached(pemCertificates())),
    open('GET', '/.well-known/openid-configuration', 'oauth2.configuration', () => configuration),
    open('GET', '/tokeninfo', 'oauth2.tokeninfo', (call) => describe(state, call)),
    open('POST', '/tokeninfo', 'oauth2.tokeninfo', (call) => describe(state, call)),
  ];
}

const configuration = {
  issuer: 'https://accounts.google.com',
  authorization_endpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
  token_endpoint: 'https://oauth2.googleapis.com/token',
  jwks_uri: 'https://www.googleapis.com/oauth2/v3/certs',
  response_types_supported: ['code', 'token', 'id_token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
};

function exchange(state: TokenState, call: ServiceCall): Response | JsonObject {
  const form = formOf(call);
  const grant = form.get('grant_type');
  if (grant === 'refresh_token') return state.tokens.issue(state.defaultPrincipal);
  if (grant !== 'urn:ietf:params:oauth:grant-type:jwt-bearer')
    return refused('unsupported_grant_type', `Invalid grant_type: ${grant ?? ''}`);
  const claims = claimsOf(form.get('assertion') ?? '');
  if (typeof claims?.iss !== 'string') return refused('invalid_grant', 'Invalid JWT: the assertion cannot be read.');
  const { iss: email, target_audience: audience } = claims;
  return typeof audience === 'string' ? { id_token: state.sign({ audience, email }) } : state.tokens.issue(email);
}

function describe({ principalOf }: TokenState, call: ServiceCall): Response | JsonObject {
  const given = (name: string) => call.query.get(name) ?? formOf(call).get(name);
  const [accessToken, identityToken] = [given('access_token'), given('id_token')];
  const email = accessToken ? principalOf(accessToken) : undefined;
  if (email)
    return {
      email,
      email_verified: 'true',
      expires_in: '3599',
      scope: 'https://www.googleapis.com/auth/cloud-platform',
    };
  return (identityToken && claimsOf(identityToken)) || refused('invalid_token', 'Invalid Value');
}

/** Clients send a form; some send JSON. */
function formOf({ body, bytes }: ServiceCall): URLSearchParams {
  const entries = Object.entries(body).map(([name, value]): [string, string] => [name, String(value)]);
  return entries.length ? new URLSearchParams(entries) : new URLSearchParams(new TextDecoder().decode(bytes));
}

function claimsOf(token: string): JsonObject | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return isObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

function refused(error: string, description: string): Response {
  return Response.json({ error, error_description: description }, { status: 400 });
}

function cached(keys: JsonObject): Response {
  return Response.json(keys, { headers: { 'cache-control': 'public, max-age=22000, must-revalidate, no-transform' } });
}
