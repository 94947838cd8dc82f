import type { protos } from '@google-cloud/compute';
import pLimit from 'p-limit';
import type { ComputeClients } from '../clients.ts';
import { messageOf } from '../errors.ts';
import type { Gap, MemberHealth, TargetPool } from '../model/live.ts';
import { referencePath } from '../model/reference.ts';
import { type Reading, whyUnread } from './pages.ts';

type RawHealth = protos.google.cloud.compute.v1.ITargetPoolInstanceHealth;

/** The API tells the health of one member at a time, so that a big pool is only sampled; the rest is a gap. */
const mostMembers = 250;
const atOnce = 10;

export async function observePoolHealth(compute: ComputeClients, pools: TargetPool[]): Promise<Reading<MemberHealth>> {
  const limit = pLimit(atOnce);
  const checked = pools.filter(({ healthChecks }) => healthChecks.length > 0);
  const readings = await Promise.all(
    checked.flatMap((pool) =>
      pool.members.slice(0, mostMembers).map((member) => limit(() => healthOf(compute, pool, member))),
    ),
  );
  const gaps = [...readings.flatMap((reading) => reading.gaps), ...checked.flatMap(unaskedOf)];
  return { items: readings.flatMap(({ items }) => items), gaps };
}

function unaskedOf({ reference, members }: TargetPool): Gap[] {
  if (members.length <= mostMembers) return [];
  const why = `of its ${members.length} members ${mostMembers} were asked how they are, one at a time`;
  return [{ area: 'health', part: reference.name, why }];
}

async function healthOf(
  compute: ComputeClients,
  { reference: pool }: TargetPool,
  { instance }: TargetPool['members'][number],
): Promise<Reading<MemberHealth>> {
  if (!instance) return { items: [], gaps: [] };
  try {
    const [answer] = await compute.targetPools().getHealth({
      project: pool.project,
      region: pool.location,
      targetPool: pool.name,
      instanceReferenceResource: { instance: referencePath(instance) },
    });
    // One for each address that leads to the pool. None: nobody checks yet.
    const items = ((answer as RawHealth).healthStatus ?? []).map(({ ipAddress, healthState }) => {
      return { pool, instance, address: ipAddress || null, healthy: String(healthState) === 'HEALTHY' };
    });
    return { items: items.toSorted(byAddress), gaps: [] };
  } catch (error) {
    return { items: [], gaps: isStale(error, instance.name) ? [] : [gapOf(pool.name, instance.name, error)] };
  }
}

function byAddress({ address: one }: MemberHealth, { address: other }: MemberHealth): number {
  return (one ?? '') < (other ?? '') ? -1 : 1;
}

/**
 * A VM that is gone or starting has no health to tell; what it does in the pool is another rule's matter. The same is said
 * of a pool or a check that is not ready.
 */
function isStale(error: unknown, name: string): boolean {
  const text = messageOf(error);
  const isOfVm = [`/instances/${name}'`, `/INSTANCE:${name}'`].some((place) => text.includes(place));
  return isOfVm && /is not ready|was not found|not currently attached/.test(text);
}

function gapOf(pool: string, instance: string, error: unknown): Gap {
  return { area: 'health', part: `${pool}/${instance}`, why: whyUnread(error) };
}
