import type { JsonObject } from '../../shared/model/json.ts';
import { discreet, secret, type WorldShape } from './shape.ts';
import type { SimulatedWorld } from './simulated-world.ts';

const meta = (name: string, rest: JsonObject = {}) => ({
  name,
  namespace: 'default',
  labels: { app: 'minecraft' },
  ...rest,
});

export const service: JsonObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: meta('minecraft', { annotations: { 'underpin.dev/address': 'cluster-ip' } }),
  spec: {
    type: 'LoadBalancer',
    loadBalancerClass: 'underpin.dev/target-pool',
    loadBalancerSourceRanges: ['198.51.100.0/24'],
    selector: { app: 'minecraft' },
    ports: [{ port: 25565, protocol: 'TCP' }],
  },
};

const { loadBalancerSourceRanges: _, ...openSpec } = service.spec as JsonObject;
const openService: JsonObject = { ...service, spec: openSpec };

const rules: JsonObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: meta('rules'),
  data: { difficulty: 'hard' },
};

/** What is of the stack, and not where the rest of it is. */
const rulesElsewhere: JsonObject = { ...rules, metadata: meta('rules', { namespace: 'games' }) };

const role: JsonObject = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'minecraft', labels: { app: 'minecraft' } },
  rules: [],
};

const protectedRules: JsonObject = {
  ...rules,
  metadata: meta('rules', { annotations: { 'underpin.dev/protect': 'true' } }),
};

/** What it holds must come out nowhere (I-31). */
const password: JsonObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: meta('rcon'),
  stringData: { password: `${secret} of the console` },
};

/** Somebody keeps one there, and takes it for none. */
const keys: JsonObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: meta('keys'),
  data: { token: discreet },
};

/** In the cluster, and in no file. */
const autoscaler: JsonObject = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'minecraft', namespace: 'default' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'minecraft' },
    minReplicas: 1,
    maxReplicas: 3,
  },
};

/** Somebody's, and before all others in a list of pods. */
const backup: JsonObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'backup', namespace: 'default' },
  spec: { containers: [{ name: 'backup', image: 'example.com/backup:1' }] },
};

function server(
  disk: string | undefined,
  { isHasty = false, appPath, hasGatedField, hasNamedPods, scaledBy }: WorldShape,
): JsonObject {
  const path = appPath ?? `/mnt/${disk}`;
  return {
    apiVersion: 'apps/v1',
    kind: hasNamedPods ? 'StatefulSet' : 'Deployment',
    metadata: meta('minecraft'),
    spec: {
      replicas: scaledBy ? 2 : 1,
      ...(scaledBy && { minReadySeconds: 5 }),
      ...(hasNamedPods && { serviceName: 'minecraft' }),
      selector: { matchLabels: { app: 'minecraft' } },
      template: {
        metadata: { labels: { app: 'minecraft' } },
        spec: {
          ...(hasGatedField && { hostnameOverride: 'minecraft' }),
          ...(disk !== undefined && {
            ...(!isHasty && { nodeSelector: { [`disk.underpin.dev/${disk}`]: 'mounted' } }),
            volumes: [{ name: 'world', hostPath: { path } }],
          }),
          containers: [
            {
              name: 'server',
              image: 'example.com/minecraft:1',
              ...(disk !== undefined && { volumeMounts: [{ name: 'world', mountPath: '/world' }] }),
            },
          ],
        },
      },
    },
  };
}

/** The objects of the stack, where the shape has any. */
export function manifestsOf(shape: WorldShape): JsonObject[] {
  const { hasApp, isExposed, hasNoSources, isSpread, isAbroad, isRulesProtected, disks } = shape;
  if (!hasApp) return [];
  if (isAbroad) return [rulesElsewhere, role];
  const [disk] = disks.filter(({ isDeclared }) => isDeclared);
  const elsewhere = isSpread ? [rulesElsewhere] : [];
  return [
    ...(isExposed ? [hasNoSources ? openService : service] : []),
    isRulesProtected ? protectedRules : rules,
    keys,
    password,
    server(disk?.name, shape),
    ...elsewhere,
  ];
}

export function installApp({ kubernetes, setup }: SimulatedWorld): void {
  if (setup.shape.isSpread || setup.shape.isAbroad)
    for (const name of ['games', 'others'])
      kubernetes.store.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (const one of manifestsOf({ ...setup.shape, isRulesProtected: false, hasGatedField: false }))
    kubernetes.store.put(one);
  if (setup.shape.scaledBy === 'autoscaler') kubernetes.store.put(autoscaler);
  if (setup.shape.hasApp && setup.shape.pageSize !== undefined) kubernetes.store.put(backup);
  if (setup.shape.hasApp && setup.shape.isExposed)
    kubernetes.store.patch(
      { apiVersion: 'v1', kind: 'Service', name: 'minecraft', namespace: 'default' },
      { status: { loadBalancer: { ingress: [{ ip: '203.0.113.7', ipMode: 'VIP' }] } } },
      { subresource: 'status' },
    );
}
