import type { JsonObject } from '../../shared/model/json.ts';
import { mutates, type Transport } from '../../shared/transport.ts';
import { aHomeWorld, type HomeWorld } from '../a-home-world.ts';
import type { Damage } from './damage.ts';

/** What the APIs answered once, to be answered again and again, with damage where it is asked for. */
export interface RecordedAnswers {
  keys: string[];
  home: HomeWorld;
  /** Where everything is as it was recorded but for the damaged answers; what is written is noted, and refused, but for the Lease. */
  replay(damaged: ReadonlyMap<string, Damage>): { transport: Transport; writes: string[] };
}

const pool = 'projects/my-project/regions/us-central1/targetPools/nodes';
const gone = 'https://www.googleapis.com/compute/v1/projects/my-project/zones/us-central1-a/instances/gone';

/** The example's cluster with a stale pool member, and its disk yet to be attached: there is something to do. */
export async function recordAnswers(
  look: (home: HomeWorld, transport: Transport) => Promise<unknown>,
): Promise<RecordedAnswers> {
  const home = await aHomeWorld();
  home.cloud.compute.state.edit('targetPools', pool, (live) => ({
    ...live,
    instances: [...(live.instances ?? []), gone],
  }));
  const recorded = new Map<string, string>();
  await look(home, async (url, init) => {
    const response = await home.world.transport(url, init);
    if (response.ok) recorded.set(keyOf(url, init), await response.clone().text());
    return response;
  });
  return { home, keys: [...recorded.keys()], replay: (damaged) => replaying({ home, recorded, damaged }) };
}

interface Replayed {
  home: HomeWorld;
  recorded: ReadonlyMap<string, string>;
  damaged: ReadonlyMap<string, Damage>;
}

function replaying({ home, recorded, damaged }: Replayed) {
  const writes: string[] = [];
  let lease: string | null = null;
  const transport: Transport = async (url, init) => {
    const key = keyOf(url, init);
    if (key.includes('/leases') && mutates(url, init)) {
      lease = String(init.body);
      return answer(lease);
    }
    if (mutates(url, init)) {
      writes.push(`${key} ${String(init.body ?? '')}`);
      return answer('{"error":{"code":403,"message":"refused","errors":[{"reason":"forbidden"}]}}', { status: 403 });
    }
    if (lease !== null && key.endsWith('/leases/home')) return answer(lease);
    const text = recorded.get(key);
    if (text === undefined) return home.world.transport(url, init);
    const damage = damaged.get(key);
    return damage ? spoiled(JSON.parse(text), damage) : answer(text);
  };
  return { transport, writes };
}

const withoutBody = new Set([204, 205, 304]);
const json = { 'content-type': 'application/json', date: 'Fri, 15 Jan 2027 04:00:00 GMT' };

function answer(
  text: string,
  { status = 200, headers = json }: { status?: number; headers?: Record<string, string> } = {},
) {
  return new Response(withoutBody.has(status) ? null : text, { status, headers });
}

function spoiled(recorded: JsonObject, { status = 200, headers = json, toText }: Damage): Response {
  return answer(toText(recorded), { status, headers });
}

function keyOf(url: string, init: RequestInit): string {
  const { host, pathname } = new URL(url);
  return `${init.method ?? 'GET'} ${host}${pathname}`;
}
