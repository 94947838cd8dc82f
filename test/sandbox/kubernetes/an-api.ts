import { createKubernetes, type KubernetesOptions } from '../../../sandbox/kubernetes/kubernetes.ts';
import type { AttachedDevice, Vm, VmListener } from '../../../sandbox/kubernetes/vm.ts';
import { createVirtualClock } from '../../../sandbox/virtual-clock.ts';
import type { Json } from '../../../shared/model/json.ts';

const types: Readonly<Record<string, string>> = { PATCH: 'application/merge-patch+json' };

/** An API server on a virtual clock, and a way to ask it. */
export function anApi(options: Partial<KubernetesOptions> = {}) {
  const clock = createVirtualClock({ watchesInputOutput: false });
  const kubernetes = createKubernetes({ runtime: clock, ...options });
  const ask = async (method: string, path: string, body?: Json, headers: Record<string, string> = {}) => {
    const contentType = body === undefined ? {} : { 'content-type': types[method] ?? 'application/json' };
    const init = {
      method,
      headers: { ...contentType, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const answer = await kubernetes.transport(`http://sandbox${path}`, init);
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: isJson(answer) ? JSON.parse(text) : text };
  };
  return { clock, kubernetes, ask };
}

function isJson(answer: Response): boolean {
  return answer.headers.get('content-type')?.startsWith('application/json') ?? false;
}

export function aVm(name: string, details: Partial<Vm> = {}): Vm {
  return {
    project: 'my-project',
    zone: 'us-central1-a',
    name,
    id: '1001',
    machineType: 'e2-small',
    labels: {},
    internalIp: '10.128.0.2',
    externalIp: undefined,
    disks: [],
    ...details,
  };
}

export function aDevice(name: string, details: Partial<AttachedDevice> = {}): AttachedDevice {
  const source = `projects/my-project/zones/us-central1-a/disks/${name}`;
  return {
    source,
    diskId: '77',
    deviceName: name,
    sizeBytes: 10 * 2 ** 30,
    mode: 'READ_WRITE',
    boot: false,
    ...details,
  };
}

export const bootDevice = aDevice('boot', { boot: true });

/** VMs that a test starts and stops by hand. */
export function someVms() {
  const listeners = new Set<VmListener>();
  const tell = (what: keyof VmListener) => (vm: Vm) => {
    for (const listener of listeners) listener[what](vm);
  };
  return {
    listen(listener: VmListener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    run: tell('onVmRunning'),
    stop: tell('onVmStopped'),
    remove: tell('onVmGone'),
    changeDisks: tell('onDisksChanged'),
  };
}
