import { createClients } from '../../shared/clients.ts';
import type { Declared } from '../../shared/model/declared.ts';
import type { Finding } from '../../shared/model/finding.ts';
import type { Wiring } from '../../shared/model/wiring.ts';
import { observeWiring } from '../../shared/observe/wiring.ts';
import { wiringFindings } from '../../shared/plan/rules/wiring.ts';
import type { World } from '../../shared/world.ts';
import { type Check, failed, ok, unknown } from './check.ts';
import { type Deployment, sinkOf, wiringNames } from './deployment.ts';

/** The rules of the nightly report (W-01 to W-04), asked of the names that the deployment gives. */
export async function checkWiring(declared: Declared, deployment: Deployment, world: World): Promise<Check[]> {
  const { project } = declared.cluster.spec;
  const names = wiringNames(deployment);
  const config = { ...world.config, ...names, sink: sinkOf(deployment, project) };
  const { wiring: clients } = createClients({ ...world, config }, declared.cluster, world.transport);
  const { wiring, gaps } = await observeWiring(clients, project, world.runtime.now());
  if (!wiring) return [];
  const findings = wiringFindings(wiring, declared.cluster);
  const unseen = (name: string) => gaps.filter(({ part }) => part === name).map(({ why }) => why);
  return [
    ...partOf('schedule', 'W-01', scheduleText(wiring), unseen(names.schedule)),
    ...partOf('push subscription', 'W-02', subscriptionText(wiring), unseen(names.subscription)),
    ...partOf('dead letters', 'W-03', 'kept, and none waits', unseen(names.deadLetterSubscription)),
    ...partOf(`sink of ${project}`, 'W-04', 'to the topic, with every kind of entry', unseen(config.sink)),
  ];

  function partOf(what: string, rule: string, inOrder: string, unread: readonly string[]): Check[] {
    const wrong = findings.filter((one) => one.rule === rule).map((one) => checkFrom(what, one));
    const gap = unread.map((why) => unknown(what, why));
    return wrong.length + gap.length > 0 ? [...wrong, ...gap] : [ok(what, inOrder)];
  }
}

function checkFrom(what: string, { outcome, why, command }: Finding): Check {
  if (outcome === 'unknown') return unknown(what, why, command);
  // A look at what is wrong mends nothing; the module does, since all of this is its own.
  const mends = command !== null && !/ describe /.test(command);
  return failed(what, why, mends ? command : 'terraform apply');
}

function scheduleText({ schedule }: Wiring): string {
  const found = schedule?.found;
  const last = found?.lastAttemptAt ? `, last run ${new Date(found.lastAttemptAt).toISOString()}` : '';
  return `${found?.schedule} ${found?.timeZone}${last}`;
}

function subscriptionText({ subscription }: Wiring): string {
  return `pushes ${subscription?.found?.topic.split('/').at(-1)} with identity, back-off and dead letters`;
}
