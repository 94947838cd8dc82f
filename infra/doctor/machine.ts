import { readDeclarations } from '../../shared/declared/declared.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Declared } from '../../shared/model/declared.ts';
import type { World } from '../../shared/world.ts';
import { type Check, failed, ok } from './check.ts';

export interface Declarations {
  declared: Declared[];
  checks: Check[];
}

/** A broken cluster hides no other. */
export async function loadDeclarations(location: string): Promise<Declarations> {
  const what = 'declarations load';
  try {
    const { declared, problems } = await readDeclarations(location);
    const broken = problems.map(({ directory, error }) =>
      failed(what, error.message, `npx underpin plan ${directory || location}`),
    );
    const read = declared.map(({ cluster, stacks }) =>
      ok(what, `cluster ${cluster.metadata.name}, ${stacks.length} stacks`),
    );
    return { declared, checks: [...broken, ...read] };
  } catch (error) {
    return { declared: [], checks: [failed(what, messageOf(error), `npx underpin schema cluster`)] };
  }
}

export async function checkCredentials({ credentials }: World): Promise<Check> {
  const what = 'Google credentials';
  try {
    await credentials.accessToken();
    return ok(what, 'a token is given');
  } catch (error) {
    return failed(what, messageOf(error), 'gcloud auth application-default login');
  }
}
