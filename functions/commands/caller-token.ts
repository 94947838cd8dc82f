import { ApiError, messageOf } from '../../shared/errors.ts';
import type { World } from '../../shared/world.ts';

/** For the audience that is the function itself. A person's own token has another, so a person borrows an account. */
export async function callerToken(audience: string, impersonate: string | undefined, world: World): Promise<string> {
  return impersonate ? borrowedToken(audience, impersonate) : world.credentials.identityToken(audience);
}

async function borrowedToken(audience: string, targetPrincipal: string): Promise<string> {
  try {
    const { GoogleAuth, Impersonated } = await import('google-auth-library');
    const scopes = ['https://www.googleapis.com/auth/cloud-platform'];
    const sourceClient = await new GoogleAuth({ scopes }).getClient();
    const borrowed = new Impersonated({ sourceClient, targetPrincipal, targetScopes: scopes });
    return await borrowed.fetchIdToken(audience, { includeEmail: true });
  } catch (error) {
    throw new ApiError(`no token of \`${targetPrincipal}\`: ${messageOf(error)}`, 401, 'credentials', { cause: error });
  }
}
