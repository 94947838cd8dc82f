import { readFileSync } from 'node:fs';
import { serveFunctions } from '../../sandbox/functions.ts';
import type { HomeWorld } from '../a-home-world.ts';

const poolPath = 'projects/my-project/regions/us-central1/targetPools/nodes';
const entry = situation('instance-insert-last');

function situation(name: string) {
  return JSON.parse(readFileSync(new URL(`../scope/situations/${name}.json`, import.meta.url), 'utf8'));
}

/** An insert of a VM of the example's project and region. */
export function anEntry(change: object = {}): object {
  const text = JSON.stringify({ ...entry, ...change });
  return JSON.parse(
    text
      .replaceAll(entry.resource.labels.project_id, 'my-project')
      .replaceAll(entry.resource.labels.zone, 'us-central1-a'),
  );
}

/** A node of a GKE cluster of the example's project and zone is Ready. */
export function aNodeOf(cluster: string): object {
  const ready = situation('event-node-ready');
  const labels = {
    ...ready.resource.labels,
    project_id: 'my-project',
    location: 'us-central1-a',
    cluster_name: cluster,
  };
  return { ...ready, resource: { ...ready.resource, labels }, logName: 'projects/my-project/logs/events' };
}

export function push(data: unknown): object {
  const bytes = Buffer.from(typeof data === 'string' ? data : JSON.stringify(data)).toString('base64');
  return {
    message: { data: bytes, messageId: '1', publishTime: '2027-01-15T05:00:00Z' },
    subscription: 'projects/my-project/subscriptions/s',
  };
}

/** The status that nodeChange answers it with. */
export async function post(home: HomeWorld, body: object, headers: Record<string, string> = {}): Promise<number> {
  const functions = await serveFunctions(home.world);
  try {
    const url = `${functions.nodeChange}/projects/my-project/topics/underpin-nodes`;
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    };
    return (await home.clock.drive(fetch(url, init))).status;
  } finally {
    await functions.close();
  }
}

export function dropMember(home: HomeWorld): void {
  home.cloud.compute.state.edit('targetPools', poolPath, (pool) => ({
    ...pool,
    instances: (pool.instances ?? []).slice(1),
  }));
}

export function isComplete(home: HomeWorld): boolean {
  const { state } = home.cloud.compute;
  return state.read('targetPools', poolPath)?.instances?.length === state.list('instances', 'my-project').length;
}
