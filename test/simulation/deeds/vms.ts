import { askCompute } from '../ask-compute.ts';
import { bastionPath, nodeTag, project } from '../shape.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { chosen, type Deed } from './deed.ts';

export const vmDeeds = {
  'preempt a VM': (world, pick) => onVm(world, pick, ({ path }) => world.compute.state.preempt(path)),
  'delete a VM': (world, pick) =>
    onVm(world, pick, ({ place, name }) => askCompute(world, `DELETE ${place}/instances/${name}`)),
  'replace a VM at once': (world, pick) => onVm(world, pick, ({ path }) => world.compute.state.replaceInstance(path)),
  'let a VM vanish': (world, pick) => onVm(world, pick, ({ path }) => world.compute.state.vanish(path)),
  'stop a VM': (world, pick) =>
    onVm(world, pick, ({ place, name }) => askCompute(world, `POST ${place}/instances/${name}/stop`)),
  'suspend a VM': (world, pick) =>
    onVm(world, pick, ({ place, name }) => askCompute(world, `POST ${place}/instances/${name}/suspend`)),
  'start a VM': (world, pick) => startVm(world, pick),
  'reboot a VM': (world, pick) =>
    onVm(world, pick, ({ place, name }) => askCompute(world, `POST ${place}/instances/${name}/reset`)),
  'host error': (world, pick) => onVm(world, pick, ({ path }) => world.compute.state.hostError(path)),
  'resize a group': resizeGroup,
} satisfies Record<string, Deed>;

export const vmMarks = {
  'protect a VM': (world, pick) =>
    onVm(world, pick, ({ path }) =>
      world.compute.state.edit('instances', path, (vm) => ({
        ...vm,
        labels: { ...(vm.labels as object | undefined), 'underpin-protect': 'yes' },
      })),
    ),
} satisfies Record<string, Deed>;

/** What a cloud of next year may say, and what befalls a VM that is no node. */
export const vmNews = {
  'a VM has a status that nobody knows': (world, pick) =>
    onVm(world, pick, ({ path }) =>
      world.compute.state.edit('instances', path, (vm) => ({ ...vm, status: 'BEING_MOVED' as never })),
    ),
  'the bastion gets the tag of the nodes': ({ compute }) =>
    compute.state.edit('instances', bastionPath, (vm) => ({
      ...vm,
      tags: { ...vm.tags, items: [...(vm.tags.items ?? []), nodeTag] },
    })),
  'the bastion is switched off': ({ compute }) =>
    compute.state.edit('instances', bastionPath, (vm) => ({ ...vm, status: 'TERMINATED' })),
} satisfies Record<string, Deed>;

interface Vm {
  name: string;
  path: string;
  /** `zones/Z`. */
  place: string;
}

export function vmsOf({ compute }: SimulatedWorld): Vm[] {
  return compute.state.list('instances', project).map(({ name, selfLink }) => {
    const path = selfLink.slice(selfLink.indexOf('projects/'));
    return { name, path, place: path.split('/').slice(2, 4).join('/') };
  });
}

function onVm(world: SimulatedWorld, pick: number, act: (vm: Vm) => unknown): unknown {
  const vm = chosen(vmsOf(world), pick);
  return vm && act(vm);
}

function startVm(world: SimulatedWorld, pick: number): unknown {
  const stopped = world.compute.state
    .list('instances', project)
    .filter(({ status }) => ['TERMINATED', 'SUSPENDED'].includes(status));
  const vm = chosen(stopped, pick);
  if (!vm) return undefined;
  const path = vm.selfLink.slice(vm.selfLink.indexOf('/zones/') + 1);
  return askCompute(world, `POST ${path}/${vm.status === 'SUSPENDED' ? 'resume' : 'start'}`);
}

function resizeGroup(world: SimulatedWorld, pick: number): unknown {
  const group = chosen(world.setup.shape.groups, pick);
  const by = [-2, -1, 1, 2][Math.floor(pick * 97) % 4] ?? 1;
  if (!group) return undefined;
  const path = `zones/${group.zone}/instanceGroupManagers/${group.name}`;
  const { targetSize = 1 } = world.compute.state.read('instanceGroupManagers', `projects/${project}/${path}`) ?? {};
  return askCompute(world, `POST ${path}/resize?size=${Math.max(0, Math.min(6, targetSize + by))}`);
}
