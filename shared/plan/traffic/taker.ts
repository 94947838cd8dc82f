import type { DeclaredExposure } from '../../model/exposure.ts';
import type { Live, Pod } from '../../model/live.ts';
import type { Taker } from '../../model/path.ts';
import { type Interval, subtract } from './intervals.ts';
import { type LiveService, liveService, readService, type ServicePort } from './live-service.ts';
import { portIntervals, portTexts } from './ports.ts';

/** What on a node takes packets for the address and port, whichever node they come to. */
export type Taking =
  | { taker: Exclude<Taker, 'hostPort'>; service: LiveService; port: ServicePort; pods: [] }
  | { taker: 'hostPort'; service: null; port: null; pods: Pod[]; isListed: boolean };

interface Wanted {
  ip: string | null;
  protocol: string;
  ports: string;
}

/** N-07, in the order of preference; `null` when the cluster takes none of it. */
export function takingOf(live: Live, exposure: DeclaredExposure, wanted: Wanted): Taking | null {
  const own = exposure.service && liveService(live, exposure.service);
  const services = own ? [own] : exposure.service ? [] : live.services.map(readService);
  for (const taker of byService) {
    for (const service of services) {
      const [port] = portsOf(taker, service, wanted);
      if (port) return { taker, service, port, pods: [] };
    }
  }
  if (exposure.service) return null;
  const listed = live.pods.filter((pod) => hostPortsOf(pod, wanted).length > 0);
  const pods = listed.length > 0 ? listed : inHostNetwork(live, exposure);
  return pods.length > 0 ? { taker: 'hostPort', service: null, port: null, pods, isListed: listed.length > 0 } : null;
}

/** Of a range of which something is taken, the ports that nothing takes. */
export function untakenOf(live: Live, exposure: DeclaredExposure, wanted: Wanted): string[] {
  // One that starts anew takes what it took before.
  const isInHostNetwork = live.pods.some(({ hostNetwork, labels }) => hostNetwork && labels.app === exposure.stack);
  if (exposure.service || isInHostNetwork) return [];
  const services = live.services.map(readService);
  const taken = [
    ...byService.flatMap((taker) =>
      services.flatMap((service) => portsOf(taker, service, wanted).map((one) => portOn(taker, one))),
    ),
    ...live.pods.flatMap((pod) => hostPortsOf(pod, wanted)),
  ];
  const intervals = taken.map((port): Interval => [BigInt(port), BigInt(port)]);
  return portTexts(subtract(portIntervals([wanted.ports]), intervals));
}

const byService = ['status', 'externalIPs', 'nodePort'] as const satisfies Taker[];

type ByService = (typeof byService)[number];

function portsOf(taker: ByService, service: LiveService, { ip, protocol, ports }: Wanted): ServicePort[] {
  const takes = {
    status: service.ingress.some((one) => one.ip === ip && one.ipMode === 'VIP'),
    externalIPs: service.externalIPs.some((one) => one === ip),
    nodePort: true,
  };
  if (!takes[taker]) return [];
  return service.ports.filter((one) => one.protocol === protocol && isAmong(portOn(taker, one), ports));
}

/** Where on the node it is taken; 0 is no port. */
function portOn(taker: ByService, { port, nodePort }: ServicePort): number {
  return taker === 'nodePort' ? (nodePort ?? 0) : port;
}

function hostPortsOf({ hostPorts }: Pod, { protocol, ports }: Wanted): number[] {
  return hostPorts.filter((one) => one.protocol === protocol && isAmong(one.port, ports)).map(({ port }) => port);
}

/** Pods of the stack that may take any port of their node without listing it. */
function inHostNetwork({ pods }: Live, { stack }: DeclaredExposure): Pod[] {
  return pods.filter(({ hostNetwork, ready, labels }) => hostNetwork && ready && labels.app === stack);
}

function isAmong(port: number, ports: string): boolean {
  return portIntervals([ports]).some(([first, last]: Interval) => port >= first && port <= last);
}
