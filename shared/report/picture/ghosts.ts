import type { Declared } from '../../model/declared.ts';
import type { Live } from '../../model/live.ts';
import { sameReference } from '../../model/reference.ts';
import type { NodeStation } from './pool-map.ts';

/** VMs that are no more: the pool still names them, or a VM of the same name took their place (P-13, P-14). */
export function ghostsOf({ cluster }: Declared, live: Live, poolName: string): NodeStation[] {
  if (live.gaps.some(({ area }) => area === 'instances')) return [];
  const { region } = cluster.spec;
  const pool = live.pools.find(({ reference }) => reference.name === poolName && reference.location === region);
  const members = (pool?.members ?? []).flatMap(({ instance }) => (instance ? [instance] : []));
  const gone = members.filter((member) => !live.instances.some(({ reference }) => sameReference(reference, member)));
  return [
    ...gone.map(({ location, name }) =>
      ghost({ zone: location, name }, { key: `${location}/${name}`, why: 'the VM is gone, the pool still names it' }),
    ),
    ...replacedNodes(live).filter(({ name, zone }) =>
      members.some((one) => one.name === name && one.location === zone),
    ),
  ];
}

/** A node object is never older than its VM, unless that is another one under the same name. */
function replacedNodes({ nodes, instances }: Live): NodeStation[] {
  return nodes.flatMap(({ instance, creationTimestamp }) => {
    const vm = instance && instances.find(({ reference }) => sameReference(reference, instance));
    if (!vm || !(Date.parse(creationTimestamp) < Date.parse(vm.creationTimestamp))) return [];
    const { location, name } = vm.reference;
    return [
      ghost(
        { zone: location, name },
        { key: `${location}/${name} before`, why: `replaced by another VM of this name at ${vm.creationTimestamp}` },
      ),
    ];
  });
}

function ghost(
  { zone, name }: { zone: string; name: string },
  { key, why }: { key: string; why: string },
): NodeStation {
  return { key, name, detail: zone, zone, state: 'ghost', why: [why] };
}
