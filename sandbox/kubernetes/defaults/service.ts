import type { JsonObject } from '../../../shared/model/json.ts';
import { isSame, objectsAt } from '../object.ts';
import { fill, made, present } from './fill.ts';

export function fillService(object: JsonObject): void {
  made(made(object, 'status'), 'loadBalancer');
  const spec = made(object, 'spec');
  fill(spec, { sessionAffinity: 'None', type: 'ClusterIP' });
  const { type } = spec;
  if (spec.sessionAffinity === 'ClientIP')
    fill(made(made(spec, 'sessionAffinityConfig'), 'clientIP'), { timeoutSeconds: 10_800 });
  for (const port of objectsAt(spec, 'ports')) fillPort(port);
  if (type !== 'ExternalName') fill(spec, { internalTrafficPolicy: 'Cluster' });
  if (takesOutsideTraffic(spec)) fill(spec, { externalTrafficPolicy: 'Cluster' });
  if (type === 'LoadBalancer') fill(spec, { allocateLoadBalancerNodePorts: true });
}

function fillPort(port: JsonObject): void {
  fill(port, { protocol: 'TCP' });
  if (port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '')
    port.targetPort = port.port ?? 0;
}

function takesOutsideTraffic(spec: JsonObject): boolean {
  const { type, externalIPs } = spec;
  return (
    type === 'NodePort' ||
    type === 'LoadBalancer' ||
    (type === 'ClusterIP' && Array.isArray(externalIPs) && externalIPs.length > 0)
  );
}

/** Where addresses and ports of Services come from; kept per server. */
export interface ServiceAddresses {
  takeClusterIp(): string;
  takeNodePort(): number;
}

/** What the registry allots on creation, and on an update that asks for more. */
export function allotService(object: JsonObject, before: JsonObject | undefined, addresses: ServiceAddresses): void {
  const spec = made(object, 'spec');
  const old = (before && present(before, 'spec')) ?? {};
  if (before) leaveFormerType(spec, old);
  if (spec.type === 'ExternalName') {
    dropAddresses(spec);
    return;
  }
  if (spec.clusterIP === undefined) spec.clusterIP = old.clusterIP ?? addresses.takeClusterIp();
  fill(spec, { clusterIPs: [spec.clusterIP ?? 'None'], ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' });
  allotNodePorts(spec, old, addresses);
  const needsCheck = spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
  if (needsCheck) fill(spec, { healthCheckNodePort: old.healthCheckNodePort ?? addresses.takeNodePort() });
}

/** What only the former type needed goes with it, unless it was changed too. */
function leaveFormerType(spec: JsonObject, old: JsonObject): void {
  if (spec.type === old.type) return;
  const drop = (name: string) => {
    if (isSame(spec[name], old[name])) delete spec[name];
  };
  if (old.type === 'LoadBalancer')
    for (const name of ['allocateLoadBalancerNodePorts', 'loadBalancerClass', 'healthCheckNodePort']) drop(name);
  if (!takesOutsideTraffic(spec)) drop('externalTrafficPolicy');
  const hasNodePorts = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  if (!hasNodePorts) for (const port of objectsAt(spec, 'ports')) delete port.nodePort;
}

function dropAddresses(spec: JsonObject): void {
  for (const name of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) delete spec[name];
}

function allotNodePorts(spec: JsonObject, old: JsonObject, addresses: ServiceAddresses): void {
  const wants =
    spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
  if (!wants) return;
  for (const port of objectsAt(spec, 'ports')) {
    const known = objectsAt(old, 'ports').find((one) => one.port === port.port && one.protocol === port.protocol);
    fill(port, { nodePort: known?.nodePort ?? addresses.takeNodePort() });
  }
}
