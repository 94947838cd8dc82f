import { aDisk } from '../scenarios.ts';
import { randomScript } from '../script.ts';
import { diskSourceOf, poolPathOf, project, type WorldShape, zones } from '../shape.ts';

export const shape: WorldShape = {
  ...randomScript(1).shape,
  limits: {},
  mode: 'apply' as const,
  restartPods: true,
  pools: [
    { name: 'nodes', groups: ['minions'], minimumMembers: 1, filled: 2, isForeign: false },
    { name: 'foreign', groups: ['minions'], minimumMembers: 1, filled: 2, isForeign: true },
  ],
  disks: [
    { ...aDisk, begins: 'attached' as const },
    { ...aDisk, name: 'newdata', content: 'blank' as const, formatIfBlank: true, isNew: true },
  ],
};

const [location] = zones;
export const zone = `projects/${project}/zones/${location}`;
export const pool = poolPathOf('nodes');
export const vm = `${zone}/instances/minions-1`;
export const otherVm = `${zone}/instances/minions-2`;
export const disk = diskSourceOf({ name: 'foodata', zone: location });
export const allVms = `projects/${project}/aggregated/instances`;

export const aVm = (fields: object = {}) => ({
  name: 'minions-1',
  id: '7',
  status: 'RUNNING',
  selfLink: `https://x/${vm}`,
  disks: [],
  ...fields,
});

/** The VM as a plan names it. */
export const plannedVm = { reference: { project, location, collection: 'instances', name: 'minions-1' }, id: aVm().id };

/** Of a VM that has the disk. */
export const holding = { disks: [attached('foodata')] };

export function attached(name: string) {
  const source = `https://x/${zone}/disks/${name}`;
  return { source, deviceName: name, mode: 'READ_WRITE', boot: false, autoDelete: false };
}

export const terminated = aVm({ status: 'TERMINATED' });

export const aPool = (...names: string[]) => ({
  name: 'nodes',
  instances: names.map((name) => `https://x/${zone}/instances/${name}`),
});
