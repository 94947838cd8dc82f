import { type FaultNumber, faultNumbered } from '../../sandbox/compute/faults/catalogue.ts';
import type { PartialSign } from '../../sandbox/compute/faults/fault.ts';
import type { FaultName as KubernetesFaultName } from '../../sandbox/kubernetes/faults.ts';
import type { SentCall } from './history.ts';

export const transportFaults = [
  'F-01',
  'F-02',
  'F-03',
  'F-04',
  'F-05',
  'F-06',
  'F-07',
  'F-08',
  'F-09',
  'F-10',
  'F-11',
  'F-12',
  'F-13',
  'F-14',
  'F-15',
  'F-16',
  'F-17',
] as const;
export const processFaults = [
  'crash before send',
  'crash after apply',
  'crash after response',
  'F-19',
  'F-21',
] as const;

/** The server has looked, and takes its time to say what it saw; the answer's own time is that of its end. */
export const slowAnswer = 'slow answer';

export type FaultName = (typeof transportFaults)[number] | (typeof processFaults)[number] | typeof slowAnswer;

/** Hits the first call of that worker, from its `call`th on, that it can hit. */
export interface PlannedFault {
  worker: number;
  call: number;
  fault: FaultName;
  /** Only requests that change something. */
  onlyWrites?: boolean;
  /** Only requests whose method and path hold this. */
  on?: string;
  /** Of the requests it could hit, the how-manieth; the first unless said. */
  nth?: number;
  /** F-17: by what alone the answer tells that a part is missing; by all of them unless said. */
  tells?: PartialSign;
  /** F-12: what the page comes with, where nothing is to have been done; by the request's number unless said. */
  status?: number;
  /** F-12: no page but a line of text, as proxies have it, and the API server for a group that it does not have. */
  isPlain?: boolean;
  /** F-13: the page comes whole, and its token leads to it again and again. */
  again?: boolean;
  /** How long a frozen worker stays so; until a hung request ends. */
  seconds?: number;
}

export type CallFacts = Pick<SentCall, 'api' | 'method' | 'path' | 'mutates'>;

/** Whether a fault makes sense for a call: there is no missing page of a single resource. */
export function canHit({ fault, onlyWrites, on }: PlannedFault, { api, method, path, mutates }: CallFacts): boolean {
  if (onlyWrites && !mutates) return false;
  if (on && !`${method} ${path}`.includes(on)) return false;
  // Said so by name: each script has the faults it had before.
  if (fault === 'F-13' && on === 'listManagedInstances') return true;
  if (fault === 'F-13' || fault === 'F-17')
    return api === 'compute' && method === 'GET' && /\/(aggregated|regions\/)/.test(path);
  if (fault === 'F-14') return method === 'GET' && !path.includes('/operations/');
  if (fault === 'F-15' || fault === 'F-16') return api === 'compute' && mutates;
  if (fault === 'F-11') return api === 'compute';
  return true;
}

/** F-12: a proxy answers 502, a sign-in page 200, and either 404; by the number of the request, so that a script has the requests it had. */
export function statusOfPage(number: number): number {
  return [502, 200, 404][number % 3] ?? 502;
}

const partial = { kind: 'partial', scopes: ['zones/us-central1-b'] } as const;

/** Those the sandbox plants in a call of its own; the others are made on the way (worker-transport.ts). */
export function plantedInCompute(
  { fault: name, again, tells, status }: PlannedFault,
  number: number,
): ReturnType<typeof faultNumbered> {
  const rule = faultNumbered(name as FaultNumber);
  if (name === 'F-02') return { ...rule, fault: { kind: 'timeout', applied: true, seconds: 5 } };
  if (name === 'F-12') return { ...rule, fault: { kind: 'html', status: status ?? statusOfPage(number) } };
  if (name === 'F-17' && tells) return { ...rule, fault: { ...partial, tells } };
  if (name === 'F-13' && again) return { ...rule, fault: { kind: 'page', how: 'repeated' } };
  return name === 'F-14' ? { ...rule, fault: { kind: 'stale', seconds: 20 } } : rule;
}

const onlyInCompute: readonly FaultName[] = ['F-11', 'F-15', 'F-16', 'F-17'];

export function plantedInKubernetes(name: FaultName): KubernetesFaultName | null {
  const isKnown = (transportFaults as readonly FaultName[]).includes(name) && !onlyInCompute.includes(name);
  return isKnown ? (name as KubernetesFaultName) : null;
}
