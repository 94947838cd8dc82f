import type { Credentials } from './credentials.ts';
import { ApiError, messageOf } from './errors.ts';
import { googleFetch } from './google-client.ts';
import type { World } from './world.ts';

const scope = ['https://www.googleapis.com/auth/cloud-platform', 'https://www.googleapis.com/auth/userinfo.email'];

/** Those of a service account that one's own account may borrow (`roles/iam.serviceAccountTokenCreator` on it). */
export function borrowedCredentials({ config, transport, credentials }: World, account: string): Credentials {
  const ask = googleFetch({ transport, credentials });
  const base = config.accountsEndpoint ?? 'https://iamcredentials.googleapis.com';
  const borrow = async (method: string, body: object): Promise<Record<string, string>> => {
    const url = new URL(`/v1/projects/-/serviceAccounts/${account}:${method}`, base).href;
    const headers = { 'content-type': 'application/json' };
    try {
      return (await (await ask(url, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as Record<
        string,
        string
      >;
    } catch (error) {
      throw new ApiError(`no token of \`${account}\`: ${messageOf(error)}`, 401, 'credentials', { cause: error });
    }
  };
  let token: Promise<string> | undefined;
  return {
    accessToken: () => {
      token ??= borrow('generateAccessToken', { scope }).then(({ accessToken = '' }) => accessToken);
      return token;
    },
    identityToken: async (audience) => (await borrow('generateIdToken', { audience, includeEmail: true })).token ?? '',
  };
}
