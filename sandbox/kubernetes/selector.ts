import type { JsonObject } from '../../shared/model/json.ts';
import { at, type KubernetesObject, objectAt, objectsAt } from './object.ts';
import { badRequest } from './status.ts';

export type Labels = Readonly<Record<string, string>>;
type Requirement = (labels: Labels) => boolean;

/** `app=web,tier!=back,env in (a,b),x notin (y),present,!absent`; throws what the server answers to nonsense. */
export function parseLabelSelector(text: string): (labels: Labels) => boolean {
  const requirements = splitOutsideParentheses(text).map(parseRequirement);
  return (labels) => requirements.every((holds) => holds(labels));
}

function splitOutsideParentheses(text: string): string[] {
  const parts = text.match(/(?:[^,(]|\([^)]*\))+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function parseRequirement(text: string): Requirement {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(text);
  if (set)
    return setRequirement(
      set[1] ?? '',
      set[2] === 'in',
      (set[3] ?? '').split(',').map((value) => value.trim()),
    );
  const equality = /^([^\s=!]+)\s*(==|=|!=)\s*([^\s=!]*)$/.exec(text);
  if (equality) return setRequirement(equality[1] ?? '', equality[2] !== '!=', [equality[3] ?? '']);
  const presence = /^(!?)\s*([A-Za-z0-9][-A-Za-z0-9_./]*)$/.exec(text);
  const words = /^(\S+)\s+(\S+)$/.exec(text);
  if (words)
    throw badRequest(`unable to parse requirement: found '${words[2]}', expected: in, notin, =, ==, !=, gt, lt`);
  if (!presence) throw badRequest(`unable to parse requirement: found '${text}', expected: ',' or 'end of string'`);
  const [, not, key = ''] = presence;
  return (labels) => Object.hasOwn(labels, key) === (not === '');
}

function setRequirement(key: string, wanted: boolean, values: readonly string[]): Requirement {
  return (labels) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    return (value !== undefined && values.includes(value)) === wanted;
  };
}

/** A `LabelSelector` structure; an empty one selects everything. */
export function matchesSelector(selector: JsonObject, labels: Labels): boolean {
  const wanted = Object.entries(objectAt(selector, 'matchLabels'));
  return (
    wanted.every(([key, value]) => labels[key] === value) &&
    objectsAt(selector, 'matchExpressions').every((one) => matchesExpression(one, labels))
  );
}

function matchesExpression(expression: JsonObject, labels: Labels): boolean {
  const key = String(expression.key);
  const values = Array.isArray(expression.values) ? expression.values.map(String) : [];
  const value = labels[key];
  switch (expression.operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return Number(value) > Number(values[0]);
    case 'Lt':
      return Number(value) < Number(values[0]);
    default:
      return false;
  }
}

const everyKind = ['metadata.name', 'metadata.namespace'];
const event = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map(
  (field) => `involvedObject.${field}`,
);
const selectable: Readonly<Record<string, readonly string[]>> = {
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  Event: [...event, 'reason', 'reportingComponent', 'source', 'type'],
  Node: ['spec.unschedulable'],
  Secret: ['type'],
  Job: ['status.successful'],
  Namespace: ['status.phase'],
  ReplicationController: ['status.replicas'],
  ReplicaSet: ['status.replicas'],
  Service: ['spec.clusterIP', 'spec.type'],
};

export function parseFieldSelector(text: string, kind: string): (object: KubernetesObject) => boolean {
  const terms = text.split(',').filter((term) => term.trim() !== '');
  const requirements = terms.map((term) => fieldRequirement(term.trim(), kind));
  return (object) => requirements.every((holds) => holds(object));
}

function fieldRequirement(term: string, kind: string): (object: KubernetesObject) => boolean {
  const parsed = /^([^=!]+)(==|=|!=)(.*)$/.exec(term);
  if (!parsed) throw badRequest(`invalid selector: '${term}'; can't understand '${term}'`);
  const [, path = '', operator, wanted = ''] = parsed;
  if (![...everyKind, ...(selectable[kind] ?? [])].includes(path)) throw unknownField(path, kind);
  return (object) => (fieldText(object, path) === wanted) === (operator !== '!=');
}

function fieldText(object: KubernetesObject, path: string): string {
  const value =
    at(object, ...path.split('.')) ?? (path === 'status.successful' ? at(object, 'status', 'succeeded') : undefined);
  if (value === undefined || value === null)
    return path === 'spec.unschedulable' || path === 'spec.hostNetwork' ? 'false' : '';
  return String(value);
}

function unknownField(path: string, kind: string): Error {
  if (selectable[kind]) return badRequest(`field label not supported: ${path}`);
  return badRequest(`"${path}" is not a known field selector: only "metadata.name", "metadata.namespace"`);
}
