import type { JsonObject } from '../../../shared/model/json.ts';
import type { RunningNode } from './node-keeper.ts';

/** What a kubelet on Compute Engine registers. */
export function newNode({ vm }: RunningNode): JsonObject {
  const region = vm.zone.replace(/-[a-z]$/, '');
  const pool = vm.labels['goog-k8s-node-pool-name'];
  const labels = {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/os': 'linux',
    'kubernetes.io/hostname': vm.name,
    'node.kubernetes.io/instance-type': vm.machineType,
    'topology.kubernetes.io/region': region,
    'topology.kubernetes.io/zone': vm.zone,
    ...(pool ? { 'cloud.google.com/gke-nodepool': pool } : {}),
  };
  const annotations = { 'container.googleapis.com/instance_id': vm.id };
  return {
    metadata: { name: vm.name, labels, annotations },
    spec: { providerID: `gce://${vm.project}/${vm.zone}/${vm.name}` },
  };
}

export function nodeStatus(node: RunningNode, ready: JsonObject): JsonObject {
  const { vm, bootID } = node;
  const external = vm.externalIp ? [{ type: 'ExternalIP', address: vm.externalIp }] : [];
  const capacity = { cpu: '2', memory: '8145116Ki', pods: '110', 'ephemeral-storage': '98831908Ki' };
  return {
    addresses: [{ type: 'InternalIP', address: vm.internalIp }, ...external, { type: 'Hostname', address: vm.name }],
    allocatable: capacity,
    capacity,
    conditions: [ready],
    daemonEndpoints: { kubeletEndpoint: { Port: 10_250 } },
    nodeInfo: {
      architecture: 'amd64',
      bootID,
      containerRuntimeVersion: 'containerd://2.1.4',
      kernelVersion: '6.12.46+',
      kubeProxyVersion: '',
      kubeletVersion: 'v1.36.3',
      machineID: vm.id.padStart(32, '0'),
      operatingSystem: 'linux',
      osImage: 'Container-Optimized OS from Google',
      systemUUID: vm.id.padStart(32, '0'),
    },
  };
}

const words = {
  True: { reason: 'KubeletReady', message: 'kubelet is posting ready status' },
  False: { reason: 'KubeletNotReady', message: 'container runtime network not ready' },
  Unknown: { reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' },
} as const;

export function readyCondition(status: 'True' | 'False' | 'Unknown', now: string): JsonObject {
  return { type: 'Ready', status, lastHeartbeatTime: now, lastTransitionTime: now, ...words[status] };
}
