import type { Declared } from '../../shared/model/declared.ts';
import { declaredResources } from './declared-resources.ts';
import type { Access } from './rbac.ts';

/** What these accounts must be let do in a cluster that is to hold what is declared; of several a superset. */
export function accessOf(
  declared: readonly Declared[],
  { auditors, repairers, builders = [] }: Pick<Access, 'auditors' | 'repairers' | 'builders'>,
): Access {
  const stacks = declared.flatMap((one) => one.stacks);
  return {
    auditors,
    repairers: [...new Set([...repairers, ...builders])],
    builders,
    resources: declaredResources(stacks.flatMap(({ manifests }) => manifests)),
    disks: stacks.some(({ spec }) => spec.disks.length > 0),
    restartPods: declared.some(restartsPods),
  };
}

function restartsPods({ cluster, stacks }: Declared): boolean {
  return stacks.some(({ spec }) => spec.disks.some(({ restartPods }) => restartPods ?? cluster.spec.restartPods));
}
