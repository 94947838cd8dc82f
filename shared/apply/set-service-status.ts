import { hasStatus } from '../errors.ts';
import type { KubernetesAccess } from '../kubernetes-access.ts';
import type { ActionOf } from '../model/action.ts';
import { type DeclaredExposure, exposuresOf, loadBalancerClass } from '../model/exposure.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { ForwardingRule } from '../model/live.ts';
import { isProtected } from '../model/protection.ts';
import { lastSegment } from '../model/reference.ts';
import { observeForwardingRules } from '../observe/forwarding-rules.ts';
import { objectOf, textOf, textsOf } from '../observe/kubernetes-list.ts';
import { projectOf } from '../observe/project.ts';
import { intervalsOf } from '../plan/traffic/forwarding.ts';
import { subtract } from '../plan/traffic/intervals.ts';
import { canonicalProtocol, portIntervals, portTexts } from '../plan/traffic/ports.ts';
import { type ApplyContext, blocked, type Done, done, leftToPerson, marked } from './context.ts';

type SetStatus = ActionOf<'set-service-status'>;

/** N-07: kube-proxy on every node takes packets for the address that the status names. Only Services of our class. */
export async function setServiceStatus(action: SetStatus, context: ApplyContext): Promise<Done> {
  const { access } = await context.clients.kubernetes();
  const before = await send(access, action, { method: 'GET' });
  if (!before) return blocked(`Service ${action.namespace}/${action.name} does not exist yet`);
  const refusal = refusalOf(before);
  if (refusal) return refusal;
  const status = { loadBalancer: { ingress: [{ ip: action.address, ipMode: 'VIP' }] } };
  if (answersOn(before, action.address)) return done(null, 'it said so already');
  const objection = await objectionToLeave(before, action, context);
  if (objection) return blocked(objection);
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
  try {
    return (await (await transport(`${server.replace(/\/$/, '')}${path}`, init)).json()) as JsonObject;
  } catch (error) {
    if (hasStatus(error, 404) && init.method === 'GET') return null;
    throw error;
  }
}

function refusalOf({ metadata, spec }: JsonObject): Done | null {
  const { labels, annotations } = objectOf(metadata);
  if (isProtected(textsOf(labels), textsOf(annotations))) return marked('it');
  const present = objectOf(spec).loadBalancerClass;
  if (present === loadBalancerClass) return null;
  return leftToPerson(`its load balancer class is \`${present ?? 'none'}\`, so its status is another controller's`);
}

/** The nodes drop what comes to an address as soon as the Service does not name it: the new way comes first (N-01). */
async function objectionToLeave(
  before: JsonObject,
  { namespace, name, address, leaves }: SetStatus,
  { clients, declared }: ApplyContext,
): Promise<string | null> {
  const left = ingressOf(before)
    .flatMap((one) => textOf(objectOf(one).ip) || [])
    .filter((ip) => ip !== address);
  if (left.length === 0) return null;
  if (left.some((ip) => !leaves.includes(ip))) return `it answers on ${left.join(', ')} since the plan (I-19)`;
  const { items, gaps } = await observeForwardingRules(clients.compute, projectOf(declared.cluster.spec.project));
  const rules = items.filter((rule) => rule.address === address);
  const missing = exposuresOf(declared)
    .filter(({ service }) => service?.namespace === namespace && service.name === name)
    .flatMap((one) => whatNobodyBrings(one, rules) ?? []);
  if (missing.length === 0) return null;
  const none = gaps[0]
    ? `the forwarding rules cannot be read (${gaps[0].why})`
    : `no forwarding rule brings ${missing.join(', ')} of ${address} to its pool`;
  return `${none}, and the Service would leave ${left.join(', ')} for it (N-01)`;
}

/** Another service may have a rule on the same address: what counts is this one's protocol and ports, led to its pool. */
function whatNobodyBrings({ protocol, ports, pool }: DeclaredExposure, rules: ForwardingRule[]): string | null {
  const brought = rules
    .filter((rule) => canonicalProtocol(rule.protocol) === canonicalProtocol(protocol))
    .filter(({ target }) => target !== null && lastSegment(target) === pool)
    .flatMap(intervalsOf);
  const lacking = portTexts(subtract(portIntervals(ports), brought));
  return lacking.length > 0 ? `${protocol} ${lacking.join(',')}` : null;
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
