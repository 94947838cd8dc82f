import { exampleDirectory } from '../../../sandbox/home.ts';
import { apply } from '../../../shared/apply/apply.ts';
import { createClients } from '../../../shared/clients.ts';
import { readDeclared } from '../../../shared/declared/declared.ts';
import { silentLog } from '../../../shared/log.ts';
import { run } from '../../../shared/loop.ts';
import type { Declared } from '../../../shared/model/declared.ts';
import type { Outcome } from '../../../shared/model/plan.ts';
import type { Scope } from '../../../shared/model/scope.ts';
import { retrying } from '../../../shared/transport.ts';
import { aHomeWorld, type HomeWorld, type HomeWorldOptions } from '../../a-home-world.ts';

export interface Scene {
  options?: HomeWorldOptions;
  concern?: Scope['concern'];
  only?: Scope['only'];
  /** Before anybody looks. */
  before?(home: HomeWorld): unknown;
  /** Between the plan and its steps. */
  meanwhile?(home: HomeWorld): unknown;
  declared?(declared: Declared): Declared;
}

/** What became of each step, how it would be taken back, and every write that was sent. */
export async function played({
  options,
  concern = 'nodes',
  only,
  before,
  meanwhile,
  declared: change,
}: Scene): Promise<string> {
  const home = await aHomeWorld(options);
  const { clock, world, cloud, kubernetes } = home;
  const example = await readDeclared(exampleDirectory);
  const declared = change?.(example) ?? example;
  await before?.(home);
  const scope: Scope = { cluster: 'home', concern, mode: 'plan', ...(only && { only }) };
  const { plan } = await clock.drive(run(declared, scope, world));
  await meanwhile?.(home);
  cloud.compute.calls.length = 0;
  kubernetes.calls.length = 0;
  const clients = createClients(world, declared.cluster, retrying(world.transport, clock));
  const around = { runtime: clock, log: silentLog, holder: 'this-run', mountImage: null, reads: new Map() };
  const input = { declared, clients, clientsUnder: () => clients, ...around };
  const outcomes = await clock.drive(apply(plan, input));
  home.close();
  return [...outcomes.map(outcomeLines).map(withoutChance), ...writesIn(home)].join('\n');
}

function outcomeLines({ state, kind, target, because, isForPerson, undo }: Outcome): string {
  return [
    `${state} ${kind} ${target}${because ? `: ${because}` : ''}`,
    ...(isForPerson ? ['  for a person'] : []),
    ...(undo ? [`  back: ${undo}`] : []),
  ].join('\n');
}

function writesIn({ cloud, kubernetes }: HomeWorld): string[] {
  const compute = cloud.compute.calls
    .filter(({ mutating }) => mutating)
    .map(
      ({ method, resource, body, query, status }) =>
        `${status} ${method} ${resource} ${JSON.stringify(body)} ${JSON.stringify(query)}`,
    );
  const cluster = kubernetes.calls
    .filter(({ mutating, kind }) => mutating && kind !== 'Lease')
    .map(({ verb, path, body, status }) => `${status} ${verb} ${path} ${body}`);
  // What goes at the same time goes in no order; where one matters, a test of its own holds it.
  return [...compute, ...cluster].map(withoutChance).toSorted();
}

/** Ids, times and versions are others in another run. */
function withoutChance(line: string): string {
  return line
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
    .replace(/operation-\d[\w-]+/g, 'operation-N')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|-\d\d:\d\d)/g, 'TIME')
    .replace(/"resourceVersion":"\d+"/g, '"resourceVersion":"N"')
    .replace(/"args":\["(?:[^"\\]|\\.)*"/g, '"args":["SCRIPT"');
}
