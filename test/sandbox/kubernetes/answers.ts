import { isObject } from '../../../sandbox/kubernetes/object.ts';
import type { Json, JsonObject } from '../../../shared/model/json.ts';
import type { Transport } from '../../../shared/transport.ts';
import type { Step } from './scenarios/steps.ts';

export interface Answer {
  status: number;
  body: Json;
}

/** Each scenario plays there; making it twice does no harm. */
export const inNamespace: Step = {
  method: 'POST',
  path: '/api/v1/namespaces',
  body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'scenario' } },
  contentType: 'application/json',
};

/** Plays the steps one after the other and returns what can be compared between two servers. */
export async function play(
  server: { url: string; token: string; transport: Transport },
  steps: readonly Step[],
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const { method, path, body, contentType, userAgent = 'scenario' } of steps) {
    const headers = {
      authorization: `Bearer ${server.token}`,
      'user-agent': userAgent,
      ...(contentType ? { 'content-type': contentType } : {}),
    };
    const answer = await server.transport(`${server.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    answers.push({ status: answer.status, body: comparable(parse(await answer.text())) });
  }
  return answers;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What differs from server to server and from run to run. */
const varying: Readonly<Record<string, string>> = {
  uid: 'UID',
  resourceVersion: 'VERSION',
  creationTimestamp: 'TIME',
  deletionTimestamp: 'TIME',
  time: 'TIME',
  lastPhaseTransitionTime: 'TIME',
  clusterIP: 'ADDRESS',
  nodePort: 'PORT',
  healthCheckNodePort: 'PORT',
  'controller-uid': 'UID',
  'batch.kubernetes.io/controller-uid': 'UID',
  continue: 'TOKEN',
};

function comparable(value: Json): Json {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value === 'string') return words(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value.code === 422) return comparable({ ...value, code: 'INVALID', message: '' });
  const result: JsonObject = {};
  for (const [key, item] of Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    result[key] = fixed(key, item) ?? inOrder(key, comparable(item));
  return result;
}

/** Reasons come in the order of the server's code, managers in that of the seconds in which they wrote. */
function inOrder(key: string, list: Json): Json {
  if (!Array.isArray(list) || (key !== 'managedFields' && key !== 'causes')) return list;
  const keyOf = (entry: Json) =>
    JSON.stringify(isObject(entry) ? [entry.field, entry.operation, entry.manager, entry.subresource] : entry);
  return list.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** Without the server's own addresses and ids, and without the objects it quotes in full. */
function words(text: string): string {
  return text
    .replaceAll(/Invalid value: "\{.*\}"/gs, 'Invalid value: "OBJECT"')
    .replaceAll(/Invalid value: \{.*\}: (field is immutable|cannot change)/gs, 'Invalid value: OBJECT: $1')
    .replaceAll(/\n@@[\s\S]*$/g, '')
    .replaceAll(/(ResourceVersion in record) \(\d+\)/g, '$1 (VERSION)')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UID')
    .replaceAll(/\b10\.0\.\d+\.\d+\b/g, 'ADDRESS');
}

function fixed(key: string, value: Json): string | undefined {
  const isPlain = typeof value === 'string' || typeof value === 'number';
  return isPlain && value !== 'None' ? varying[key] : undefined;
}
