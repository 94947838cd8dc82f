import type { JsonObject } from '../../shared/model/json.ts';
import { discreet, secret, type WorldShape } from './shape.ts';
import type { SimulatedWorld } from './simulated-world.ts';

const meta = (name: string, rest: JsonObject = {}) => ({
  name,
  namespace: 'default',
  labels: { app: 'minecraft' },
  ...rest,
});

const service: JsonObject = {
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

const rules: JsonObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: meta('rules'),
  data: { difficulty: 'hard' },
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

function server(disk: string | undefined, isHasty: boolean): JsonObject {
  const path = `/mnt/${disk}`;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta('minecraft'),
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'minecraft' } },
      template: {
        metadata: { labels: { app: 'minecraft' } },
        spec: {
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
export function manifestsOf({ hasApp, isHasty = false, isExposed, disks }: WorldShape): JsonObject[] {
  if (!hasApp) return [];
  const [disk] = disks.filter(({ isDeclared }) => isDeclared);
  return [...(isExposed ? [service] : []), rules, keys, password, server(disk?.name, isHasty)];
}

export function installApp({ kubernetes, setup }: SimulatedWorld): void {
  for (const one of manifestsOf(setup.shape)) kubernetes.store.put(one);
  if (setup.shape.hasApp && setup.shape.isExposed)
    kubernetes.store.patch(
      { apiVersion: 'v1', kind: 'Service', name: 'minecraft', namespace: 'default' },
      { status: { loadBalancer: { ingress: [{ ip: '203.0.113.7', ipMode: 'VIP' }] } } },
      { subresource: 'status' },
    );
}
