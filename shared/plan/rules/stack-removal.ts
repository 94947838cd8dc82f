import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import type { LabelledObject } from '../../model/objects.ts';
import { gapIn } from '../gaps.ts';
import { holdsData } from './held-data.ts';
import { kindWord, quoted } from './object-command.ts';

/** `kubectl delete … -l app=NAME`, seen before it is done. What another object owns goes with its owner. */
export function stackRemoval({ stacks }: Declared, live: Live): Finding[] {
  const labelled = live.labelled ?? [];
  const uids = new Set(labelled.map(({ uid }) => uid));
  const roots = labelled.filter(({ ownerUids }) => ownerUids.length === 0);
  const orphaned = labelled.filter(({ ownerUids }) => ownerUids.length > 0 && !ownerUids.some((uid) => uids.has(uid)));
  const guarded = new Set(stacks.filter((one) => one.protected).map(({ name }) => name));
  const gap = gapIn(live, ['objects']);
  return [
    ...roots.map((one) => {
      const blockedBy = blockOf(one, guarded.has(one.stack)) ?? gap;
      return removed(one, { owned: countOwned(one, labelled), blockedBy });
    }),
    ...orphaned.map(leftToOwner),
  ];
}

function removed(one: LabelledObject, { owned, blockedBy }: { owned: number; blockedBy: string | null }): Finding {
  const { apiVersion, kind, namespace, name, uid, subject, stack } = one;
  const also = owned > 0 ? `, and ${owned} that it owns` : '';
  return finding({
    severity: 'warning',
    subject,
    path: '',
    declared: 'absent',
    live: 'present',
    why: `it carries the label \`app=${stack}\`${also}`,
    rule: 'C-01',
    command: deleteCommand(one),
    action: { kind: 'delete-object', apiVersion, objectKind: kind, namespace, name, uid },
    blockedBy,
    stack,
  });
}

function blockOf(one: LabelledObject, isGuarded: boolean): string | null {
  if (one.protected || isGuarded) return 'it is marked underpin.dev/protect';
  return holdsData({ kind: one.kind }) ? `a ${one.kind} holds what no file brings back: delete it by hand` : null;
}

function leftToOwner({ subject, stack }: LabelledObject): Finding {
  return finding({
    severity: 'info',
    subject,
    path: '',
    why: `it carries the label \`app=${stack}\`, and belongs to an owner that does not: it stays`,
    rule: 'C-01',
    stack,
  });
}

function countOwned({ uid }: LabelledObject, all: LabelledObject[]): number {
  const direct = all.filter(({ ownerUids }) => ownerUids.includes(uid));
  return direct.reduce((sum, one) => sum + 1 + countOwned(one, all), 0);
}

function deleteCommand({ namespace, name, ...type }: LabelledObject): string {
  const place = namespace === null ? '' : ` --namespace=${quoted(namespace)}`;
  return `kubectl delete ${kindWord(type)} ${quoted(name)}${place}`;
}
