import { readDeclarations } from './declared/declared.ts';
import { RefusedError } from './errors.ts';
import type { KnownPlans } from './known-plans.ts';
import { run } from './loop.ts';
import type { Declared } from './model/declared.ts';
import type { Plan } from './model/plan.ts';
import type { RepairAnswer } from './model/repair.ts';
import type { RepairRequest } from './model/scope.ts';
import { whatMoved } from './plan/moved.ts';
import type { World } from './world.ts';

interface Surroundings {
  world: World;
  plans: KnownPlans;
}

/** The same for a request that only names its cluster. Throws RefusedError 404 when nothing is declared under the name. */
export async function serveRepair(request: RepairRequest, around: Surroundings): Promise<RepairAnswer> {
  const { config, runtime } = around.world;
  const { declared, problems } = await readDeclarations(config.declarations, { now: runtime.now() });
  const name = request.scope.cluster;
  const own = declared.find(({ cluster }) => cluster.metadata.name === name);
  if (own) return repair(own, request, around);
  const broken = problems.find(({ cluster }) => cluster === name);
  if (broken) throw broken.error;
  const known = declared.map(({ cluster }) => cluster.metadata.name).join(', ') || 'none';
  throw new RefusedError(`no cluster \`${name}\` is declared; declared are: ${known}`, 404);
}

/** Plans, or applies exactly the plan that was read (I-19). The command line and manual-repair go this one way. */
export async function repair(
  declared: Declared,
  request: RepairRequest,
  { world, plans }: Surroundings,
): Promise<RepairAnswer> {
  if (request.scope.mode === 'apply') refuseWhereObserved(declared, world);
  if (request.plan === null) return planned(await run(declared, request.scope, world), plans);
  const read = await plans.find(request.plan);
  if (read && world.runtime.now() > read.expiresAt) return expired(declared, request, { world, plans, read });

  const { plan, outcomes } = await run(declared, request.scope, world, request.plan);
  if (plan.hash === request.plan) return { kind: 'applied', plan, outcomes };
  await plans.remember(plan);
  return { kind: 'moved', plan, why: 'the live state moved since the plan was made', moved: movedSince(read, plan) };
}

/** Planned for and reported, never written to: by the declaration of the cluster, or by the deployment. */
function refuseWhereObserved({ cluster }: Declared, { config }: World): void {
  const where = cluster.spec.mode === 'observe' ? 'cluster.yaml says mode: observe' : 'UNDERPIN_MODE is `observe`';
  if (cluster.spec.mode !== 'observe' && config.mode !== 'observe') return;
  throw new RefusedError(`nothing is applied to cluster \`${cluster.metadata.name}\`: ${where}`, 403);
}

async function planned({ plan, report }: Awaited<ReturnType<typeof run>>, plans: KnownPlans): Promise<RepairAnswer> {
  await plans.remember(plan);
  return { kind: 'planned', plan, complete: report.complete };
}

interface Expiry extends Surroundings {
  read: Plan;
}

async function expired(
  declared: Declared,
  { scope }: RepairRequest,
  { world, plans, read }: Expiry,
): Promise<RepairAnswer> {
  const { plan } = await run(declared, { ...scope, mode: 'plan' }, world);
  await plans.remember(plan);
  const why = 'the plan is older than 5 minutes: read the new one, and apply that';
  return { kind: 'moved', plan, why, moved: whatMoved(read, plan) };
}

function movedSince(read: Plan | null, plan: Plan): string[] {
  return read
    ? whatMoved(read, plan)
    : ['no plan of this hash was made here lately: compare with the plan as it is now'];
}
