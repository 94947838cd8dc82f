import type { DeclaredExposure } from '../../model/exposure.ts';
import type { Live, Pod } from '../../model/live.ts';
import type { Taker } from '../../model/path.ts';
import type { Interval } from './intervals.ts';
import { type LiveService, liveService, readService, type ServicePort } from './live-service.ts';
import { portIntervals } from './ports.ts';

/** What on a node takes packets for the address and port, whichever node they come to. */
export type Taking =
  | { taker: Exclude<Taker, 'hostPort'>; service: LiveService; port: ServicePort; pods: [] }
  | { taker: 'hostPort'; service: null; port: null; pods: Pod[] };

interface Wanted {
  ip: string | null;
  protocol: string;
  ports: string;
}

/** N-07, in the order of preference; `null` when the cluster takes none of it. */
export function takingOf(live: Live, exposure: DeclaredExposure, wanted: Wanted): Taking | null {
  const own = exposure.service && liveService(live, exposure.service);
  const services = own ? [own] : exposure.service ? [] : live.services.map(readService);
  for (const taker of ['status', 'externalIPs', 'nodePort'] as const) {
    for (const service of services) {
      const port = portOf(taker, service, wanted);
      if (port) return { taker, service, port, pods: [] };
    }
  }
  if (exposure.service) return null;
  const pods = live.pods.filter(({ hostPorts }) =>
    hostPorts.some(({ port, protocol }) => protocol === wanted.protocol && isAmong(port, wanted.ports)),
  );
  return pods.length > 0 ? { taker: 'hostPort', service: null, port: null, pods } : null;
}

function portOf(taker: Exclude<Taker, 'hostPort'>, service: LiveService, wanted: Wanted): ServicePort | undefined {
  const { ip, protocol, ports } = wanted;
  const ofProtocol = service.ports.filter((one) => one.protocol === protocol);
  if (taker === 'nodePort') return ofProtocol.find(({ nodePort }) => nodePort !== null && isAmong(nodePort, ports));
  const takes =
    taker === 'status'
      ? service.ingress.some((one) => one.ip === ip && one.ipMode === 'VIP')
      : service.externalIPs.some((one) => one === ip);
  return takes ? ofProtocol.find(({ port }) => isAmong(port, ports)) : undefined;
}

function isAmong(port: number, ports: string): boolean {
  return portIntervals([ports]).some(([first, last]: Interval) => port >= first && port <= last);
}
