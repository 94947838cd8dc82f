/**
 * Machine families with Hyperdisk only: vCPUs (GPUs of an a4x) -> data disks. The number holds for as many and for fewer,
 * down to the next; a larger machine takes as many as the last. The label on the node wins over all of it (D-05).
 */
const byFamily: Record<string, Record<number, number>> = {
  c4: { 2: 7, 4: 15, 24: 31, 48: 63, 96: 127 },
  c4a: { 2: 7, 8: 15, 48: 31, 72: 63 },
  c4d: { 2: 3, 4: 7, 8: 15, 96: 31, 192: 63, 384: 127 },
  n4: { 8: 15, 80: 31 },
  n4a: { 8: 15, 64: 31 },
  n4d: { 8: 15, 96: 31 },
  x4: { 0: 39 },
  a4x: { 1: 63, 2: 127 },
};
const ofMetal: Record<string, number> = { c3: 15, a4x: 31 };
const sharingCores = ['f1-micro', 'g1-small', 'e2-micro', 'e2-small', 'e2-medium'];
const most = 127;
const overrideLabel = 'node-restriction.kubernetes.io/gke-volume-attach-limit-override';

/** How many data disks a VM of that type takes; the boot disk counts apart. */
export function attachLimitOf(machineType: string, nodeLabels: Record<string, string>): number {
  const override = Number(nodeLabels[overrideLabel]);
  if (Number.isInteger(override) && override >= 1 && override <= most) return override;
  if (sharingCores.includes(machineType)) return 15;
  const [family = '', ...rest] = machineType.split('-');
  const ofBareMetal = rest.at(-1) === 'metal' ? ofMetal[family] : undefined;
  return ofBareMetal ?? limitOf(family, rest);
}

function limitOf(family: string, rest: string[]): number {
  const rows = Object.entries(byFamily[family] ?? {});
  // `n4-custom-8-16384` has 8 vCPUs, `a4x-highgpu-1g` one GPU.
  const size = Number.parseInt(rest.find((part) => /^\d/.test(part)) ?? '', 10);
  const [, limit = most] = rows.find(([upTo]) => size <= Number(upTo)) ?? rows.at(-1) ?? [];
  return limit;
}
