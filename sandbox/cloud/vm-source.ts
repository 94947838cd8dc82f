import type { Compute } from '../compute/compute.ts';
import type { ComputeEvent } from '../compute/event.ts';
import { stringOf } from '../compute/json.ts';
import type { AttachedDisk, Instance } from '../compute/kinds.ts';
import { lastSegment, pathOf, projectOf } from '../compute/link.ts';
import type { AttachedDevice, Vm, VmListener, VmSource } from '../kubernetes/vm.ts';

export interface VmSourceOptions {
  project: string;
  /** Whether a VM is a node of the cluster. */
  isNode(instance: Instance): boolean;
}

/** The VMs of Compute Engine as the nodes of a cluster see them. */
export function vmSourceOf(
  compute: Pick<Compute, 'state' | 'onEvent'>,
  { project, isNode }: VmSourceOptions,
): VmSource {
  return {
    listen: (listener) => {
      const present = compute.state.list('instances', project).filter((one) => one.status === 'RUNNING' && isNode(one));
      for (const instance of present) listener.onVmRunning(vmOf(compute, instance));
      return compute.onEvent((event) => {
        const instance = event.project === project ? instanceOf(compute, event) : undefined;
        if (instance && isNode(instance)) tell(listener, event, { compute, instance });
      });
    },
  };
}

interface Told {
  compute: Pick<Compute, 'state'>;
  instance: Instance;
}

function tell(listener: VmListener, event: ComputeEvent, { compute, instance }: Told): void {
  const vm = vmOf(compute, instance);
  if (event.type === 'operation') {
    if (event.method === 'compute.instances.reset') listener.onVmRunning(vm);
    else listener.onDisksChanged(vm);
  }
  if (event.type !== 'instance') return;
  if (event.to === undefined || !isThere(compute, event.resource, instance.id)) listener.onVmGone(vm);
  else if (event.to === 'RUNNING') listener.onVmRunning(vm);
  else if (event.from === 'RUNNING') listener.onVmStopped(vm);
}

/** Operations matter when they are finished and touch what a node has: its disks, its boot. */
function instanceOf({ state }: Pick<Compute, 'state'>, event: ComputeEvent): Instance | undefined {
  if (event.type === 'instance') return event.instance;
  const matters = event.type === 'operation' && event.phase === 'last' && !event.operation.error;
  if (!matters || !/^compute\.instances\.(attachDisk|detachDisk|reset)$/.test(event.method)) return undefined;
  return state.read('instances', event.resource);
}

/** A VM of another id under the same name is another VM (P-14). */
function isThere({ state }: Pick<Compute, 'state'>, path: string, id: string): boolean {
  return state.read('instances', path)?.id === id;
}

function vmOf(compute: Pick<Compute, 'state'>, instance: Instance): Vm {
  const [network] = instance.networkInterfaces;
  const access = network && Array.isArray(network.accessConfigs) ? network.accessConfigs[0] : undefined;
  const external = access && typeof access === 'object' && 'natIP' in access ? stringOf(access.natIP) : undefined;
  return {
    project: projectOf(pathOf(instance.selfLink)),
    zone: lastSegment(instance.zone),
    name: instance.name,
    id: instance.id,
    machineType: lastSegment(instance.machineType),
    labels: instance.labels ?? {},
    internalIp: network?.networkIP ?? '',
    externalIp: external,
    disks: (instance.disks ?? []).map((disk) => deviceOf(compute, disk)),
  };
}

function deviceOf(
  { state }: Pick<Compute, 'state'>,
  { source, deviceName, mode, boot, diskSizeGb }: AttachedDisk,
): AttachedDevice {
  const path = pathOf(source);
  const disk = state.read('disks', path);
  return {
    source: path,
    diskId: disk?.id ?? '',
    deviceName,
    sizeBytes: Number(disk?.sizeGb ?? diskSizeGb) * 2 ** 30,
    mode: mode === 'READ_ONLY' ? 'READ_ONLY' : 'READ_WRITE',
    boot,
  };
}
