import { createClients } from '../../shared/clients.ts';
import type { Declared } from '../../shared/model/declared.ts';
import { observe } from '../../shared/observe/observe.ts';
import { groupStates } from '../../shared/plan/node-group.ts';
import type { World } from '../../shared/world.ts';
import { type Check, failed, ok, unknown } from './check.ts';

export interface NodesSeen {
  check: Check;
  /** Which the VMs of the declared node groups run as; only where disks are declared is anything attached to them. */
  accounts: string[];
}

/** The nodes as a run sees them, with the credentials of whoever sits here. */
export async function seeNodes(declared: Declared, world: World): Promise<NodesSeen> {
  const { cluster, stacks } = declared;
  const clients = createClients(world, cluster, world.transport);
  const live = await observe(declared, clients, { concern: 'nodes', runtime: world.runtime });
  const states = [...groupStates(cluster, live).values()];
  const vms = states.flatMap(({ standings }) => standings.map(({ instance }) => instance));
  const hasDisks = stacks.some(({ spec }) => spec.disks.length > 0);
  const accounts = new Set(vms.flatMap(({ serviceAccount }) => (hasDisks && serviceAccount ? [serviceAccount] : [])));
  const empty = states.filter(({ standings }) => standings.length === 0).map(({ group }) => group.name);
  return { check: judge(vms.length, empty, live.gaps[0]?.why), accounts: [...accounts].sort() };
}

function judge(vms: number, empty: readonly string[], gap: string | undefined): Check {
  const what = 'node groups';
  if (gap !== undefined) return unknown(what, gap);
  if (vms > 0) return ok(what, `${vms} VMs${empty.length > 0 ? `; none in ${empty.join(', ')}` : ''}`);
  return failed(
    what,
    `no VM is in ${empty.join(', ')}: is cluster.yaml of this project?`,
    'gcloud compute instance-groups managed list',
  );
}
