import type { Instance, KubernetesNode, Live } from '../../../shared/model/live.ts';
import { planFor } from '../../../shared/plan/plan.ts';
import { aManagedGroup, anInstance, aPool } from '../../builders/compute.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aNode } from '../../builders/kubernetes.ts';
import { aLive } from '../../builders/live.ts';

export const scope = { cluster: 'home', concern: 'nodes', mode: 'apply' } as const;

export interface Case {
  /** VMs of the group, by name. */
  vms?: Instance[];
  members?: (Instance | string)[];
  nodes?: KubernetesNode[];
  live?: Partial<Live>;
  pool?: Parameters<typeof aPool>[1];
}

export function aCluster({ vms = three(), members = vms, nodes = vms.map((vm) => aNode(vm)), live, pool }: Case) {
  return aLive({ instances: vms, managedGroups: [aManagedGroup(vms)], pools: [aPool(members, pool)], nodes, ...live });
}

export function planOf(one: Case, spec = {}) {
  return planFor(aDeclaration({ spec }), aCluster(one), scope);
}

export function doneBy(one: Case, spec = {}): string[] {
  return planOf(one, spec).actions.map(
    ({ kind, action }) =>
      `${kind} ${'instances' in action ? action.instances.map(({ reference }) => reference.name).join(' ') : ''}`,
  );
}

export const three = () => ['node-1', 'node-2', 'node-3'].map((name) => anInstance({ name }));
export const many = (count: number) =>
  Array.from({ length: count }, (_, index) => anInstance({ name: `node-${String(index).padStart(3, '0')}` }));
export const with3 = (third: Partial<Instance>) => [...three().slice(0, 2), anInstance({ name: 'node-3', ...third })];
