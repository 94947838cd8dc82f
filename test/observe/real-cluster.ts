import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import { ofApiServer } from '../../shared/kubernetes-answer.ts';
import type { Stack } from '../../shared/model/declared.ts';
import type { Finding } from '../../shared/model/finding.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { discover } from '../../shared/observe/discovery.ts';
import { observeObjects } from '../../shared/observe/kubernetes-objects.ts';
import { type KubernetesRest, kubernetesRest } from '../../shared/observe/kubernetes-rest.ts';
import { type Target, targetsOf } from '../../shared/observe/targets.ts';
import { stackObjectFindings } from '../../shared/plan/rules/stack-objects.ts';
import { systemRuntime } from '../../shared/runtime.ts';
import { readOnly, type Transport } from '../../shared/transport.ts';
import { type ApiServer, assets, startApiServer } from '../real-api-server.ts';

export interface RealCluster {
  kubeconfigPath: string;
  calls: string[];
  rest: KubernetesRest;
  /** A request past everything the product holds itself to. */
  send(method: string, path: string, body: { type: string; value: unknown }): Promise<{ ok: boolean; text: string }>;
  /** `as` impersonates. */
  findings(stacks: Stack[], as?: string): Promise<Finding[]>;
  targets(stacks: Stack[]): Promise<Target[]>;
  kubectl(...args: string[]): { status: number; output: string };
  stop(): Promise<void>;
}

export async function startRealCluster(): Promise<RealCluster> {
  const server = await startApiServer({ controllers: true });
  const calls: string[] = [];
  const transport = (as?: string): Transport => recording(ofApiServer(withHeaders(server, as)), calls, server.server);
  const rest = kubernetesRest({ server: server.server, transport: ofApiServer(withHeaders(server)) });
  return {
    calls,
    rest,
    send: async (method, path, { type, value }) => {
      const init = { method, headers: { 'content-type': type }, body: JSON.stringify(value) };
      const answer = await withHeaders(server)(server.server + path, init);
      return { ok: answer.ok, text: await answer.text() };
    },
    findings: async (stacks, as) => {
      const access = { server: server.server, transport: readOnly(transport(as)) };
      const observed = await observeObjects(stacks, access, { runtime: systemRuntime, settleSeconds: 0.2 });
      if (observed.gaps.length > 0) throw new Error(JSON.stringify(observed.gaps));
      return stackObjectFindings(observed);
    },
    targets: async (stacks) => targetsOf(stacks, await discover(rest), 'default').targets,
    kubectl: (...args) => kubectl(server, args),
    stop: () => server.stop(),
    kubeconfigPath: server.kubeconfigPath,
  };
}

function withHeaders({ token, transport }: ApiServer, as?: string): Transport {
  return (url, init) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    if (as !== undefined) headers.set('impersonate-user', as);
    return transport(url, { ...init, headers });
  };
}

function recording(transport: Transport, calls: string[], server: string): Transport {
  return (url, init) => {
    calls.push(`${init.method ?? 'GET'} ${url.slice(server.length)}`);
    return transport(url, init);
  };
}

function kubectl({ kubeconfigPath }: ApiServer, args: string[]): { status: number; output: string } {
  const env = { ...process.env, KUBECONFIG: kubeconfigPath };
  const { status, stdout, stderr, error } = spawnSync(join(assets ?? '', 'kubectl'), args, { env, encoding: 'utf8' });
  return { status: status ?? -1, output: error ? messageOf(error) : stdout + stderr };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
