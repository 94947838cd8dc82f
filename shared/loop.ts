import { apply } from './apply/apply.ts';
import { killSwitch } from './apply/kill-switch.ts';
import { refuseWhileHeld } from './apply/refuse-while-held.ts';
import { createClients } from './clients.ts';
import type { Declared } from './model/declared.ts';
import type { RunResult } from './model/report.ts';
import type { Scope } from './model/scope.ts';
import { observe } from './observe/observe.ts';
import { planFor } from './plan/plan.ts';
import { pathsOf } from './plan/traffic/paths.ts';
import { reportOf } from './report/report.ts';
import { subjectsOf } from './report/subjects.ts';
import { refuseUnknownPart } from './scope/known-part.ts';
import { notingServerTime } from './server-time.ts';
import { type Check, guarded, readOnly, retrying } from './transport.ts';
import type { World } from './world.ts';

/**
 * The one loop: observe -> plan -> limit -> apply -> report. Ways in differ in scope and mode and in nothing else; a plan
 * or an audit goes the same way up to the last step, through a transport that cannot write (I-25). With `approved`, the
 * hash of a plan that somebody read, only that very plan is applied.
 */
export async function run(declared: Declared, scope: Scope, world: World, approved?: string): Promise<RunResult> {
  const log = world.log.with({ cluster: scope.cluster, run: world.runtime.uuid() });
  const { cluster } = declared;
  const time = notingServerTime(readOnly(world.transport), world.runtime);
  const reading = createClients(world, cluster, retrying(time.transport, world.runtime));

  const live = await observe(declared, reading, { ...scope, runtime: world.runtime });
  const beganAt = time.beganAt();
  log.info('observed', countsOf(live));
  refuseUnknownPart(scope.only, declared, live);

  const plan = planFor(declared, live, scope);
  log.info('planned', {
    hash: plan.hash,
    actions: plan.actions.length,
    blocked: plan.blocked.length,
    waiting: plan.waiting.length,
  });

  const isApproved = approved === undefined || approved === plan.hash;
  const mayWrite = scope.mode === 'apply' && plan.actions.length > 0 && isApproved;
  if (mayWrite && approved) await refuseWhileHeld(plan, reading.kubernetes);
  const killed = killSwitch(reading.kubernetes);
  const writing = (last: Check = async () => undefined) =>
    createClients(world, cluster, retrying(guarded(guarded(world.transport, last), killed), world.runtime));
  const outcomes = mayWrite
    ? await apply(plan, {
        declared,
        clients: writing(),
        clientsUnder: writing,
        reads: new Map(),
        runtime: world.runtime,
        log,
        holder: world.runtime.uuid(),
        mountImage: world.config.mountImage,
      })
    : [];

  const paths = scope.concern === 'everything' ? pathsOf(declared, live) : [];
  const report = reportOf(plan, { subjects: subjectsOf(declared, live, paths), gaps: live.gaps });
  return { plan, outcomes, report, beganAt, live, paths };
}

function countsOf({ instances, nodes, pools, gaps }: Awaited<ReturnType<typeof observe>>) {
  return { instances: instances.length, nodes: nodes.length, pools: pools.length, gaps };
}
