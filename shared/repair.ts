import { declarationsOf, findCluster } from './declared/declared.ts';
import { RefusedError } from './errors.ts';
import type { KnownPlan, KnownPlans } from './known-plans.ts';
import { run } from './loop.ts';
import type { Declared } from './model/declared.ts';
import type { RepairAnswer } from './model/repair.ts';
import type { RepairRequest, Scope } from './model/scope.ts';
import { whatMoved } from './plan/moved.ts';
import type { World } from './world.ts';

interface Surroundings {
  world: World;
  plans: KnownPlans;
}

/** The same for a request that only names its cluster. Throws RefusedError 404 when nothing is declared under the name. */
export async function serveRepair(request: RepairRequest, around: Surroundings): Promise<RepairAnswer> {
  const declarations = await declarationsOf(around.world);
  const name = request.scope.cluster;
  const own = findCluster(declarations, name);
  if (own) return repair(own, request, around);
  const known = declarations.declared.map(({ cluster }) => cluster.metadata.name).join(', ') || 'none';
  throw new RefusedError(`no cluster \`${name}\` is declared; declared are: ${known}`, 404);
}

/** Plans, or applies exactly the plan that was read (I-19). The command line and manual-repair go this one way. */
export async function repair(
  declared: Declared,
  { scope, plan: hash }: RepairRequest,
  around: Surroundings,
): Promise<RepairAnswer> {
  if (scope.mode === 'apply') refuseWhereObserved(declared, around.world);
  if (hash === null) return planned(declared, scope, around);
  const read = await around.plans.find(hash);
  // Who sends a hash back need not say again what the plan was asked for.
  const same = scope.only || !read?.only ? scope : { ...scope, only: read.only };
  return read && around.world.runtime.now() > read.plan.expiresAt
    ? expired(declared, same, { ...around, read })
    : applied(declared, { scope: same, plan: hash }, { ...around, read });
}

async function planned(declared: Declared, scope: Scope, { world, plans }: Surroundings): Promise<RepairAnswer> {
  const { plan, report } = await run(declared, scope, world);
  await plans.remember({ plan, ...(scope.only && { only: scope.only }) });
  return { kind: 'planned', plan, complete: report.complete };
}

interface Reading extends Surroundings {
  /** The plan that the hash is of, when it was made here lately. */
  read: KnownPlan | null;
}

async function applied(
  declared: Declared,
  { scope, plan: hash }: { scope: Scope; plan: string },
  { world, plans, read }: Reading,
): Promise<RepairAnswer> {
  const { plan, outcomes } = await run(declared, scope, world, hash);
  if (plan.hash === hash) return { kind: 'applied', plan, outcomes };
  await plans.remember({ plan, ...(scope.only && { only: scope.only }) });
  if (read)
    return {
      kind: 'moved',
      plan,
      why: 'the live state moved since the plan was made',
      moved: whatMoved(read.plan, plan),
    };
  const unknown = 'no plan of this hash was made here lately: compare with the plan as it is now';
  return { kind: 'moved', plan, why: `\`${hash}\` is not the hash of the plan as it is now`, moved: [unknown] };
}

async function expired(
  declared: Declared,
  scope: Scope,
  { world, plans, read }: Reading & { read: KnownPlan },
): Promise<RepairAnswer> {
  const fresh = await planned(declared, { ...scope, mode: 'plan' }, { world, plans });
  const why = 'the plan is older than 5 minutes: read the new one, and apply that';
  return { kind: 'moved', plan: fresh.plan, why, moved: whatMoved(read.plan, fresh.plan) };
}

/** Planned for and reported, never written to: by the declaration of the cluster, or by the deployment. */
function refuseWhereObserved({ cluster }: Declared, { config }: World): void {
  const where = cluster.spec.mode === 'observe' ? 'cluster.yaml says mode: observe' : 'UNDERPIN_MODE is `observe`';
  if (cluster.spec.mode !== 'observe' && config.mode !== 'observe') return;
  throw new RefusedError(`nothing is applied to cluster \`${cluster.metadata.name}\`: ${where}`, 403);
}
