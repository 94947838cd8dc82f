import { accessOf } from '../../../infra/kubernetes/access-of.ts';
import type { Attempt } from '../../../infra/kubernetes/never-allowed.ts';
import type { Access } from '../../../infra/kubernetes/rbac.ts';
import { resourceOfKind } from '../../../infra/kubernetes/resource-of-kind.ts';
import { accessObjects } from '../../../infra/kubernetes.ts';
import type { RoleName } from '../../../infra/roles.ts';
import { deployedAccount } from '../../../sandbox/deployed-home.ts';
import { exampleDirectory } from '../../../sandbox/home.ts';
import { auditAll } from '../../../shared/audit.ts';
import { readDeclared } from '../../../shared/declared/declared.ts';
import { run } from '../../../shared/loop.ts';
import type { Scope } from '../../../shared/model/scope.ts';
import { strayKinds } from '../../../shared/observe/strays.ts';
import { aDeployedHome } from '../../a-deployed-home.ts';
import type { HomeWorld } from '../../a-home-world.ts';

export type RecordedAttempt = Attempt & { status: number; dryRun: boolean };

export interface Recorded {
  access: Access;
  account(role: RoleName): string;
  attempts(role: RoleName): RecordedAttempt[];
}

/** What each account asks of the API server while the example is audited, repaired and built, under the generated roles. */
export async function recordAttempts(): Promise<Recorded> {
  const home = await aDeployedHome();
  const { kubernetes, clock, world, cloud } = home;
  const declared = await readDeclared(exampleDirectory);
  const account = (role: RoleName) => deployedAccount(cloud.project, role);
  const access = accessOf([declared], {
    auditors: [account('auditor')],
    repairers: [account('repairer')],
    builders: [account('builder')],
  });
  for (const object of accessObjects(access)) kubernetes.store.put(object);
  const as = (role: RoleName) => {
    const credentials = { accessToken: async () => account(role), identityToken: async () => account(role) };
    return { ...world, credentials };
  };
  const apply = async (role: RoleName, concern: Scope['concern']) => {
    await clock.drive(run(declared, { cluster: 'home', concern, mode: 'apply' }, as(role)));
    await clock.advance(60_000);
  };

  await clock.drive(auditAll(as('auditor')));
  for (let round = 0; round < 2; round++) await apply('repairer', 'nodes');
  await clock.drive(reset(home));
  await clock.advance(120_000);
  for (let round = 0; round < 3; round++) await apply('repairer', 'nodes');
  kubernetes.store.patch({ apiVersion: 'v1', kind: 'ReplicationController', name: 'ghost' }, { spec: { replicas: 7 } });
  for (const [kind, name] of [
    ['ConfigMap', 'frontend'],
    ['Service', 'ghost'],
    ['ReplicationController', 'frontend'],
  ] as const)
    kubernetes.store.remove({ apiVersion: 'v1', kind, name });
  await clock.drive(auditAll(as('auditor')));
  for (let round = 0; round < 2; round++) await apply('builder', 'everything');
  home.close();
  return {
    access,
    account,
    attempts: (role) =>
      kubernetes.calls
        .filter(({ user, apiVersion }) => user === account(role) && apiVersion !== '')
        .map(({ verb, apiVersion, resource, subresource, namespace, name, status, dryRun }) => ({
          verb,
          group: apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '',
          resource,
          ...(subresource !== undefined && { subresource }),
          ...(namespace !== undefined && { namespace }),
          ...(name !== undefined && { name }),
          status,
          dryRun,
        })),
  };
}
/** The VM that holds the disk starts anew: the mount is gone, and pods that came before it have to start again. */
async function reset({ cloud }: Pick<HomeWorld, 'cloud'>): Promise<void> {
  const holder = cloud.compute.state
    .list('instances', cloud.project)
    .find(({ disks }) => disks?.some(({ source }) => source?.endsWith('/disks/foodata')));
  const url = `https://compute.googleapis.com/compute/v1/projects/${cloud.project}/zones/us-central1-a/instances/${holder?.name}/reset`;
  const answer = await cloud.compute.handle(new Request(url, { method: 'POST' }));
  if (!answer.ok) throw new Error(await answer.text());
}

/** The one is among what the other allows: everywhere where it names no namespace, any object where it names none. */
export function isCovered(attempt: Attempt, granted: Attempt): boolean {
  const same = (['verb', 'group', 'resource', 'subresource'] as const).every((key) => attempt[key] === granted[key]);
  const within = (['namespace', 'name'] as const).every(
    (key) => granted[key] === undefined || granted[key] === attempt[key],
  );
  return same && within;
}

/**
 * Strays are looked for among the usual kinds, and those that may not be listed are left out (decisions.md). A suspect is
 * confirmed by a dry run, for which RBAC wants the right to write; an auditor has none, and the canonical forms decide.
 */
export function refusedOnPurpose({ verb, resource, dryRun }: RecordedAttempt): boolean {
  return dryRun || (verb === 'list' && usualKinds.has(resource));
}

const usualKinds = new Set(
  strayKinds.map(
    (kind) =>
      resourceOfKind({ apiVersion: kind.slice(0, kind.lastIndexOf('/')), kind: kind.slice(kind.lastIndexOf('/') + 1) })
        .resource,
  ),
);
