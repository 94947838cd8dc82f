import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';

export const aClusterFile = `apiVersion: underpin.dev/v1
kind: Cluster
metadata: {name: home}
spec:
  project: my-project
  region: us-central1
  kubernetes: {gke: {location: us-central1-a, name: home}}
  nodeGroups:
  - {name: default, instanceGroupManager: us-central1-a/k8s-minion-group}
  pools:
  - {name: nodes, nodeGroups: [default]}
`;

export const aConfigMap = (name: string, app = name) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, labels: {app: ${app}}}\n`;

export function aService(name: string, more: { annotations?: string; spec?: string; labels?: string } = {}): string {
  const { annotations = '{underpin.dev/address: cluster-ip}', labels = `{app: ${name}}` } = more;
  const spec = more.spec ?? 'ports: [{port: 80}]\n  loadBalancerSourceRanges: ["0.0.0.0/0"]';
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
  labels: ${labels}
  annotations: ${annotations}
spec:
  type: LoadBalancer
  loadBalancerClass: underpin.dev/target-pool
  ${spec}
`;
}

/** A directory with these files, gone when the test is over. */
export function aDirectory(t: ExecutionContext, files: Record<string, string | Buffer>): string {
  const root = mkdtempSync(join(tmpdir(), 'declared-'));
  t.teardown(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** A declaration that is right, with these files more or instead. */
export function aDeclaration(t: ExecutionContext, files: Record<string, string | Buffer> = {}): string {
  return aDirectory(t, { 'cluster.yaml': aClusterFile, ...files });
}
