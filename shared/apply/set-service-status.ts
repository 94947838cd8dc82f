import { type KubernetesAccess, kubernetesError } from '../kubernetes-access.ts';
import type { ActionOf } from '../model/action.ts';
import { loadBalancerClass } from '../model/exposure.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { isProtected } from '../model/protection.ts';
import { objectOf, textsOf } from '../observe/kubernetes-list.ts';
import { type ApplyContext, blocked, type Done, done, leftToPerson, marked } from './context.ts';

type SetStatus = ActionOf<'set-service-status'>;

/** N-07: kube-proxy on every node takes packets for the address that the status names. Only Services of our class. */
export async function setServiceStatus(action: SetStatus, { clients }: ApplyContext): Promise<Done> {
  const { access } = await clients.kubernetes();
  const before = await send(access, action, { method: 'GET' });
  if (!before) return blocked(`Service ${action.namespace}/${action.name} does not exist yet`);
  const refusal = refusalOf(before);
  if (refusal) return refusal;
  const status = { loadBalancer: { ingress: [{ ip: action.address, ipMode: 'VIP' }] } };
  if (answersOn(before, action.address)) return done(null, 'it said so already');
  // A Service written meanwhile is read again by the next pass: the version holds the patch back with a 409.
  const { resourceVersion } = objectOf(before.metadata);
  const body = JSON.stringify({ metadata: { resourceVersion }, status });
  const headers = { 'content-type': 'application/merge-patch+json' };
  await send(access, action, { method: 'PATCH', body, headers });
  const after = await send(access, action, { method: 'GET' });
  return after && answersOn(after, action.address)
    ? done(undoOf(action, before))
    : blocked('its status did not read back as written');
}

async function send(
  { server, transport }: KubernetesAccess,
  { namespace, name }: SetStatus,
  init: RequestInit,
): Promise<JsonObject | null> {
  const object = `/api/v1/namespaces/${namespace}/services/${name}`;
  const path = init.method === 'PATCH' ? `${object}/status?fieldManager=underpin` : object;
  const response = await transport(`${server.replace(/\/$/, '')}${path}`, init);
  const text = await response.text();
  if (response.status === 404 && init.method === 'GET') return null;
  if (!response.ok) throw kubernetesError(response.status, text, `${init.method} ${object}`);
  return JSON.parse(text) as JsonObject;
}

function refusalOf({ metadata, spec }: JsonObject): Done | null {
  const { labels, annotations } = objectOf(metadata);
  if (isProtected(textsOf(labels), textsOf(annotations))) return marked('it');
  const present = objectOf(spec).loadBalancerClass;
  if (present === loadBalancerClass) return null;
  return leftToPerson(`its load balancer class is \`${present ?? 'none'}\`, so its status is another controller's`);
}

function answersOn(service: JsonObject, address: string): boolean {
  const ingress = ingressOf(service);
  const [first] = ingress;
  return ingress.length === 1 && objectOf(first).ip === address && (objectOf(first).ipMode ?? 'VIP') === 'VIP';
}

function ingressOf({ status }: JsonObject): Json[] {
  const { ingress } = objectOf(objectOf(status).loadBalancer);
  return Array.isArray(ingress) ? ingress : [];
}

function undoOf({ namespace, name }: SetStatus, before: JsonObject): string {
  const ingress = ingressOf(before);
  const status = JSON.stringify({ status: { loadBalancer: { ingress: ingress.length > 0 ? ingress : null } } });
  return `kubectl patch service ${name} --namespace=${namespace} --subresource=status --type=merge --patch='${status}'`;
}
