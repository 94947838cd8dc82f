import type { Declared, Stack } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Live } from '../../model/live.ts';
import type { LabelledObject } from '../../model/objects.ts';
import { isProtectedObject } from '../../model/protection.ts';
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
      const blockedBy = guarded.has(one.stack) ? marked : (keptWith(one, labelled, stacks) ?? gap);
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

const marked = 'it is marked underpin.dev/protect';

/** I-26: what it owns goes with it, so that a mark or data there keep it, too. */
function keptWith(one: LabelledObject, all: LabelledObject[], stacks: Stack[]): string | null {
  const own = blockOf(one, stacks);
  if (own) return own;
  for (const owned of all.filter(({ ownerUids }) => ownerUids.includes(one.uid))) {
    const kept = keptWith(owned, all, stacks);
    if (kept) return `${owned.subject} goes with it: ${kept}`;
  }
  return null;
}

function blockOf(one: LabelledObject, stacks: Stack[]): string | null {
  const { stack, object = null } = declaredAs(one, stacks) ?? {};
  if (one.protected || (object && isProtectedObject(object))) return marked;
  // Its label is of the one, and its manifest of another, which would be without it.
  if (stack !== undefined && stack !== one.stack) return `stack \`${stack}\` declares it`;
  return holdsData({ kind: one.kind, ...(object && { object }) })
    ? `a ${one.kind} holds what no file brings back: delete it by hand`
    : null;
}

/** By its own stack, or else by another. */
function declaredAs(
  { apiVersion, kind, name, namespace, stack: own }: LabelledObject,
  stacks: Stack[],
): { stack: string; object: JsonObject } | undefined {
  const found = stacks.flatMap(({ name: stack, manifests }) =>
    manifests
      .filter(
        (one) =>
          groupOf(one.apiVersion) === groupOf(apiVersion) &&
          one.kind === kind &&
          one.name === name &&
          (one.namespace === null || namespace === null || one.namespace === namespace),
      )
      .map(({ object }) => ({ stack, object })),
  );
  return found.find(({ stack }) => stack === own) ?? found[0];
}

/** Whatever its version; the core group has no name. */
function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '';
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
