import type { Invariant } from '../check.ts';
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
  watch: ({ view, judged, violated }) => {
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
