import type { JsonObject } from '../../../shared/model/json.ts';
import type { Entry, SentCall } from '../history.ts';
import { allVms } from './a-home.ts';

export const worker = 'worker-1';
const us = { principal: `${worker}@x`, requestId: 'r' };

function aCall(fields: Partial<SentCall>): SentCall {
  return {
    number: 1,
    worker,
    incarnation: 1,
    trigger: 'event',
    run: 'run-1',
    api: fields.path?.startsWith('/') ? 'kubernetes' : 'compute',
    method: 'POST',
    path: '',
    query: '',
    body: null,
    mutates: fields.method !== 'GET',
    requestId: 'r',
    sentAt: 1000,
    servedAt: 1000,
    answeredAt: 1000,
    status: 200,
    fault: null,
    ...fields,
  };
}

export const sent = (fields: Partial<SentCall>): Entry => ({ at: 1000, kind: 'sent', call: aCall(fields) });

export function served(fields: Partial<SentCall>): Entry[] {
  const call = aCall(fields);
  return [
    { at: 1000, kind: 'sent', call },
    { at: 1000, kind: 'served', call },
  ];
}

export const aReadOf = (path: string, fields: Partial<SentCall> = {}): Entry[] =>
  served({ method: 'GET', path, ...fields });

/** With which a run begins; nobody has answered it. */
export const look = sent({ method: 'GET', path: allVms });

export const line = (facts: JsonObject): Entry => ({
  at: 1000,
  kind: 'line',
  worker,
  incarnation: 1,
  trigger: 'event',
  line: { run: 'run-1', ...facts },
});

export const intent = (kind: string, action: JsonObject = {}): Entry =>
  line({ message: 'intent', kind, target: targetOf(kind), requestId: 'r', action });

export const outcome = (kind: string, facts: JsonObject = {}): Entry =>
  line({ message: 'outcome', kind, target: targetOf(kind), state: 'done', requestId: 'r', ...facts });

function targetOf(kind: string): string {
  return kind.includes('pool') ? 'TargetPool/us-central1/nodes' : 'Disk/us-central1-a/foodata';
}

/** What a thing of the cloud is from now on, by somebody else's doing. */
export const resource = (path: string, after: object | undefined): Entry =>
  ({ at: 1000, kind: 'resource', path, before: undefined, after, by: undefined }) as Entry;

export const ourResource = (path: string, { before, after }: { before?: object; after: object }) =>
  ({ at: 1000, kind: 'resource', path, before, after, by: us }) as Entry;

export const object = (collection: string, key: string, after: object | undefined): Entry =>
  ({ at: 1000, kind: 'object', collection, key, before: undefined, after, by: undefined }) as Entry;

export const ourObject = (collection: string, key: string, { before, after }: { before?: object; after?: object }) =>
  ({ at: 1000, kind: 'object', collection, key, before, after, by: us.principal }) as Entry;

/** Something of ours stands in the book of the hour. */
export const booked = ourObject('coordination.k8s.io/leases', 'underpin/home', {
  after: { metadata: { annotations: { 'underpin.dev/hour': '[[1,"ours"]]' } } },
});

export const message = (what: 'published' | 'delivered' | 'acknowledged' | 'refused'): Entry => ({
  at: 1000,
  kind: 'message',
  id: '1',
  what,
  worker,
  incarnation: 1,
});

/** To who asked for an audit. */
export const anAnswer = (body: object, status = 200): Entry => ({
  at: 1000,
  kind: 'answer',
  worker,
  trigger: 'audit',
  status,
  body: JSON.stringify(body),
});

export const theEnd: Entry = { at: 1000, kind: 'command', words: 'the end' };

export const later = (entry: Entry, at: number): Entry =>
  entry.kind === 'sent' ? { ...entry, at, call: { ...entry.call, sentAt: at, servedAt: at } } : { ...entry, at };
