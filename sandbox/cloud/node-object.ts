import type { Runtime } from '../../shared/runtime.ts';
import type { JsonObject } from '../compute/json.ts';
import type { Instance } from '../compute/kinds.ts';
import { lastSegment } from '../compute/link.ts';

/** The Node a kubelet on this VM would register, not yet Ready. */
export function nodeOf(
  instance: Instance,
  project: string,
  runtime: Runtime,
): JsonObject & { metadata: JsonObject & { name: string } } {
  const { name } = instance;
  const zone = lastSegment(instance.zone);
  const labels = {
    ...instance.labels,
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'node.kubernetes.io/instance-type': lastSegment(instance.machineType),
    'topology.kubernetes.io/zone': zone,
    'topology.kubernetes.io/region': zone.replace(/-\w+$/, ''),
  };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels, annotations: { 'container.googleapis.com/instance_id': instance.id } },
    spec: { providerID: `gce://${project}/${zone}/${name}` },
    status: statusOf(instance, runtime),
  };
}

function statusOf({ name, networkInterfaces }: Instance, runtime: Runtime): JsonObject {
  return {
    conditions: conditionsOf('False', runtime.now()),
    addresses: [
      { type: 'InternalIP', address: networkInterfaces[0]?.networkIP ?? '10.128.0.2' },
      { type: 'Hostname', address: name },
    ],
    capacity: { cpu: '2', memory: '4021204Ki', pods: '110' },
    allocatable: { cpu: '1930m', memory: '2899092Ki', pods: '110' },
    nodeInfo: {
      bootID: runtime.uuid(),
      machineID: runtime.uuid().replaceAll('-', ''),
      systemUUID: runtime.uuid(),
      kernelVersion: '6.12.40+',
      osImage: 'Container-Optimized OS from Google',
      containerRuntimeVersion: 'containerd://2.1.4',
      kubeletVersion: 'v1.36.1-gke.1000',
      kubeProxyVersion: 'v1.36.1-gke.1000',
      operatingSystem: 'linux',
      architecture: 'amd64',
    },
  };
}

export function conditionsOf(status: 'True' | 'False' | 'Unknown', now: number): JsonObject[] {
  const time = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  const [reason, message] = {
    True: ['KubeletReady', 'kubelet is posting ready status'],
    False: ['KubeletNotReady', 'container runtime network not ready'],
    Unknown: ['NodeStatusUnknown', 'Kubelet stopped posting node status.'],
  }[status] as [string, string];
  return [{ type: 'Ready', status, reason, message, lastHeartbeatTime: time, lastTransitionTime: time }];
}
