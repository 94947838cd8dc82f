import type { HomeWorld } from '../../a-home-world.ts';
import type { Scene } from './scene.ts';

const pool = 'projects/my-project/regions/us-central1/targetPools/nodes';
const place = 'https://www.googleapis.com/compute/v1/projects/my-project/zones/us-central1-a/instances/';
const disk = 'projects/my-project/zones/us-central1-a/disks/foodata';

function editPool({ cloud }: HomeWorld, edit: (members: string[]) => string[]): void {
  cloud.compute.state.edit('targetPools', pool, (live) => ({ ...live, instances: edit(live.instances ?? []) }));
}

function firstVm({ cloud }: HomeWorld) {
  const [first] = cloud.compute.state
    .list('instances', 'my-project')
    .filter(({ zone }) => zone?.endsWith('us-central1-a'))
    .toSorted((one, other) => (String(one.name) < String(other.name) ? -1 : 1));
  return { path: `projects/my-project/zones/us-central1-a/instances/${first?.name}`, name: String(first?.name) };
}

/** As far as Underpin reads it. */
function attachment(fields: object) {
  const source = `https://www.googleapis.com/compute/v1/${disk}`;
  return { source, deviceName: 'foodata', mode: 'READ_WRITE', boot: false, autoDelete: false, ...fields } as never;
}

function holdDisk(home: HomeWorld, fields: object, status = 'RUNNING'): void {
  home.cloud.compute.state.edit('instances', firstVm(home).path, (vm) => ({
    ...vm,
    status,
    disks: [...(vm.disks ?? []), attachment(fields)],
  }));
  home.cloud.compute.state.edit('disks', disk, (live) => ({ ...live, users: [place + firstVm(home).name] }));
}

const lease = (holderIdentity: string) => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: 'home', namespace: 'underpin' },
  spec: { holderIdentity, leaseTransitions: 3, leaseDurationSeconds: 60, renewTime: '2027-01-15T04:00:00.000000Z' },
});

/** Repairs of the example's cluster, by what is the matter and what happens on the way. */
export const scenes: Record<string, Scene> = {
  'a disk to be attached and mounted': { only: { disk: 'foodata' } },
  'a member that is missing and one that is stale': {
    only: { pool: 'nodes' },
    before: (home) => editPool(home, (members) => [...members.slice(1), `${place}gone`]),
  },
  'a member that somebody else has added meanwhile': {
    only: { pool: 'nodes' },
    before: (home) => editPool(home, (members) => members.slice(1)),
    meanwhile: (home) => editPool(home, (members) => [place + firstVm(home).name, ...members]),
  },
  'a stale member that is gone meanwhile': {
    only: { pool: 'nodes' },
    before: (home) => editPool(home, (members) => [...members, `${place}gone`]),
    meanwhile: (home) => editPool(home, (members) => members.filter((one) => !one.endsWith('/gone'))),
  },
  'the pool would be too small meanwhile': {
    only: { pool: 'nodes' },
    before: (home) => editPool(home, (members) => [...members, `${place}gone`]),
    meanwhile: (home) => editPool(home, () => [`${place}gone`]),
  },
  'another run holds the Lease': {
    only: { pool: 'nodes' },
    before: (home) => editPool(home, (members) => [...members, `${place}gone`]),
    meanwhile: ({ kubernetes }) => kubernetes.store.put(lease('another-run')),
  },
  'the plan is too old': { only: { disk: 'foodata' }, meanwhile: ({ clock }) => clock.advance(6 * 60_000) },
  'a disk that is attached meanwhile': { only: { disk: 'foodata' }, meanwhile: (home) => holdDisk(home, {}) },
  'a disk that was made anew meanwhile': {
    only: { disk: 'foodata' },
    meanwhile: ({ cloud }) => cloud.compute.state.edit('disks', disk, (live) => ({ ...live, id: '77' })),
  },
  'a disk that dies with its VM': {
    concern: 'everything',
    only: { disk: 'foodata' },
    before: (home) => holdDisk(home, { autoDelete: true }),
  },
  'a disk on a VM that was switched off': {
    only: { disk: 'foodata' },
    before: (home) => holdDisk(home, {}, 'TERMINATED'),
  },
  'a disk whose holder is started again meanwhile': {
    only: { disk: 'foodata' },
    before: (home) => holdDisk(home, {}, 'TERMINATED'),
    meanwhile: (home) =>
      home.cloud.compute.state.edit('instances', firstVm(home).path, (vm) => ({ ...vm, status: 'RUNNING' })),
  },
  'an operation that ends with an error': {
    only: { disk: 'foodata' },
    before: ({ cloud }) =>
      cloud.compute.faults.add({
        fault: {
          kind: 'operation error',
          error: { status: 400, reason: 'resourceInUseByAnotherResource', message: 'in use' },
        },
        method: 'compute.instances.attachDisk',
      }),
  },
  'the status of the Services': { concern: 'everything', only: { stack: 'frontend' } },
  'a stack that is taken down': { concern: 'removal', only: { stack: 'minecraft' } },
  'a stack that is taken down, and part of it is gone meanwhile': {
    concern: 'removal',
    only: { stack: 'minecraft' },
    meanwhile: ({ kubernetes }) =>
      kubernetes.store.remove({ apiVersion: 'v1', kind: 'Service', namespace: 'default', name: 'minecraft' }),
  },
  'a stack that is taken down, and part of it was made anew meanwhile': {
    concern: 'removal',
    only: { stack: 'minecraft' },
    meanwhile: ({ kubernetes }) => {
      const service = { apiVersion: 'v1', kind: 'Service', namespace: 'default', name: 'minecraft' };
      kubernetes.store.remove(service);
      kubernetes.store.put({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'minecraft', namespace: 'default' },
        spec: { ports: [{ port: 1 }] },
      });
    },
  },
  'a node that says mounted and does not hold the disk': {
    only: { disk: 'foodata' },
    before: async ({ kubernetes, cloud }) => {
      const [, other] = cloud.compute.state
        .list('instances', 'my-project')
        .map(({ name }) => String(name))
        .toSorted();
      const init = {
        method: 'PATCH',
        headers: { 'content-type': 'application/merge-patch+json' },
        body: JSON.stringify({ metadata: { labels: { 'disk.underpin.dev/foodata': 'mounted' } } }),
      };
      await kubernetes.transport(`http://kubernetes/api/v1/nodes/${other}?fieldManager=kubectl-label`, init);
    },
  },
};
