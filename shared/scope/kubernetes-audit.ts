import { act, type Decision, ignore, reject, type Verdict } from '../model/decision.ts';
import type { Entry } from './entry.ts';
import { numberAt, objectAt, quote, textAt } from './foreign.ts';
import { match } from './place.ts';

const method = /^io\.k8s\.(?:core[./])?v1[./]nodes\.(.+)$/;
const resource = /(?:^|\/)v1\/nodes\/([^/]+)$/;
const provider = /^gce:\/\/([^/]+)\/([^/]+)\/([^/]+)$/;

/** What an entry of the Kubernetes audit log means. Its flags are not asked: `operation` may be `{}`. */
export function readKubernetesAudit(entry: Entry): Verdict {
  const verb = method.exec(entry.method)?.[1];
  if (verb === undefined) return ignore(`${quote(entry.method)} is not about nodes`);
  const failure = failureOf(entry);
  if (failure !== null) return ignore(`${quote(entry.method)} was not carried out: ${quote(failure)}`);
  const providerId = providerIdOf(entry);
  if (providerId !== null && !providerId.startsWith('gce://'))
    return ignore(`the node is not a VM of Compute Engine: \`${quote(providerId)}\``);
  return readVerb(verb, entry);
}

function readVerb(verb: string, entry: Entry): Verdict {
  if (verb === 'deletecollection') return act('gone', `${quote(entry.method)}: nodes left the cluster`);
  if (!/^(?:create|delete|update|patch)$/.test(verb))
    return ignore(`${quote(entry.method)} reads, or is the steady noise of node status`);
  const name = nameOf(entry);
  if (name === null)
    return reject(`${quote(entry.method)} names no node: resourceName is \`${quote(entry.resourceName ?? '')}\``);
  const node = quote(name);
  if (verb === 'create') return act('appeared', `${quote(entry.method)}: node ${node} joined the cluster`);
  if (verb === 'delete') return act('gone', `${quote(entry.method)}: node ${node} left the cluster`);
  if (verb === 'patch' && !touchesMembership(entry))
    return ignore(`${quote(entry.method)} touches neither labels nor taints of node ${node}`);
  return act('unknown', `${quote(entry.method)}: labels and taints decide whether node ${node} takes traffic`);
}

/**
 * P-08, P-09: labels exclude a node, a taint announces its removal; `null` takes them all away. Without the body nothing can
 * be ruled out, nor where a whole node is there, which says by what it leaves out, too, what goes.
 */
function touchesMembership({ payload }: Entry): boolean {
  const request = objectAt(payload, 'request');
  const isBodyThere = ['metadata', 'spec', 'status'].some((key) => objectAt(request, key) !== null);
  if (!isBodyThere || textAt(request, 'kind') === 'Node') return true;
  return isNamed(objectAt(request, 'metadata'), 'labels') || isNamed(objectAt(request, 'spec'), 'taints');
}

function isNamed(body: object | null, key: string): boolean {
  return body !== null && Object.hasOwn(body, key);
}

function failureOf({ payload, failure }: Entry): string | null {
  const response = objectAt(payload, 'response');
  const isRefused = textAt(response, 'status') === 'Failure' || (numberAt(response, 'code') ?? 0) >= 400;
  if (isRefused) return textAt(response, 'message') ?? 'the API server refused';
  return failure?.message ?? null;
}

/**
 * On Compute Engine a node has the name of its VM; zone and project are in its providerID once the node has one. Nodes of
 * a cluster of one's own may go by another name, such as `minion-1.example.com`: no VM is named then, and all are looked at.
 */
export function nodeOf(entry: Entry): Pick<Decision, 'project' | 'zone' | 'instance' | 'instanceId'> {
  if (!method.test(entry.method)) return { project: entry.project, zone: null, instance: null, instanceId: null };
  const [, project = null, zone = null, vm = null] = provider.exec(providerIdOf(entry) ?? '') ?? [];
  return {
    project: entry.project ?? match('project', project),
    zone: match('zone', zone) ?? zoneLabel(entry),
    instance: match('name', vm) ?? match('name', nameOf(entry)),
    instanceId: match('id', textOfNode(entry, 'metadata', 'annotations', 'container.googleapis.com/instance_id')),
  };
}

function nameOf(entry: Entry): string | null {
  return resource.exec(entry.resourceName ?? '')?.[1] ?? textOfNode(entry, 'metadata', 'name');
}

function zoneLabel(entry: Entry): string | null {
  const labels = ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'];
  const zones = labels.map((label) => match('zone', textOfNode(entry, 'metadata', 'labels', label)));
  return zones.find((zone) => zone !== null) ?? null;
}

function providerIdOf(entry: Entry): string | null {
  return textOfNode(entry, 'spec', 'providerID');
}

function textOfNode({ payload }: Entry, ...path: string[]): string | null {
  return textAt(payload, 'response', ...path) ?? textAt(payload, 'request', ...path);
}
