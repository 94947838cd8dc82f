import type { Instance } from '../../../sandbox/compute/kinds.ts';
import { invariant, type Watching } from '../invariant.ts';
import { diskSourceOf } from '../shape.ts';
import { isOurs } from './writes.ts';

export const i04 = invariant({
  name: 'I-04',
  says: 'only a blank disk that never held anything, and whose declaration allows it, is formatted',
  on: ['resource', 'script', 'crashed', 'command'],
  watch: (watching) => {
    const { shape, judged, violated } = watching;
    const attachments = new Map<string, number>();
    /** Anew in this story, of nothing. */
    const made = new Set<string>();
    /** Attached by others: nobody knows what they wrote. */
    const touched = new Set<string>();
    /** What they had begun nobody ends. */
    const died = new Set<string>();
    return (entry) => {
      if (entry.kind === 'crashed') died.add(`${entry.worker} ${entry.incarnation}`);
      if (entry.kind === 'command' && entry.words === 'the end') judgeProofs(watching, died);
      if (entry.kind === 'resource' && !entry.before && entry.path.includes('/disks/')) {
        attachments.delete(entry.path);
        touched.delete(entry.path);
        if (isOfNothing(entry.after)) made.add(entry.path);
        else made.delete(entry.path);
      }
      if (entry.kind === 'resource' && entry.path.includes('/instances/')) {
        const before = sourcesOf(entry.before);
        for (const source of sourcesOf(entry.after))
          if (!before.includes(source)) {
            attachments.set(source, (attachments.get(source) ?? 0) + 1);
            if (!isOurs(entry.by)) touched.add(source);
          }
      }
      if (entry.kind !== 'script' || entry.call.verb !== 'mount') return;
      judged();
      const { contentBefore, contentAfter, call, node } = entry;
      const isFormatted = contentBefore?.kind !== 'signature' && contentAfter?.kind === 'signature';
      const isOther = contentBefore?.kind === 'signature' && contentBefore.uuid !== contentAfter?.uuid;
      if (!isFormatted && !isOther) return;
      const what = `${call.disk} is formatted on ${node}`;
      const disk = shape.disks.find(({ name }) => name === call.disk);
      if (isOther || contentBefore?.kind !== 'blank')
        violated(`${what}, and it held something (${contentBefore?.kind})`);
      if (!disk?.formatIfBlank) violated(`${what}, and formatIfBlank is not declared`);
      if (disk && !disk.isNew && !made.has(diskSourceOf(disk))) violated(`${what}, and it was made from something`);
      const times = disk ? (attachments.get(diskSourceOf(disk)) ?? 0) : 0;
      if (disk && touched.has(diskSourceOf(disk))) violated(`${what}, and others have had it before`);
      if (times > 1) violated(`${what}, and it has been attached ${times} times`);
    };
  },
});

/** D-06: that a disk is empty is known until it is attached, and so it is attached where the mount follows that formats it. */
function judgeProofs({ view, judged, violated }: Watching, died: Set<string>): void {
  for (const { worker, incarnation, intents, outcomes, calls } of view.runs.values()) {
    if (died.has(`${worker} ${incarnation}`) || calls.some(({ fault }) => fault !== null)) continue;
    for (const { target } of intents.filter(({ kind, action }) => kind === 'attach-disk' && action.mayBeFormatted)) {
      const isOf = (kind: string, one: { kind?: unknown; target?: unknown }) =>
        one.kind === kind && one.target === target;
      const attached = outcomes.findIndex((one) => isOf('attach-disk', one) && one.state === 'done');
      if (attached < 0) continue;
      judged();
      if (!outcomes.slice(attached).some((one) => isOf('mount-disk', one)))
        violated(`${target} is attached, and the mount that was to format it does not follow`);
    }
  }
}

function isOfNothing(disk: object | undefined): boolean {
  return !Object.keys(disk ?? {}).some((key) => key.startsWith('source'));
}

function sourcesOf(resource: object | undefined): string[] {
  const { disks = [] } = (resource ?? {}) as Partial<Instance>;
  return disks.filter(({ boot }) => !boot).map(({ source }) => source.slice(source.indexOf('projects/')));
}
