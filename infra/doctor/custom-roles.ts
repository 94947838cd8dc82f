import { ApiError } from '../../shared/errors.ts';
import type { RoleName } from '../roles.ts';
import { gkeMethods, permissionsOfMethods, permissionsOfRole } from '../roles.ts';
import { type Check, failed, ok } from './check.ts';
import { type Deployment, roleOf } from './deployment.ts';
import type { GoogleRest } from './google-rest.ts';
import { type Held, permissionsNeeded } from './permissions.ts';

/** The module can be told of GKE before a cluster is declared. */
const forGke = permissionsOfMethods(gkeMethods);

/** Somebody may have put into a role what no account is asked about: what the role says is compared as well. */
export async function checkCustomRole(held: Held, deployment: Deployment, rest: GoogleRest): Promise<Check> {
  const { role, project } = held;
  const id = roleOf(deployment, role);
  const what = `role ${id} is as generated`;
  const found = await readRole(rest, `projects/${project}/roles/${id}`);
  if (!found) return failed(what, `it does not exist in ${project}`, 'terraform apply');
  const wanted = new Set(permissionsOf(role, held, deployment));
  const extra = found.filter((one) => !wanted.has(one) && !forGke.includes(one));
  if (extra.length === 0) return ok(what, `it holds no more than ${wanted.size} permissions`);
  return failed(
    what,
    `it also holds ${extra.join(', ')}`,
    `gcloud iam roles update ${id} --project=${project} --remove-permissions=${extra.join(',')}`,
  );
}

/** roles.tf: the builder's role comes on top of the repairer's. */
function permissionsOf(role: RoleName, held: Held, deployment: Deployment): string[] {
  if (role !== 'builder') return permissionsNeeded(held, deployment);
  const ofRepairer = new Set(permissionsOfRole('repairer'));
  return permissionsOfRole('builder').filter((one) => !ofRepairer.has(one));
}

async function readRole(rest: GoogleRest, name: string): Promise<string[] | null> {
  try {
    const { includedPermissions = [], deleted } = await rest('iam', `/v1/${name}`);
    return deleted ? null : (includedPermissions as string[]);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}
