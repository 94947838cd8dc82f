import type { JsonObject } from '../../../shared/model/json.ts';
import type { Disk, Instance, KubernetesNode, Live } from '../../../shared/model/live.ts';
import type { Part } from '../../../shared/model/scope.ts';
import { planFor } from '../../../shared/plan/plan.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aLiveAround, zone } from '../../builders/disks.ts';
import { aNode } from '../../builders/kubernetes.ts';

/** The disk `foodata` of 10 GB, free and never formatted, and the VMs of its group. */
export interface Case {
  vms: Instance[];
  nodes?: KubernetesNode[];
  disk?: Partial<Disk>;
  declared?: object;
  second?: object;
  live?: Partial<Live>;
  concern?: 'nodes' | 'everything';
  only?: Part;
  limits?: JsonObject;
}

export function planOf({
  vms,
  nodes = vms.map((vm) => aNode(vm)),
  disk,
  concern = 'nodes',
  only,
  live,
  limits = {},
  ...more
}: Case) {
  const first = { name: 'foodata', zone, nodes: 'default', mountPath: '/mnt/foodata', ...more.declared };
  const spec = { disks: [first, ...(more.second ? [{ ...more.second }] : [])] };
  const world = aLiveAround({ vms, nodes, disk }, live);
  const plan = planFor(aDeclaration({ spec: { limits }, stacks: [{ name: 'minecraft', spec }] }), world, {
    cluster: 'home',
    concern,
    mode: 'plan',
    ...(only && { only }),
  });
  return { ...plan, kinds: plan.actions.map(({ kind }) => kind), whys: plan.findings.map(({ why }) => why).join('\n') };
}
