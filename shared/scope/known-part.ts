import { RefusedError } from '../errors.ts';
import type { Declared } from '../model/declared.ts';
import type { Live } from '../model/live.ts';
import type { Part } from '../model/scope.ts';
import { gapIn } from '../plan/gaps.ts';

/** A plan for a misspelt name would say that nothing is to be done. What could not be read is not refused. */
export function refuseUnknownPart(part: Part | undefined, declared: Declared, live: Live): void {
  const [kind, name] = Object.entries(part ?? {})[0] ?? [];
  if (kind === undefined || name === undefined) return;
  const known = knownNames[kind as keyof typeof knownNames](declared, live);
  if (known === null || known.has(name)) return;
  const cluster = declared.cluster.metadata.name;
  throw new RefusedError(`cluster \`${cluster}\` has no ${kind} \`${name}\`; it has: ${inWords([...known])}`, 404);
}

const knownNames = {
  stack: ({ stacks }: Declared) => new Set(stacks.map(({ name }) => name)),
  pool: ({ cluster }: Declared) => new Set(cluster.spec.pools.map(({ name }) => name)),
  disk: ({ stacks }: Declared) => new Set(stacks.flatMap(({ spec }) => spec.disks.map(({ name }) => name))),
  node: (_declared: Declared, live: Live) => nodeNames(live),
};

/** A VM that is gone may be a member or a holder still. */
function nodeNames(live: Live): Set<string> | null {
  if (gapIn(live, ['instances', 'nodes', 'pools', 'disks'])) return null;
  return new Set([
    ...live.nodes.map(({ name }) => name),
    ...live.instances.map(({ reference }) => reference.name),
    ...live.pools.flatMap(({ members }) => members.flatMap(({ instance }) => (instance ? [instance.name] : []))),
    ...live.disks.flatMap(({ users }) => users.map(({ name }) => name)),
  ]);
}

function inWords(names: string[]): string {
  if (names.length === 0) return 'none';
  const shown = names.toSorted().slice(0, 10).join(', ');
  return names.length > 10 ? `${shown} and ${names.length - 10} more` : shown;
}
