import { hasStatus } from '../errors.ts';
import type { KubernetesClients } from '../kubernetes-access.ts';
import type { HourUse } from '../model/hour-use.ts';

const annotation = 'underpin.dev/hour';
const namespace = 'underpin';
const hourMilliseconds = 3_600_000;
const timesAnHour = 3;

/** For people to read, and for no decision: what cannot be read is `null`, and no gap. */
export async function observeHour(
  kubernetes: () => Promise<KubernetesClients>,
  cluster: string,
  now: number,
): Promise<HourUse | null> {
  try {
    const { coordination } = await kubernetes();
    const { metadata } = await coordination.readNamespacedLease({ name: cluster, namespace });
    return useOf(JSON.parse(metadata?.annotations?.[annotation] ?? '[]'), now);
  } catch (error) {
    return hasStatus(error, 404) ? { changes: 0, tripped: 0 } : null;
  }
}

function useOf(book: unknown, now: number): HourUse {
  const entries = (Array.isArray(book) ? book : []).filter(
    (entry): entry is [number, string] => Array.isArray(entry) && now - Number(entry[0]) * 1000 < hourMilliseconds,
  );
  // Several pods of one controller in one pass are one repair (apply/hour.ts).
  const seconds = Map.groupBy(entries, ([, key]) => key).values();
  const tripped = [...seconds].filter((same) => new Set(same.map(([at]) => at)).size >= timesAnHour);
  return { changes: entries.length, tripped: tripped.length };
}
