import { neverHeld } from '../never-held.ts';
import { sorted } from '../permissions.ts';
import { gkeMethods, permissionsOfMethods, permissionsOfRole, type RoleName, wiringMethods } from '../roles.ts';
import { type Check, failed, ok } from './check.ts';
import { accountOf, type Deployment, roleOf } from './deployment.ts';
import type { GoogleRest } from './google-rest.ts';

export interface Held {
  role: RoleName;
  project: string;
  /** Some cluster is GKE. */
  gke: boolean;
}

/** As the module's roles give them: in its own project the wiring is read too. */
export function permissionsNeeded({ role, project, gke }: Held, deployment: Deployment): string[] {
  const isHome = project === deployment.project;
  const methods = [...(isHome ? wiringMethods : []), ...(gke ? gkeMethods : [])];
  return sorted([...permissionsOfRole(role), ...permissionsOfMethods(methods)]);
}

/** What the account holds, by whatever roles: all that it needs, and nothing of what it must not. `rest` asks as the account. */
export async function checkPermissions(held: Held, deployment: Deployment, rest: GoogleRest): Promise<Check[]> {
  const { role, project } = held;
  const needed = permissionsNeeded(held, deployment);
  const beyond = sorted([...neverHeld, ...permissionsOfRole('builder')]).filter((one) => !needed.includes(one));
  const granted = await testPermissions(rest, project, [...needed, ...beyond]);
  const missing = needed.filter((one) => !granted.has(one));
  const excess = beyond.filter((one) => granted.has(one));
  const account = accountOf(deployment, role);
  return [
    missing.length === 0
      ? ok(`${role} holds what it needs`, `${needed.length} permissions in ${project}`)
      : failed(
          `${role} holds what it needs`,
          `${account} lacks ${missing.join(', ')}`,
          grant(missing, held, deployment),
        ),
    excess.length === 0
      ? ok(`${role} holds nothing more`, `none of ${beyond.length} that it must not hold in ${project}`)
      : failed(
          `${role} holds nothing more`,
          `${account} also holds ${excess.join(', ')}: take away the role that brings it; this shows them`,
          `gcloud projects get-iam-policy ${project} --flatten='bindings[].members' --filter='bindings.members:${account}' --format='value(bindings.role)'`,
        ),
  ];
}

/** The API takes 100 at a time. */
async function testPermissions(rest: GoogleRest, project: string, asked: readonly string[]): Promise<Set<string>> {
  const granted = new Set<string>();
  for (let at = 0; at < asked.length; at += 100) {
    const body = { permissions: asked.slice(at, at + 100) };
    const { permissions = [] } = await rest('cloudresourcemanager', `/v3/projects/${project}:testIamPermissions`, body);
    for (const permission of permissions as string[]) granted.add(permission);
  }
  return granted;
}

/** The builder's role holds only what the repairer's does not. */
function grant(missing: readonly string[], { role, project, gke }: Held, deployment: Deployment): string {
  const ofRepairer = permissionsNeeded({ role: 'repairer', project, gke }, deployment);
  const isAdded = role === 'builder' && missing.some((one) => !ofRepairer.includes(one));
  const inRole = roleOf(deployment, role === 'builder' && !isAdded ? 'repairer' : role);
  return `gcloud iam roles update ${inRole} --project=${project} --add-permissions=${missing.join(',')}`;
}
