import { asObject, type Json } from '../../model/json.ts';
import type { Live, ServiceObject } from '../../model/live.ts';

export interface ServicePort {
  name: string;
  port: number;
  protocol: string;
  nodePort: number | null;
}

/** What of a Service decides where packets go. */
export interface LiveService {
  namespace: string;
  name: string;
  loadBalancerClass: string | null;
  externalIPs: string[];
  ingress: { ip: string; ipMode: string }[];
  ports: ServicePort[];
  /** `externalTrafficPolicy: Local`: a node without a ready pod of its own drops the packet. */
  isLocal: boolean;
}

export function liveService(live: Live, { namespace, name }: { namespace: string; name: string }): LiveService | null {
  const found = live.services.find((one) => one.namespace === namespace && one.name === name);
  return found ? readService(found) : null;
}

export function readService({ namespace, name, object }: ServiceObject): LiveService {
  const [spec, status] = [asObject(object.spec), asObject(object.status)];
  return {
    namespace,
    name,
    loadBalancerClass: typeof spec.loadBalancerClass === 'string' ? spec.loadBalancerClass : null,
    externalIPs: listIn(spec.externalIPs).map(String),
    ingress: listIn(asObject(status.loadBalancer).ingress).map((one) => {
      const { ip, ipMode } = asObject(one);
      return { ip: String(ip ?? ''), ipMode: String(ipMode ?? 'VIP') };
    }),
    ports: listIn(spec.ports).map(portOf),
    isLocal: spec.externalTrafficPolicy === 'Local',
  };
}

function portOf(value: Json): ServicePort {
  const { name, port, protocol, nodePort } = asObject(value);
  return {
    name: String(name ?? ''),
    port: Number(port ?? 0),
    protocol: String(protocol ?? 'TCP'),
    nodePort: Number(nodePort ?? 0) || null,
  };
}

function listIn(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}
