import type { Audit, AuditedCluster } from '../../shared/model/audit.ts';
import { type Finding, finding } from '../../shared/model/finding.ts';
import type { Gap, Live } from '../../shared/model/live.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { planFor } from '../../shared/plan/plan.ts';
import { pathsOf } from '../../shared/plan/traffic/paths.ts';
import { reportOf } from '../../shared/report/report.ts';
import { subjectsOf } from '../../shared/report/subjects.ts';
import {
  aFirewall,
  aForwardingRule,
  aHealthCheck,
  aHealthCheckersFirewall,
  aManagedGroup,
  anAddress,
  anInstance,
  aPool,
} from '../builders/compute.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { aNode, anEndpoint, aPod, aService, aServiceManifest } from '../builders/kubernetes.ts';
import { aLive, anOpening } from '../builders/live.ts';

/** An audit of one cluster that found just this. */
export function anAudit(
  findings: Partial<Finding>[] = [],
  { gaps = [], cluster = 'home' }: { gaps?: Gap[]; cluster?: string } = {},
): Audit {
  return { results: [audited(findings.map(aFinding), { gaps, cluster })], problems: [] };
}

export function aFinding(fields: Partial<Finding> = {}): Finding {
  return finding({
    severity: 'warning',
    subject: 'Deployment/web/ghost',
    path: 'spec.replicas',
    declared: 2,
    live: 5,
    why: 'declared `2`, live `5`',
    rule: 'C-01',
    command: 'kubectl apply -f web/ghost/controller.yaml',
    source: { file: 'web/ghost/controller.yaml', line: 7, column: 13 },
    stack: 'ghost',
    ...fields,
  });
}

function audited(findings: Finding[], { gaps, cluster }: { gaps: Gap[]; cluster: string }): AuditedCluster {
  const declared = aDeclaration({ stacks: [{ objects: [aServiceManifest()] }] });
  declared.cluster.metadata.name = cluster;
  const live = aLive({ gaps });
  const plan: Plan = {
    cluster,
    hash: 'h',
    observedAt: live.observedAt,
    expiresAt: live.observedAt,
    actions: [],
    blocked: [],
    waiting: [],
    findings,
  };
  const report = reportOf(plan, { subjects: subjectsOf(declared, live, []), gaps });
  return { declared, result: { plan, outcomes: [], report, live, paths: [], beganAt: null } };
}

/** A name as long as Compute Engine and Kubernetes let one be: 63 characters, `index` at its end. */
export function longName(index: number): string {
  const end = `-${index}`;
  return 'gke-a-cluster-with-a-rather-long-name-default-pool-of-spot-vms-x'.slice(0, 63 - end.length) + end;
}

export interface ManyNodes {
  nodes: number;
  name?: (index: number) => string;
  /** How many of the nodes run a pod. */
  pods?: number;
  change?: (live: Live) => void;
}

/** As the loop would have it: so many nodes behind the pool, pods on some. */
export function anAuditOfNodes({
  nodes,
  name = (index) => `node-${index}`,
  pods = 1,
  change = () => undefined,
}: ManyNodes): Audit {
  const instances = Array.from({ length: nodes }, (_, index) => anInstance({ name: name(index) }));
  const podName = (index: number) => `minecraft-${name(index)}`.slice(0, 63);
  const withPods = instances.slice(0, pods);
  const live = aLive({
    instances,
    managedGroups: [aManagedGroup(instances)],
    nodes: instances.map((one) => aNode(one)),
    pools: [aPool(instances)],
    healthChecks: [aHealthCheck()],
    addresses: [anAddress({ users: ['projects/my-project/regions/us-central1/forwardingRules/minecraft'] })],
    forwardingRules: [aForwardingRule()],
    firewalls: [aFirewall(), aHealthCheckersFirewall()],
    services: [aService()],
    pods: withPods.map(({ reference }, index) => aPod({ name: podName(index), node: reference.name })),
    endpoints: withPods.map(({ reference }, index) =>
      anEndpoint({ pod: podName(index), address: `10.4.0.${index}`, node: reference.name }),
    ),
  });
  change(live);
  const declared = anOpening();
  const plan = planFor(declared, live, { cluster: 'home', concern: 'everything', mode: 'plan' });
  const paths = pathsOf(declared, live);
  const report = reportOf(plan, { subjects: subjectsOf(declared, live, paths), gaps: live.gaps });
  return { results: [{ declared, result: { plan, outcomes: [], report, live, paths, beganAt: null } }], problems: [] };
}

export function onlyResult({ results }: Audit): AuditedCluster {
  const [one] = results;
  if (!one) throw new Error('the audit has no result');
  return one;
}
