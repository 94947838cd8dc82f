import { ApiError, messageOf } from './errors.ts';

/** Who the process is to Google. */
export interface Credentials {
  accessToken(): Promise<string>;
  identityToken(audience: string): Promise<string>;
}

/** RBAC on GKE sees the e-mail address only with the second scope; without it, a numeric id. */
const scopes = ['https://www.googleapis.com/auth/cloud-platform', 'https://www.googleapis.com/auth/userinfo.email'];

/**
 * Application default credentials; the library is loaded with the first token. Clusters declare their projects: were
 * none given here, the library would run gcloud (0.6 s) and ask the metadata server for one before that token.
 */
export function googleCredentials(): Credentials {
  const library = once(
    async () => new (await import('google-auth-library')).GoogleAuth({ scopes, projectId: 'declared' }),
  );
  return {
    accessToken: () => named(async () => (await (await library()).getAccessToken()) ?? ''),
    identityToken: (audience) =>
      named(async () => {
        const client = await (await library()).getIdTokenClient(audience);
        return client.idTokenProvider.fetchIdToken(audience);
      }),
  };
}

export function fixedCredentials(token: string): Credentials {
  return { accessToken: async () => token, identityToken: async () => token };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function named(fetchToken: () => Promise<string>): Promise<string> {
  try {
    return await fetchToken();
  } catch (error) {
    const advice = 'run `gcloud auth application-default login`, or give the function a service account';
    throw new ApiError(`no Google credentials: ${messageOf(error)}; ${advice}`, 401, 'credentials', { cause: error });
  }
}
