import type { Area, Live } from '../../shared/model/live.ts';
import {
  aFirewall,
  aForwardingRule,
  aHealthCheck,
  aHealthCheckersFirewall,
  aManagedGroup,
  anAddress,
  anInstance,
  aPool,
} from './compute.ts';
import { aDeclaration } from './declaration.ts';
import { aNode, anEndpoint, aPod, aService, aServiceManifest } from './kubernetes.ts';

/** Nothing at all, completely seen. */
export function aLive(fields: Partial<Live> = {}): Live {
  return {
    observedAt: Date.parse('2027-01-15T03:00:00Z'),
    instances: [],
    managedGroups: [],
    pools: [],
    nodes: [],
    disks: [],
    forwardingRules: [],
    addresses: [],
    firewalls: [],
    healthChecks: [],
    volumes: [],
    services: [],
    pods: [],
    endpoints: [],
    health: [],
    quotas: [],
    operations: [],
    objects: null,
    gaps: [],
    ...fields,
  };
}

/** Three nodes behind the pool, one public Service with a pod on node-1: set up by hand, and in order. */
export function anOpenedService(fields: Partial<Live> = {}): Live {
  const instances = ['node-1', 'node-2', 'node-3'].map((name) => anInstance({ name }));
  return aLive({
    instances,
    managedGroups: [aManagedGroup(instances)],
    nodes: instances.map((one) => aNode(one)),
    pools: [aPool(instances)],
    healthChecks: [aHealthCheck()],
    addresses: [anAddress({ users: ['projects/my-project/regions/us-central1/forwardingRules/minecraft'] })],
    forwardingRules: [aForwardingRule()],
    firewalls: [aFirewall(), aHealthCheckersFirewall()],
    services: [aService()],
    pods: [aPod()],
    endpoints: [anEndpoint()],
    ...fields,
  });
}

/** What `anOpenedService` is the live state of. */
export function anOpening(spec: Parameters<typeof aDeclaration>[0] = {}) {
  return aDeclaration({ stacks: [{ objects: [aServiceManifest()] }], ...spec });
}

export function aGap(area: Area, part: string | null = null): Live['gaps'][number] {
  return { area, part, why: 'it was unreachable' };
}
