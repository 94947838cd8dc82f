import type { Clients } from '../clients.ts';
import type { Declared } from '../model/declared.ts';
import { exposuresOf, hasExposedService, loadBalancerClass } from '../model/exposure.ts';
import type { Live, ServiceObject } from '../model/live.ts';
import type { Scope } from '../model/scope.ts';
import { observeAddresses } from './addresses.ts';
import { observeEndpoints } from './endpoints.ts';
import { observeFirewalls } from './firewalls.ts';
import { observeForwardingRules } from './forwarding-rules.ts';
import { observeHealthChecks } from './health-checks.ts';
import type { Reading } from './pages.ts';
import { observePods } from './pods.ts';
import { projectOf } from './project.ts';
import { observeQuotas } from './quotas.ts';
import { observeServices } from './services.ts';

type Areas =
  | 'addresses'
  | 'forwardingRules'
  | 'firewalls'
  | 'healthChecks'
  | 'services'
  | 'pods'
  | 'endpoints'
  | 'quotas';

export type Traffic = Pick<Live, Areas | 'gaps'>;

type Readings = { [Area in Areas]?: Promise<Reading<Live[Area][number]>> };

/** How traffic reaches the services. A node change reads only what it keeps right: the status of declared Services. */
export async function observeTraffic(
  declared: Declared,
  clients: Clients,
  concern: Scope['concern'],
): Promise<Traffic> {
  if (concern !== 'nodes') return readAll(allOf(declared, clients));
  if (!hasExposedService(declared)) return readAll({});
  const seen = await readAll({ services: observeServices(clients.kubernetes) });
  if (!seen.services.some(hasNoAddress)) return seen;
  const looked = await readAll({
    addresses: observeAddresses(clients.compute, projectOf(declared.cluster.spec.project)),
  });
  return { ...seen, addresses: looked.addresses, gaps: [...seen.gaps, ...looked.gaps] };
}

/** A Service keeps the address once written, so on most node changes nobody has to look one up. */
function hasNoAddress({ object }: ServiceObject): boolean {
  const { spec, status } = object as ServiceParts;
  return spec?.loadBalancerClass === loadBalancerClass && !status?.loadBalancer?.ingress?.length;
}

interface ServiceParts {
  spec?: { loadBalancerClass?: string };
  status?: { loadBalancer?: { ingress?: unknown[] } };
}

async function readAll(readings: Readings): Promise<Traffic> {
  const traffic: Traffic = { ...nothing, gaps: [] };
  await Promise.all(
    Object.entries(readings).map(async ([area, reading]) => {
      const { items, gaps } = await reading;
      Object.assign(traffic, { [area]: items });
      traffic.gaps = [...traffic.gaps, ...gaps];
    }),
  );
  return traffic;
}

const nothing = {
  addresses: [],
  forwardingRules: [],
  firewalls: [],
  healthChecks: [],
  services: [],
  pods: [],
  endpoints: [],
  quotas: [],
};

function allOf(declared: Declared, clients: Clients): Readings {
  const { project: id, region } = declared.cluster.spec;
  const project = projectOf(id);
  const { compute, kubernetes } = clients;
  const isExposed = exposuresOf(declared).length > 0;
  const hasDisks = declared.stacks.some(({ spec }) => spec.disks.length > 0);
  return {
    addresses: observeAddresses(compute, project),
    forwardingRules: observeForwardingRules(compute, project),
    firewalls: observeFirewalls(compute, project),
    healthChecks: observeHealthChecks(compute, project),
    quotas: observeQuotas(compute, id, region),
    ...(isExposed && { services: observeServices(kubernetes), endpoints: observeEndpoints(kubernetes) }),
    ...((isExposed || hasDisks) && { pods: observePods(kubernetes) }),
  };
}
