import type { InstanceIdentity } from '../../../shared/model/action.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import { type Reference, referencePath } from '../../../shared/model/reference.ts';
import type { SentCall } from '../history.ts';
import type { Watching } from '../invariant.ts';
import { intentOf, lastSeen } from './reads.ts';
import { bodyOf, nameIn, ownerPath, pathIn } from './writes.ts';

/** Of a step that is called done: what its run saw when it last looked at what it had changed (I-14). */
export function judgeReadBack(watching: Watching, outcome: JsonObject): void {
  const kind = String(outcome.kind);
  if (/^(add|remove)-pool-members$/.test(kind)) judgeMembers(watching, outcome);
  if (kind === 'detach-disk') judgeDetached(watching, outcome);
  if (kind === 'restart-pod') judgeRestarted(watching, outcome);
  if (/^(create|patch|set-forwarding-rule)-/.test(kind)) judgeAsAsked(watching, outcome);
}

/** Who was to join is in the pool, and who was to leave is not. */
function judgeMembers({ view, judged, violated }: Watching, outcome: JsonObject): void {
  const { kind, target } = outcome;
  const { pool, instances = [] } = (intentOf(view, outcome)?.action ?? {}) as PoolStep;
  if (!pool) return;
  const path = referencePath(pool);
  const position = lastSeen(view, outcome, path);
  if (position === undefined) return;
  judged();
  const members = view.resource('targetPools', path, position)?.instances ?? [];
  for (const { reference } of instances) {
    const isIn = members.some((member) => pathIn(member) === referencePath(reference));
    if (isIn !== (kind === 'add-pool-members'))
      violated(`${kind} ${target} is done, and ${reference.name} was ${isIn ? 'still' : 'not'} in it at the last look`);
  }
}

interface PoolStep {
  pool?: Reference;
  instances?: InstanceIdentity[];
}

/** Somebody has seen the VM without the disk, or that there is no such VM, or another by its name (D-13). */
function judgeDetached({ view, judged, violated }: Watching, outcome: JsonObject): void {
  const intent = intentOf(view, outcome);
  const { instance } = (intent?.action ?? {}) as { instance?: InstanceIdentity };
  if (!intent || !instance) return;
  judged();
  const { target, run } = outcome;
  const path = referencePath(instance.reference);
  const looks = view.runs
    .get(String(run))
    ?.calls.filter((one) => one.path === path && (view.servedPosition(one) ?? 0) > intent.position);
  const isFree = looks?.some((one) => {
    const vm = view.resource('instances', path, view.servedPosition(one));
    return (
      one.status === 404 ||
      (one.status === 200 &&
        (vm?.id !== instance.id || !vm.disks?.some(({ source }) => nameIn(source) === nameIn(String(target)))))
    );
  });
  if (!isFree) violated(`detach-disk ${target} is done, and nobody has seen ${instance.reference.name} without it`);
}

function judgeRestarted({ view, judged, violated }: Watching, outcome: JsonObject): void {
  const { namespace, pod } = (intentOf(view, outcome)?.action ?? {}) as { namespace?: string; pod?: string };
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}`;
  const calls = view.runs.get(String(outcome.run))?.calls.filter((one) => one.path === path) ?? [];
  const deletion = calls.findLast(({ method, status }) => method === 'DELETE' && status === 200);
  if (!deletion) return;
  judged();
  const servedAt = (one: SentCall) => view.servedPosition(one) ?? 0;
  const isSeen = (one: SentCall) => one.method === 'GET' && servedAt(one) > servedAt(deletion);
  if (!calls.some(isSeen)) violated(`${path} is called restarted, and nobody has looked whether it goes`);
}

/** Of what is made or edited, fields that say how traffic goes. */
const fields = [
  'IPAddress',
  'IPProtocol',
  'portRange',
  'target',
  'sourceRanges',
  'targetTags',
  'allowed',
  'instances',
  'healthChecks',
  'port',
  'requestPath',
];

/** What was asked for is there. That it is no more than that is I-16's. */
function judgeAsAsked({ view, judged, violated }: Watching, outcome: JsonObject): void {
  const { kind, target, run, requestId } = outcome;
  const call = view.runs.get(String(run))?.calls.findLast((one) => one.mutates && one.requestId === requestId);
  if (!call) return;
  const path = pathOfThing(call);
  const position = lastSeen(view, outcome, path);
  if (position === undefined) return;
  judged();
  const [asked, seen] = [bodyOf(call), view.resource('firewalls', path, position) ?? {}];
  for (const field of fields.filter((one) => one in asked)) {
    const there = wordsIn(Reflect.get(seen, field));
    const missing = wordsIn(asked[field]).filter((word) => !there.includes(word));
    if (missing.length > 0) violated(`${kind} ${target} is done, and its ${field} lacked ${missing} at the last look`);
  }
}

function pathOfThing(call: SentCall): string {
  if (call.method === 'PATCH') return call.path;
  return call.path.endsWith('/setTarget') ? ownerPath(call) : `${call.path}/${bodyOf(call).name}`;
}

/** Links and ports come back in other words (N-04). */
function wordsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  if (typeof value === 'object' && value !== null) return [Object.values(value).flatMap(wordsIn).toSorted().join(' ')];
  const word = String(value).toLowerCase();
  return [/^\d/.test(word) ? word.replace(/^(\d+)-\1$/, '$1') : nameIn(word)];
}
