import type { JsonObject } from '../../../shared/model/json.ts';
import type { Entry } from '../history.ts';
import { invariant, type Watching } from '../invariant.ts';
import type { View } from '../view.ts';
import { readsOf } from './reads.ts';
import { hasLookedAt, readShows, touchedBy } from './touched.ts';
import { isOurs, nameIn } from './writes.ts';

/** Where the things are that an outcome's target is about. A patched node is in the answer to the patch itself. */
const places: Record<string, RegExp> = {
  TargetPool: /\/targetPools\//,
  Disk: /\/(instances|disks)\//,
  Firewall: /\/firewalls\//,
  ForwardingRule: /\/forwardingRules\//,
  Service: /^\/services /,
  ConfigMap: /^\/configmaps /,
  Deployment: /^apps\/deployments /,
};
const reboundKinds = /^(add|remove|attach|detach|keep|create|patch|set|apply|delete)-/;

interface Effect {
  run: string | null;
  thing: string;
  position: number;
  /** What it is about: the thing itself, or the disks that came, went, or are held otherwise now. */
  names: string[];
  /** An object that is no more: not to find it is to have looked at it. */
  isGone?: boolean;
}

export const i14 = invariant({
  name: 'I-14',
  says: 'what was written is read back before it is called done',
  on: ['sent', 'resource', 'object', 'line'],
  watch: (watching) => {
    const { view, judged, violated } = watching;
    const effects: Effect[] = [];
    /** By the id of a request, or by the object it is about. */
    const runOf = new Map<string, string | null>();
    return (entry) => {
      if (entry.kind === 'sent' && entry.call.mutates)
        for (const key of [entry.call.requestId ?? '', ...touchedBy(entry.call, watching.shape, view)])
          runOf.set(key, entry.call.run);
      effects.push(...effectsOf(entry, { runOf, position: view.position }));
      if (entry.kind !== 'line' || entry.line.message !== 'outcome' || entry.line.state !== 'done') return;
      const { kind, target, run } = entry.line;
      if (!reboundKinds.test(String(kind))) return;
      judgeMembers(watching, entry.line);
      if (kind === 'detach-disk') judgeDetached(watching, entry.line);
      const holder = holderIn(view, entry.line);
      const own = effects.filter((one) => one.run === run && isOf(one, String(target)));
      for (const { thing, position, isGone } of own.filter(({ thing }) => !holder || nameIn(thing) === holder)) {
        judged();
        const calls = view.runs.get(String(run))?.calls ?? [];
        const isSeen = isGone ? hasLookedAt : readShows;
        const isReadBack = calls.some((one) => isSeen(one, thing) && (view.servedPosition(one) ?? 0) > position);
        if (!isReadBack) violated(`${kind} ${target} is done, and nobody has looked at ${thing} since`);
      }
    };
  },
});

function effectsOf(
  entry: Entry,
  { runOf, position }: { runOf: Map<string, string | null>; position: number },
): Effect[] {
  if (entry.kind === 'object' && isOurs(entry.by)) {
    const thing = `${entry.collection} ${entry.key}`;
    return [{ run: runOf.get(thing) ?? null, thing, position, names: [nameIn(entry.key)], isGone: !entry.after }];
  }
  if (entry.kind !== 'resource' || !isOurs(entry.by)) return [];
  // A member that is added once more changes nothing.
  if (JSON.stringify(entry.before) === JSON.stringify(entry.after)) return [];
  // That a disk has users now is told by the VM.
  if (entry.path.includes('/disks/') && entry.before) return [];
  const names = entry.path.includes('/instances/') ? changedDisks(entry) : [nameIn(entry.path)];
  return [{ run: runOf.get(entry.by?.requestId ?? '') ?? null, thing: entry.path, position, names }];
}

/** A disk that is read by many is attached to each by a step of its own. */
function holderIn(view: View, { run, requestId }: JsonObject): string | undefined {
  const intent = view.runs.get(String(run))?.intents.findLast((one) => one.requestId === requestId);
  const { instance } = (intent?.action ?? {}) as { instance?: { reference: Place } };
  return instance?.reference.name;
}

function isOf({ thing, names }: Effect, target: string): boolean {
  const [kind = ''] = target.split('/');
  return (places[kind]?.test(thing) ?? false) && names.includes(nameIn(target));
}

/** By the last look of the run, who was to join is in the pool, and who was to leave is not. */
function judgeMembers({ view, judged, violated }: Watching, { kind, target, run, requestId }: JsonObject): void {
  const intent = view.runs.get(String(run))?.intents.findLast((one) => one.requestId === requestId);
  const { pool, instances } = (intent?.action ?? {}) as { pool?: Place; instances?: { reference: Place }[] };
  if (!pool || !instances) return;
  const path = `projects/${pool.project}/regions/${pool.location}/targetPools/${pool.name}`;
  const last = readsOf(view, { run: String(run) }, path).at(-1);
  const position = last && view.servedPosition(last);
  if (!last || position === undefined || last.fault === 'F-14') return;
  judged();
  const members = view.resource('targetPools', path, position)?.instances ?? [];
  for (const { reference } of instances) {
    const isIn = members.some((member) => member.endsWith(`/zones/${reference.location}/instances/${reference.name}`));
    if (isIn !== (kind === 'add-pool-members'))
      violated(`${kind} ${target} is done, and ${reference.name} was ${isIn ? 'still' : 'not'} in it at the last look`);
  }
}

/** Somebody has seen the VM without the disk, or that there is no such VM. */
function judgeDetached({ view, judged, violated }: Watching, { target, run, requestId }: JsonObject): void {
  const of = view.runs.get(String(run));
  const intent = of?.intents.findLast((one) => one.requestId === requestId);
  const { instance } = (intent?.action ?? {}) as { instance?: { reference: Place } };
  if (!of || !intent || !instance) return;
  judged();
  const { project, location, name } = instance.reference;
  const path = `projects/${project}/zones/${location}/instances/${name}`;
  const looks = of.calls.filter((one) => one.path === path && (view.servedPosition(one) ?? 0) > intent.position);
  const isFree = looks.some((one) => {
    const vm = view.resource('instances', path, view.servedPosition(one));
    return (
      one.status === 404 ||
      (one.status === 200 && !vm?.disks?.some(({ source }) => nameIn(source) === nameIn(String(target))))
    );
  });
  if (!isFree) violated(`detach-disk ${target} is done, and nobody has seen ${name} without it`);
}

interface Place {
  project: string;
  location: string;
  name: string;
}

function changedDisks({ before, after }: { before: object | undefined; after: object | undefined }): string[] {
  const [old, fresh] = [disksOf(before), disksOf(after)];
  const changed = [...old.filter((one) => !fresh.includes(one)), ...fresh.filter((one) => !old.includes(one))];
  return changed.map((one) => one.split(' ')[0] ?? '');
}

function disksOf(resource: object | undefined): string[] {
  const { disks = [] } = (resource ?? {}) as { disks?: { source: string; autoDelete: boolean }[] };
  return disks.map(({ source, autoDelete }) => `${nameIn(source)} ${autoDelete}`);
}
