/** Machine families with Hyperdisk only: [vCPUs from, data disks]. The label on the node wins over all of it (D-05). */
const byFamily: Record<string, [fromCpus: number, disks: number][]> = {
  c4: [
    [2, 7],
    [4, 15],
    [24, 31],
    [48, 63],
    [96, 127],
  ],
  c4a: [
    [1, 7],
    [8, 15],
    [48, 31],
    [72, 63],
  ],
  c4d: [
    [2, 3],
    [4, 7],
    [8, 15],
    [96, 31],
    [192, 63],
    [384, 127],
  ],
  n4: [
    [2, 15],
    [80, 31],
  ],
  n4a: [
    [1, 15],
    [64, 31],
  ],
  n4d: [
    [2, 15],
    [96, 31],
  ],
  x4: [[0, 39]],
  a4: [[0, 127]],
};
const shared = ['f1-micro', 'g1-small', 'e2-micro', 'e2-small', 'e2-medium'];
const overrideLabel = 'node-restriction.kubernetes.io/gke-volume-attach-limit-override';

/** How many data disks a VM of that type takes; the boot disk counts apart. */
export function attachLimitOf(machineType: string, nodeLabels: Record<string, string>): number {
  const override = Number(nodeLabels[overrideLabel]);
  if (Number.isInteger(override) && override >= 1 && override <= 127) return override;
  if (shared.includes(machineType)) return 15;
  if (/^c3-.*-metal$/.test(machineType)) return 15;
  const [family = '', ...rest] = machineType.split('-');
  const cpus = Number(rest.findLast((part) => /^\d+$/.test(part)) ?? 0);
  const rows = byFamily[family];
  return rows ? (rows.findLast(([from]) => cpus >= from)?.[1] ?? rows[0]?.[1] ?? 127) : 127;
}
