import { createKubernetes, type Kubernetes } from '../../sandbox/kubernetes/kubernetes.ts';
import { createVirtualClock } from '../../sandbox/virtual-clock.ts';
import { ofApiServer } from '../../shared/kubernetes-answer.ts';
import type { Stack } from '../../shared/model/declared.ts';
import type { Finding } from '../../shared/model/finding.ts';
import type { ObservedObjects } from '../../shared/model/objects.ts';
import { type ObserveOptions, observeObjects } from '../../shared/observe/kubernetes-objects.ts';
import { stackObjectFindings } from '../../shared/plan/rules/stack-objects.ts';
import { readOnly, type Transport } from '../../shared/transport.ts';
import { stacksOf } from './stacks-of.ts';

export interface Cluster {
  kubernetes: Kubernetes;
  observe(options?: Partial<ObserveOptions>): Promise<ObservedObjects>;
  findings(): Promise<Finding[]>;
}

/**
 * A sandbox cluster in which everything declared was applied as it stands; nothing in it moves by itself. `unapplied`
 * is only declared.
 */
export function aCluster(
  files: Record<string, string>,
  unapplied: Record<string, string> = {},
  between: (transport: Transport) => Transport = (transport) => transport,
): Cluster {
  const clock = createVirtualClock();
  const kubernetes = createKubernetes({ runtime: clock, controllers: false });
  const applied = stacksOf(files);
  for (const { manifests } of applied) {
    for (const { object } of manifests) kubernetes.store.put(object, { manager: 'kubectl-client-side-apply' });
  }
  const stacks: Stack[] = [...applied, ...stacksOf(unapplied)];
  const access = {
    server: 'https://kubernetes.internal',
    transport: ofApiServer(between(readOnly(kubernetes.transport))),
  };
  const observe = (options: Partial<ObserveOptions> = {}) =>
    clock.drive(observeObjects(stacks, access, { runtime: clock, ...options }));
  return { kubernetes, observe, findings: async () => stackObjectFindings(await observe()) };
}

export const ghost = `
apiVersion: v1
kind: Service
metadata: {name: ghost, labels: {app: ghost}}
spec: {ports: [{port: 2468}], selector: {app: ghost}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ghost, labels: {app: ghost}}
spec:
  replicas: 2
  selector: {matchLabels: {app: ghost}}
  template:
    metadata: {labels: {app: ghost}}
    spec: {containers: [{name: ghost, image: "ghost:5", env: [{name: NODE_ENV, value: production}]}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: ghost, labels: {app: ghost}}
data: {url: http://ghost.example.com}
`;
