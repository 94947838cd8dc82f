import fc from 'fast-check';
import { readDeclared } from '../../shared/declared/declared.ts';
import { ApiError, DeclarationError, RefusedError, RetryLaterError } from '../../shared/errors.ts';
import { silentLog } from '../../shared/log.ts';
import { run } from '../../shared/loop.ts';
import type { RunResult } from '../../shared/model/report.ts';
import type { Scope } from '../../shared/model/scope.ts';
import type { Transport } from '../../shared/transport.ts';
import type { World } from '../../shared/world.ts';
import { type Damage, damages } from './damage.ts';
import { type RecordedAnswers, recordAnswers } from './recorded-answers.ts';
import { inTime, note, type Opened, type Target } from './target.ts';

/** A repair of everything, over the real clients, while some answers of one API come damaged. */
export function apiAnswers(name: string, isOfApi: (key: string) => boolean): Target {
  return { name, open: () => openAnswers(isOfApi) };
}

const scope: Scope = { cluster: 'home', concern: 'everything', mode: 'apply' };

async function openAnswers(isOfApi: (key: string) => boolean): Promise<Opened> {
  const declared = await readDeclared('examples/containers');
  const runOver = (transport: Transport, world: World, mode = scope.mode) =>
    run(declared, { ...scope, mode }, { ...world, transport });
  const recorded = await recordAnswers((home, transport) => home.clock.drive(runOver(transport, home.world, 'plan')));
  const world = { ...recorded.home.world, log: silentLog, runtime: timeless(recorded) };
  const keys = recorded.keys.filter(isOfApi);
  const asUsual = recorded.replay(new Map());
  await runOver(asUsual.transport, world);
  if (asUsual.writes.length < 3) throw new Error(`nothing would be lost: \`${asUsual.writes}\``);
  const usual = new Set(asUsual.writes.map(withoutRequest));
  const seen = new Map<string, number>();
  let inputs = 0;

  const some = fc.array(fc.tuple(fc.nat(1000), damages), { minLength: 1, maxLength: 20, size: 'max' });
  const property = fc.asyncProperty(some, async (chosen) => {
    const damaged = new Map(chosen.map(([at, damage]): [string, Damage] => [keys[at % keys.length] ?? '', damage]));
    inputs += damaged.size;
    await inTime(async () => {
      const { transport, writes } = recorded.replay(damaged);
      const result = await runOver(transport, world).catch((error) => refuseUnnamed(error));
      const lies = [...damaged.values()].some((damage) => damage.lies);
      const unusual = writes.filter((write) => !usual.has(withoutRequest(write)));
      note(seen, result ? (result.live.gaps.length > 0 ? 'told as gaps' : 'taken as it was') : 'told as an error');
      if (writes.length > 0) note(seen, 'wrote what it always writes');
      if (unusual.length > 0) note(seen, lies ? 'believed a lie' : 'believed');
      if (result) refuseUnspeakable(result);
      const wrong = lies ? beyondLimits(writes) : unusual;
      if (wrong.length > 0) throw new Error(`what the true answers would not have brought about: ${wrong.join('\n')}`);
    });
  });
  return { property, inputs: () => inputs, seen, close: () => recorded.home.close() };
}

/** Who lies well is believed, and yet no more than one of six members leaves in a pass (P-06), and no disk. */
function beyondLimits(writes: string[]): string[] {
  const removals = writes.filter((write) => /\/removeInstance /.test(write));
  const members = removals.flatMap((write) => write.match(/"instance":/g) ?? []);
  const detached = writes.filter((write) => /\/detachDisk|^DELETE /.test(write));
  return [...(members.length > 1 ? removals : []), ...detached];
}

/** Nobody waits: what was refused or torn is asked for again at once. */
function timeless({ home }: RecordedAnswers): World['runtime'] {
  return { now: () => home.clock.now(), sleep: async () => undefined, random: () => 0.5, uuid: () => 'an-id' };
}

function refuseUnnamed(error: unknown): null {
  const named = [ApiError, DeclarationError, RefusedError, RetryLaterError];
  if (named.some((one) => error instanceof one)) return null;
  throw error;
}

/** A gap or an outcome says something to a person, or nothing. */
function refuseUnspeakable({ live, outcomes, plan }: RunResult): void {
  const whys = [...live.gaps, ...plan.findings]
    .map(({ why }) => why)
    .concat(outcomes.map(({ because }) => because ?? ''));
  const bare = whys.find((why) =>
    /^(?!.*the answer cannot be read).*(?:Cannot read prop|is not a function|is not iterable)/.test(why),
  );
  if (bare !== undefined) throw new Error(`nobody can act on this: ${bare}`);
}

/** The same write in another pass has another requestId. */
function withoutRequest(write: string): string {
  return write.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID');
}

export const computeAnswers = apiAnswers('compute-answers', (key) => key.includes('compute.googleapis.com'));
export const kubernetesAnswers = apiAnswers('kubernetes-answers', (key) => !key.includes('compute.googleapis.com'));
