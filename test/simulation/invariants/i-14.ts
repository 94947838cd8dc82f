import type { InstanceIdentity } from '../../../shared/model/action.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { Entry } from '../history.ts';
import { invariant, type Watching } from '../invariant.ts';
import type { View } from '../view.ts';
import { judgeReadBack } from './read-back.ts';
import { intentOf } from './reads.ts';
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
  on: ['sent', 'resource', 'object', 'script', 'line'],
  watch: (watching) => {
    const { view, judged, violated } = watching;
    const effects: Effect[] = [];
    /** By the id of a request, or by the object it is about. */
    const runOf = new Map<string, string | null>();
    const scripts: Script[] = [];
    return (entry) => {
      if (entry.kind === 'script' && entry.ok)
        scripts.push({ ...entry.call, node: entry.node, position: view.position });
      if (entry.kind === 'sent' && entry.call.mutates)
        for (const key of [entry.call.requestId ?? '', ...touchedBy(entry.call, watching.shape, view)])
          runOf.set(key, entry.call.run);
      effects.push(...effectsOf(entry, { runOf, position: view.position }));
      if (entry.kind !== 'line' || entry.line.message !== 'outcome' || entry.line.state !== 'done') return;
      const { kind, target, run } = entry.line;
      judgeReadBack(watching, entry.line);
      judgeScript(watching, entry.line, scripts);
      if (!reboundKinds.test(String(kind))) return;
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

interface Script {
  verb: string;
  path: string;
  node: string;
  position: number;
}

/** What a Job is said to have done its script has done, and no other Job under its name. */
function judgeScript({ view, judged, violated }: Watching, outcome: JsonObject, scripts: Script[]): void {
  const [, verb] = /^(mount|unmount)-disk$/.exec(String(outcome.kind)) ?? [];
  const intent = intentOf(view, outcome);
  if (!verb || !intent || /^another run has mounted it/.test(String(outcome.because))) return;
  judged();
  const { mount } = intent.action as { mount?: { node: string; mountPath: string } };
  const isOwn = (one: Script) => one.verb === verb && one.node === mount?.node && one.path === mount.mountPath;
  if (!scripts.some((one) => isOwn(one) && one.position > intent.position))
    violated(`${outcome.kind} ${outcome.target} is done, and no script has done it on ${mount?.node}`);
}

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
function holderIn(view: View, outcome: JsonObject): string | undefined {
  const { instance } = (intentOf(view, outcome)?.action ?? {}) as { instance?: InstanceIdentity };
  return instance?.reference.name;
}

function isOf({ thing, names }: Effect, target: string): boolean {
  const [kind = ''] = target.split('/');
  return (places[kind]?.test(thing) ?? false) && names.includes(nameIn(target));
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
