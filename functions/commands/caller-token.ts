import { borrowedCredentials } from '../../shared/borrowed-credentials.ts';
import type { World } from '../../shared/world.ts';

/** For the audience that is the function itself. A person's own token has another, so a person borrows an account. */
export async function callerToken(audience: string, impersonate: string | undefined, world: World): Promise<string> {
  const credentials = impersonate ? borrowedCredentials(world, impersonate) : world.credentials;
  return credentials.identityToken(audience);
}
