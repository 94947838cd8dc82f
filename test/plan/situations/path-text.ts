import type { Hop, NodeHop, PodHop, TrafficPath } from '../../../shared/model/path.ts';
import { pathsOf } from '../../../shared/plan/traffic/paths.ts';
import type { Situation } from './situation.ts';

/** The ways of packets, station by station, as the picture of a report has them. */
export function pathsTold({ declared, live }: Situation): string {
  return pathsOf(declared, live).map(pathLines).join('\n') || 'no way';
}

function pathLines(path: TrafficPath): string {
  const { stack, ip, protocol, ports, reaches, source, service, taker } = path;
  return [
    `${stack}: ${ip} ${protocol} ${ports} reaches ${reaches} (${source.file}:${source.line})`,
    `  address ${hop(path.address)}`,
    `  forwarding rule ${hop(path.forwardingRule)}`,
    `  pool ${hop(path.pool)}`,
    `  firewall ${hop(path.firewall)}`,
    ...path.nodes.map((node: NodeHop) =>
      `  node ${node.zone}/${hop(node)} [${node.stop ?? ''}] ${node.pods.join(' ')}`.trimEnd(),
    ),
    `  taken by ${service ? `Service ${service.namespace}/${service.name}` : 'no Service'} ${taker ?? 'not at all'}`,
    ...path.pods.map((pod: PodHop) => `  pod ${pod.namespace}/${hop(pod)} on ${pod.node}`),
    ...path.disks.map((disk: Hop) => `  disk ${hop(disk)}`),
  ].join('\n');
}

function hop({ name, state, why }: Hop): string {
  return `${name} ${state}${why === null ? '' : `: ${why}`}`;
}
