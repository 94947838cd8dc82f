import type { JsonObject } from '../../../shared/model/json.ts';
import type { Invariant, Watching } from '../check.ts';
import { readsOf } from './reads.ts';
import { isOurs, nameIn } from './writes.ts';

/** Kinds whose outcome rests on a resource of Compute Engine. */
const onCompute = /^(add-pool-members|remove-pool-members|attach-disk|detach-disk|keep-disk)$/;

interface Effect {
  run: string | null;
  path: string;
  position: number;
  /** Those that came, went, or are held otherwise now. */
  disks: string[];
}

export const i14: Invariant = {
  name: 'I-14',
  says: 'what was written is read back before it is called done',
  watch: (watching) => {
    const { view, judged, violated } = watching;
    const effects: Effect[] = [];
    const runOfRequest = new Map<string, string | null>();
    return (entry) => {
      if (entry.kind === 'sent' && entry.call.requestId) runOfRequest.set(entry.call.requestId, entry.call.run);
      if (entry.kind === 'resource' && isOurs(entry.by) && /\/(targetPools|instances)\//.test(entry.path)) {
        const run = runOfRequest.get(entry.by?.requestId ?? '') ?? null;
        effects.push({ run, path: entry.path, position: view.position, disks: changedDisks(entry) });
      }
      if (entry.kind !== 'line' || entry.line.message !== 'outcome' || entry.line.state !== 'done') return;
      const { kind, target, run } = entry.line;
      if (!onCompute.test(String(kind))) return;
      judgeMembers(watching, entry.line);
      for (const { path, position } of effects.filter((one) => one.run === run && isOf(one, String(target)))) {
        judged();
        const isReadBack = readsOf(view, { run: String(run) }, path).some(
          (one) => (view.servedPosition(one) ?? 0) > position,
        );
        if (!isReadBack) violated(`${kind} ${target} is done, and nobody has looked at ${path} since`);
      }
    };
  },
};

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

interface Place {
  project: string;
  location: string;
  name: string;
}

function isOf({ path, disks }: Effect, target: string): boolean {
  return target.startsWith('TargetPool/')
    ? path.endsWith(`/targetPools/${nameIn(target)}`)
    : disks.includes(nameIn(target));
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
