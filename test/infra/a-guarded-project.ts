import { permissionsUsed } from '../../infra/permissions.ts';
import { authorizeBy } from '../../infra/roles.ts';
import { contentOf } from '../../sandbox/kubernetes/simulated/disk-content.ts';
import type { RunResult } from '../../shared/model/report.ts';
import { anEmptyProject, type EmptyProject } from '../apply/an-empty-project.ts';
import { aStack } from '../builders/declaration.ts';

/** Underpin's account there; everybody else may do everything. */
export const robot = 'robot@example.com';

export interface GuardedProject extends EmptyProject {
  /** What the robot may do from now on. */
  hold(permissions: Iterable<string>): void;
  /** A minute later, and with no memory of earlier ones: the breaker is not in the way. */
  run(): Promise<RunResult>;
  /** The permissions that the robot's calls have needed. */
  used(): string[];
}

const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', name: 'home', namespace: 'underpin' };
const zonal = { zone: 'us-central1-a', nodes: 'default', sizeGb: 10 };
const disks = [
  { ...zonal, name: 'foodata', mountPath: '/mnt/foodata', formatIfBlank: true },
  { ...zonal, name: 'library', mountPath: '/mnt/library', mode: 'READ_ONLY' },
  {
    name: 'shared',
    region: 'us-central1',
    replicaZones: ['us-central1-a', 'us-central1-b'],
    nodes: 'default',
    sizeGb: 10,
    mountPath: '/mnt/shared',
    formatIfBlank: true,
  },
];

/** Three nodes, a public Service and disks of each kind, in a cloud that grants what is held and nothing else. */
export async function aGuardedProject(): Promise<GuardedProject> {
  let authorize: ReturnType<typeof authorizeBy> = () => undefined;
  const project = await anEmptyProject(
    {},
    { authorize: (request) => (request.principal === robot ? authorize(request) : undefined) },
  );
  const { clock, cloud, declared, kubernetes, world } = project;
  kubernetes.store.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'underpin-mounts' } });
  // Nothing could be read from a blank one.
  kubernetes.nodes.disks.set('projects/my-project/zones/us-central1-a/disks/library', contentOf('ext4'));
  for (const stack of declared.stacks) stack.spec = aStack({ spec: { disks } }).spec;
  world.credentials = { accessToken: async () => robot, identityToken: async () => robot };
  return {
    ...project,
    hold: (permissions) => {
      authorize = authorizeBy(permissions);
    },
    run: async () => {
      await clock.advance(60_000);
      if (kubernetes.store.get(lease)) kubernetes.store.remove(lease);
      return project.repair('apply');
    },
    used: () =>
      permissionsUsed(
        [...cloud.compute.calls, ...cloud.accounts.calls].filter(
          ({ principal, method }) => principal === robot && !method.startsWith('iam'),
        ),
      ),
  };
}
