import type { Instance } from './live.ts';
import { type Reference, sameReference } from './reference.ts';

/** One name, one device: why a VM cannot take a disk under its name (D-02); Compute Engine would refuse the second. */
export function namesakeOn(
  { reference, disks }: Pick<Instance, 'reference' | 'disks'>,
  disk: Reference,
): string | null {
  const namesake = disks.find(({ deviceName }) => deviceName === disk.name);
  if (!namesake || (namesake.source && sameReference(namesake.source, disk))) return null;
  const other = namesake.source ? `disk \`${namesake.source.name}\`` : 'another disk';
  return `${reference.name} has ${other} under the device name \`${disk.name}\`, which this disk needs: attach that one by another name`;
}
