import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import type { NodeHop, Stop, TrafficPath } from '../../model/path.ts';
import { isOverdue } from '../joining.ts';
import { listed } from '../listed.ts';
import { liveService } from '../traffic/live-service.ts';
import { pathsOf } from '../traffic/paths.ts';

/**
 * N-07: does a packet to IP:port reach a ready pod from every node of the pool, and if not, where does it stop? What is
 * wrong before the node (address, forwarding rule, pool, member, firewall) has findings of its own.
 */
export function trafficPath(declared: Declared, live: Live): Finding[] {
  const found = pathsOf(declared, live).flatMap((path) => {
    // A declared Service that is not there is told as missing.
    if (path.service && !path.taker && !liveService(live, path.service)) return [];
    const stops = Map.groupBy(path.nodes, ({ stop }) => stop);
    return [
      ...[...stops].flatMap(([stop, hops]) => (stop ? (tell[stop]?.({ path, hops, live }) ?? []) : [])),
      ...partlyTaken({ path, hops: [], live }),
    ];
  });
  // A Service with two ports is told once of what is wrong with both.
  return [...Map.groupBy(found, ({ subject, path }) => `${subject} ${path}`).values()].flatMap(
    ([first]) => first ?? [],
  );
}

interface Case {
  path: TrafficPath;
  /** Those where it stops for this reason. */
  hops: NodeHop[];
  live: Live;
}

const tell: { [Of in Stop]?: (one: Case) => Finding[] } = {
  node: notANode,
  service: nobodyTakes,
  local: dropped,
  pods: noPods,
  unknown: unseen,
};

function notANode(one: Case): Finding[] {
  const { live, hops } = one;
  const late = hops.filter(({ name, zone }) => {
    const vm = live.instances.find(({ reference }) => reference.name === name && reference.location === zone);
    return vm && isOverdue(vm, live);
  });
  return late.map(({ name, zone, why }) =>
    about(one, {
      severity: 'warning',
      path: `nodes[${zone}/${name}]`,
      why: `${why}: it drops what the pool sends it`,
      command: `kubectl get node ${name}`,
    }),
  );
}

function nobodyTakes(one: Case): Finding[] {
  const { service, ip, ports, protocol } = one.path;
  // What takes packets for an address that is not known cannot be told; the address is (N-02).
  if (ip === null) return [];
  // Its status is compared by a rule of its own.
  const ingress = service ? (liveService(one.live, service)?.ingress ?? []) : [];
  if (service && !ingress.some((at) => at.ip === ip && at.ipMode === 'VIP')) return [];
  const why = service
    ? `the Service answers on ${ip}, but has no ${protocol} port ${ports}`
    : `nothing in the cluster takes ${protocol} port ${ports} of ${ip}: no Service has it as a status address, externalIP or nodePort, and no pod as a hostPort`;
  return [
    about(one, { severity: 'critical', path: 'spec.ports', why, command: 'kubectl get services --all-namespaces' }),
  ];
}

function partlyTaken(one: Case): Finding[] {
  const { untaken, protocol } = one.path;
  if (untaken.length === 0) return [];
  const why = `nothing in the cluster takes ${protocol} port ${listed(untaken)}, which is exposed as well`;
  const command = 'kubectl get services --all-namespaces';
  // The stack exposes it, whatever Service takes a part.
  const ofStack = { ...one, path: { ...one.path, service: null } };
  return [about(ofStack, { severity: 'warning', path: 'ports', live: untaken, why, command })];
}

/** The doubt of everybody whose service does not run on all nodes, answered by name. */
function dropped(one: Case): Finding[] {
  const { path, hops } = one;
  const members = path.nodes.filter(({ stop }) => stop !== 'pool');
  const names = hops.map(({ name }) => name);
  const isAll = hops.length === members.length;
  const where = isAll ? 'on every node' : `on ${names.join(', ')}`;
  const fields = { severity: isAll ? ('critical' as const) : ('warning' as const), live: names };
  const { service } = path;
  if (!service) {
    const why = `no ready pod has hostPort ${path.ports} ${where}: a packet that the pool sends there is dropped`;
    return [
      about(one, { ...fields, path: 'hostPort', why, command: 'kubectl get pods --all-namespaces --output=wide' }),
    ];
  }
  const patch = `'{"spec":{"externalTrafficPolicy":"Cluster"}}'`;
  const why = `externalTrafficPolicy is Local and no ready pod runs ${where}: a packet that the pool sends there is dropped`;
  return [
    about(one, {
      ...fields,
      path: 'spec.externalTrafficPolicy',
      why,
      command: `kubectl patch service ${service.name} --namespace=${service.namespace} --patch=${patch}`,
    }),
  ];
}

function noPods(one: Case): Finding[] {
  const { service, pods } = one.path;
  if (!service) return [];
  const why = pods.length > 0 ? `none of its ${pods.length} pods is ready` : 'no pod is behind it';
  return [
    about(one, {
      severity: 'critical',
      path: 'endpoints',
      why: `packets reach the nodes and stop there: ${why}`,
      command: `kubectl get endpointslices --namespace=${service.namespace} --selector=kubernetes.io/service-name=${service.name}`,
    }),
  ];
}

function unseen(one: Case): Finding[] {
  const [first] = one.hops;
  return [
    about(one, {
      outcome: 'unknown',
      severity: 'warning',
      path: 'path',
      why: first?.why ?? 'it could not be followed',
    }),
  ];
}

function about({ path }: Case, fields: Pick<Finding, 'severity' | 'path' | 'why'> & Partial<Finding>): Finding {
  const { service, forwardingRule, stack, protocol, ports, ip } = path;
  return finding({
    subject: service ? `Service/${service.namespace}/${service.name}` : `Stack/${stack}`,
    rule: 'N-07',
    source: path.source,
    stack,
    ...fields,
    path: service ? fields.path : `spec.expose[${protocol} ${ports}] ${fields.path}`,
    why: `${ip ?? forwardingRule.name}:${ports}: ${fields.why}`,
  });
}
