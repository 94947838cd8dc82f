import type { Seconds } from './options.ts';
import type { World } from './world.ts';

/** Seconds until DONE, from measured durations of the real API (google-cloud.md 3.2). */
const measured: Readonly<Record<string, Seconds>> = {
  'instances.insert': [7, 10],
  'instances.delete': [53, 120],
  'instances.stop': [26, 60],
  'instances.start': [8, 15],
  'instances.suspend': [60, 120],
  'instances.resume': [10, 20],
  'instances.attachDisk': [1, 3],
  'instances.detachDisk': [1, 5],
  'disks.insert': [1, 3],
  'disks.delete': [0.5, 1.5],
  'instanceGroups.insert': 5,
  'instanceGroups.delete': 12,
  'instanceGroups.addInstances': 0.02,
  'instanceGroups.removeInstances': 0.02,
  'instanceGroupManagers.insert': [15, 30],
  'instanceGroupManagers.delete': [62, 77],
  'instanceGroupManagers.patch': [1, 3],
  'instanceGroupManagers.*': 0.005,
  'targetPools.*': [2, 4],
  'forwardingRules.*': [3, 8],
  'firewalls.insert': 4.5,
  'firewalls.*': [2, 6],
  '*': [1, 3],
};

/** `method` is collection and verb, whatever the scope: `disks.insert` for `regionDisks.insert` too. */
export function latencySeconds(world: World, method: string): number {
  const [collection = '', verb = ''] = method.split('.');
  const keys = [method, `${collection}.*`, `*.${verb}`, '*'];
  const given = firstOf(world.settings.latencySeconds, keys) ?? firstOf(measured, keys) ?? 0;
  const [least, most] = typeof given === 'number' ? [given, given] : given;
  return (least + (most - least) * world.runtime.random()) * world.settings.latencyScale;
}

function firstOf(table: Readonly<Record<string, Seconds>>, keys: string[]): Seconds | undefined {
  return keys.map((key) => table[key]).find((value) => value !== undefined);
}
