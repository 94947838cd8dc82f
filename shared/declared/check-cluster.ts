import type { ClusterDeclaration } from '../model/cluster.ts';
import type { DeclarationProblem } from '../model/declared.ts';
import { isZone, regionOf } from '../model/reference.ts';
import type { Source } from '../model/source.ts';
import { didYouMean } from './did-you-mean.ts';

/** What the schema cannot see in cluster.yaml: names that must exist, or must not exist twice; places that must fit. */
export function checkCluster({ spec }: ClusterDeclaration, locate: (path: string) => Source): DeclarationProblem[] {
  const at = (path: string, message: string) => ({ source: locate(`spec.${path}`), message });
  const groups = spec.nodeGroups.map(({ name }) => name);
  const pools = spec.pools.map(({ name }) => name);
  return [
    ...repeated(groups).map((index) =>
      at(`nodeGroups[${index}].name`, `two node groups have the name \`${groups[index]}\``),
    ),
    ...repeated(pools).map((index) => at(`pools[${index}].name`, `two pools have the name \`${pools[index]}\``)),
    ...spec.nodeGroups.flatMap((group, index) => {
      if ('label' in group && Object.keys(group.label).length === 0) {
        return [at(`nodeGroups[${index}].label`, 'at least one label: without one every VM would be meant')];
      }
      const location = 'instanceGroupManager' in group ? (group.instanceGroupManager.split('/')[0] ?? '') : spec.region;
      if (regionOf(location) === spec.region) return [];
      const kind = isZone(location) ? 'zone' : 'region';
      return [
        at(
          `nodeGroups[${index}].instanceGroupManager`,
          `the ${kind} \`${location}\` is not in the cluster's region \`${spec.region}\``,
        ),
      ];
    }),
    ...spec.pools.flatMap((pool, index) => {
      const unknown = pool.nodeGroups.flatMap((name, position) =>
        groups.includes(name)
          ? []
          : [at(`pools[${index}].nodeGroups[${position}]`, unknownName('node group', name, groups))],
      );
      return [...unknown, ...backupProblems(pool, pools).map((message) => at(`pools[${index}].backupPool`, message))];
    }),
  ];
}

function backupProblems(
  { name, backupPool, failoverRatio }: ClusterDeclaration['spec']['pools'][number],
  pools: string[],
): string[] {
  if (backupPool === undefined && failoverRatio === undefined) return [];
  if (backupPool === undefined || failoverRatio === undefined)
    return ['`backupPool` and `failoverRatio` go together: declare both'];
  if (backupPool === name) return [`the pool \`${name}\` cannot be its own backup`];
  return pools.includes(backupPool) ? [] : [unknownName('pool', backupPool, pools)];
}

export function unknownName(what: string, name: string, names: string[]): string {
  const listed =
    names.length === 0 ? 'none is declared' : `declared are ${names.map((one) => `\`${one}\``).join(', ')}`;
  return `no ${what} \`${name}\` in cluster.yaml${didYouMean(name, names) || `: ${listed}`}`;
}

/** The places at which a name comes again. */
export function repeated(names: string[]): number[] {
  return names.flatMap((name, index) => (names.indexOf(name) < index ? [index] : []));
}
