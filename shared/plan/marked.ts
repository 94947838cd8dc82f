import type { Action } from '../model/action.ts';
import type { Declared, Manifest } from '../model/declared.ts';
import type { Finding } from '../model/finding.ts';
import { asObject, type JsonObject } from '../model/json.ts';
import type { Live, Pod } from '../model/live.ts';
import { isMarkedText, isProtectedObject, protectMark } from '../model/protection.ts';
import { type Reference, sameReference } from '../model/reference.ts';
import { instanceAt } from './live-index.ts';

/** I-26: what a step would touch stays as it is under a mark of its own or of its stack, and the plan says so. */
export function unlessMarked(one: Finding, declared: Declared, live: Live): Finding {
  if (!one.action || one.blockedBy) return one;
  const marked =
    markedStack(one, declared) ??
    markedService(one.action, { declared, live }) ??
    markedPod(one.action, { declared, live }) ??
    markedVm(one.action, live) ??
    markedThing(one.action, live);
  return marked === null ? one : { ...one, blockedBy: `${marked} is marked ${protectMark} (I-26)` };
}

function markedStack(one: Finding, { stacks }: Declared): string | null {
  const touched = ownersOf(one);
  const marked = stacks.find(({ name, protected: isMarked }) => isMarked && touched.includes(name));
  return marked ? `stack \`${marked.name}\`` : null;
}

/** A firewall that was made for one stack may serve others; what is no stack's own (a pool) is none of theirs to hold back. */
export function ownersOf({ stack, neededBy }: Finding): string[] {
  return stack === null ? [] : [stack, ...neededBy];
}

/** By its manifest, or by whoever marked it in the cluster. */
function markedService(action: Action, { declared, live }: { declared: Declared; live: Live }): string | null {
  if (action.kind !== 'set-service-status') return null;
  const manifests = manifestsIn(action.namespace, declared).filter(
    ({ kind, name }) => kind === 'Service' && name === action.name,
  );
  const services = live.services.filter(
    ({ name, namespace }) => name === action.name && namespace === action.namespace,
  );
  const isMarked = [...manifests, ...services].some(({ object }) => isProtectedObject(object));
  return isMarked ? `Service ${action.namespace}/${action.name}` : null;
}

/** By the stack whose label it bears, or by the manifest of what makes it: neither mark reaches the pod itself. */
function markedPod(action: Action, { declared, live }: { declared: Declared; live: Live }): string | null {
  const pod = restartedBy(action, live);
  if (!pod) return null;
  const stack = declared.stacks.find((one) => one.protected && one.name === pod.labels.app);
  if (stack) return `stack \`${stack.name}\``;
  const maker = manifestsIn(pod.namespace, declared).find(
    ({ object }) => isProtectedObject(object) && makes(object, pod),
  );
  return maker ? `${maker.kind} ${pod.namespace}/${maker.name}` : null;
}

function manifestsIn(wanted: string, { stacks }: Declared): Manifest[] {
  return stacks.flatMap(({ manifests, spec }) =>
    manifests.filter(({ namespace }) => (namespace ?? spec.namespace ?? 'default') === wanted),
  );
}

export function restartedBy(action: Action, { pods }: Live): Pod | undefined {
  if (action.kind !== 'restart-pod') return undefined;
  return pods.find(({ namespace, name }) => namespace === action.namespace && name === action.pod);
}

function makes({ spec }: JsonObject, { labels }: Pod): boolean {
  const wanted = Object.entries(asObject(asObject(asObject(asObject(spec).template).metadata).labels));
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

/** A VM that is to be left alone gets no disk, loses none, and neither joins nor leaves a pool. */
function markedVm(action: Action, live: Live): string | null {
  const touched = 'instances' in action ? action.instances : 'instance' in action ? [action.instance] : [];
  const marked = touched.find(({ reference }) => instanceAt(live, reference)?.protected);
  return marked ? `VM \`${marked.reference.name}\`` : null;
}

function markedThing(action: Action, live: Live): string | null {
  switch (action.kind) {
    case 'label-node':
      return markedNode(action.node, live);
    case 'mount-disk':
    case 'unmount-disk':
      return markedNode(action.mount.node, live);
    case 'add-pool-members':
    case 'remove-pool-members':
      return markedBy('pool', action.pool, live.pools);
    case 'patch-firewall':
      return markedBy('firewall', action.firewall, live.firewalls);
    case 'set-forwarding-rule-target':
      return markedBy('forwarding rule', action.forwardingRule, live.forwardingRules);
    default:
      return null;
  }
}

function markedNode(name: string, { nodes }: Live): string | null {
  return nodes.some((node) => node.name === name && node.protected) ? `node \`${name}\`` : null;
}

type Described = { reference: Reference; description: string; protected?: boolean };

/** Pools and firewalls take no labels in Compute Engine: there the description carries the mark. */
function markedBy(words: string, reference: Reference, all: Described[]): string | null {
  const found = all.find((one) => sameReference(one.reference, reference));
  return found && (found.protected || isMarkedText(found.description)) ? `${words} \`${reference.name}\`` : null;
}
