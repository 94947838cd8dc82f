import { spawnSync } from 'node:child_process';
import type { ApiServer } from '../../real-api-server.ts';

export interface Asked {
  who: string;
  verb: string;
  resource: string;
  namespace?: string | undefined;
  name?: string;
}

/** `apps/deployments` has a group, `pods/log` a subresource. */
export async function isAllowed(api: ApiServer, { who, verb, resource, namespace, name }: Asked): Promise<boolean> {
  const [first = '', second] = resource.split('/');
  const isGroup = first.includes('.') || ['apps', 'batch'].includes(first);
  const named = isGroup ? { group: first, resource: second } : { group: '', resource: first, subresource: second };
  const resourceAttributes = { verb, namespace, name, ...named };
  const spec = { user: who, groups: ['system:authenticated'], resourceAttributes };
  const review = await create(api, '/apis/authorization.k8s.io/v1/subjectaccessreviews', { spec });
  return (review as { status: { allowed: boolean } }).status.allowed;
}

export async function patchAs(api: ApiServer, who: string, path: string, body: object) {
  const headers = {
    authorization: `Bearer ${api.token}`,
    'impersonate-user': who,
    'content-type': 'application/merge-patch+json',
  };
  const answer = await api.transport(`${api.server}${path}`, { method: 'PATCH', headers, body: JSON.stringify(body) });
  return { status: answer.status, text: await answer.text() };
}

export async function create(api: ApiServer, path: string, body: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${api.token}`, 'content-type': 'application/json' };
  const answer = await api.transport(`${api.server}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

export function kubectl(api: ApiServer, words: string[], input?: string) {
  return spawnSync('kubectl', [`--kubeconfig=${api.kubeconfigPath}`, ...words], { input, encoding: 'utf8' });
}
