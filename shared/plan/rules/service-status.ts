import type { Declared } from '../../model/declared.ts';
import { type DeclaredExposure, exposuresOf, loadBalancerClass, type ServiceName } from '../../model/exposure.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import { gapIn } from '../gaps.ts';
import { resolveAddress } from '../traffic/address.ts';
import { type LiveService, liveService } from '../traffic/live-service.ts';

type Opened = DeclaredExposure & { service: ServiceName };

/** The Service itself says on which address it answers, so that kube-proxy on every node takes its packets (N-07). */
export function serviceStatus(declared: Declared, live: Live): Finding[] {
  return openedBy(declared).flatMap((one) => {
    const service = liveService(live, one.service);
    if (service?.loadBalancerClass !== loadBalancerClass) return [];
    // On a node change the addresses are read only when a Service has none (observe/traffic.ts).
    if (live.addresses.length === 0 && service.ingress.length > 0 && !gapIn(live, ['addresses'])) return [];
    const { ip, unknown } = resolveAddress(declared, live, one.address);
    if (!ip) return unknown ? [unseen(one, unknown)] : [];
    return isRight(service, ip) ? [] : [differs(one, ip, service)];
  });
}

/** Of a Service which is yet to be made: a manual repair writes it right after the Service is there. */
export function statusOfNewService(declared: Declared, live: Live): Finding[] {
  const gap = gapIn(live, ['services', 'addresses']);
  return openedBy(declared)
    .filter(({ service }) => !liveService(live, service))
    .flatMap((one) => {
      if (gap) return [unseen(one, gap)];
      const { ip } = resolveAddress(declared, live, one.address);
      return ip ? [{ ...differs(one, ip, null), severity: 'info' }] : [];
    });
}

/** Services of our class, each once: the ports of one may speak two protocols. */
function openedBy(declared: Declared): Opened[] {
  const opened = exposuresOf(declared).filter((one): one is Opened => one.service !== null);
  return [...Map.groupBy(opened, ({ service }) => `${service.namespace}/${service.name}`).values()].flatMap(
    ([first]) => first ?? [],
  );
}

function isRight({ ingress }: LiveService, ip: string): boolean {
  return ingress.length === 1 && ingress[0]?.ip === ip && ingress[0].ipMode === 'VIP';
}

function differs(one: Opened, address: string, service: LiveService | null): Finding {
  const { namespace, name } = one.service;
  const leaves = service?.ingress.flatMap(({ ip }) => (ip && ip !== address ? ip : [])) ?? [];
  const live = service?.ingress.map(({ ip, ipMode }) => (ipMode === 'VIP' ? ip : `${ip} (${ipMode})`)) ?? [];
  const status = JSON.stringify({ status: { loadBalancer: { ingress: [{ ip: address, ipMode: 'VIP' }] } } });
  return about(one, {
    severity: 'critical',
    declared: [address],
    live,
    why: service ? whyWrong(live, address) : 'its address is written when the Service is there',
    command: `kubectl patch service ${name} --namespace=${namespace} --subresource=status --type=merge --patch='${status}'`,
    action: { kind: 'set-service-status', namespace, name, address, leaves },
  });
}

function whyWrong(live: string[], address: string): string {
  const answers = `the Service answers on ${live.join(', ') || 'no address'}`;
  return live.includes(address)
    ? `${answers}, and ${address} alone is its own`
    : `${answers}: the nodes drop what comes to ${address}`;
}

function unseen(one: Opened, why: string): Finding {
  return about(one, { outcome: 'unknown', severity: 'warning', why });
}

function about(one: Opened, fields: Pick<Finding, 'severity' | 'why'> & Partial<Finding>): Finding {
  return finding({
    subject: `Service/${one.service.namespace}/${one.service.name}`,
    path: 'status.loadBalancer.ingress',
    rule: 'N-07',
    source: one.source,
    stack: one.stack,
    ...fields,
  });
}
