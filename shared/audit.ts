import { declarationsOf } from './declared/declared.ts';
import { DeclarationError, messageOf } from './errors.ts';
import { run } from './loop.ts';
import type { Audit, AuditProblem } from './model/audit.ts';
import type { Declared } from './model/declared.ts';
import { withDeadline } from './transport-deadline.ts';
import type { World } from './world.ts';

export type { Audit } from './model/audit.ts';

/** All clusters, one after the other. One that is broken hides no other, and a deadline is told, never passed over. */
export async function auditAll(world: World, location: string = world.config.declarations): Promise<Audit> {
  const { declared, problems } = await declarationsOf(world, location);
  const audit: Audit = { results: [], problems: onePerName(problems) };
  const deadline = world.runtime.now() + world.config.auditSeconds * 1000;
  const bounded = { ...world, transport: withDeadline(world.transport, world.runtime, deadline) };
  for (const one of declared) {
    if (world.runtime.now() >= deadline) audit.problems.push(notBegun(one));
    else await auditOne(one, bounded, audit);
  }
  return audit;
}

/** I-35: two that have one name are told together. */
function onePerName(problems: Awaited<ReturnType<typeof declarationsOf>>['problems']): AuditProblem[] {
  const byName = Map.groupBy(problems, ({ cluster, directory }) => cluster ?? (directory || 'cluster.yaml'));
  return [...byName].map(([name, all]) => {
    const told = all.map(({ error }) => broken(name, error));
    return { cluster: name, error: [...new Set(told.map(({ error }) => error))].join('\n'), cut: false };
  });
}

async function auditOne(declared: Declared, world: World, audit: Audit): Promise<void> {
  const cluster = declared.cluster.metadata.name;
  try {
    const result = await run(declared, { cluster, concern: 'everything', mode: 'plan', wiring: true }, world);
    audit.results.push({ declared, result });
  } catch (error) {
    audit.problems.push(broken(cluster, error));
  }
}

function broken(cluster: string, error: unknown): AuditProblem {
  const isDeclaration = error instanceof DeclarationError;
  return { cluster, error: isDeclaration ? error.message : `the audit broke off: ${messageOf(error)}`, cut: false };
}

function notBegun({ cluster }: Declared): AuditProblem {
  const { name } = cluster.metadata;
  return { cluster: name, error: 'the audit was cut by its deadline before this cluster was looked at', cut: true };
}
