import { googleFetch } from '../google-client.ts';
import type { JsonObject } from '../model/json.ts';
import type { World } from '../world.ts';

const mostPages = 5;

/** What the functions of a project logged of their runs since then, from Cloud Logging; new lines first. */
export async function readRunLog(
  world: Pick<World, 'config' | 'transport' | 'credentials'>,
  { project, since }: { project: string; since: string },
): Promise<JsonObject[]> {
  const lines: JsonObject[] = [];
  let pageToken: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await listEntries(world, {
      resourceNames: [`projects/${project}`],
      filter: `jsonPayload.run:* AND jsonPayload.message=("planned" OR "intent" OR "outcome") AND timestamp>="${since}"`,
      orderBy: 'timestamp desc',
      pageSize: 1000,
      ...(pageToken && { pageToken }),
    });
    lines.push(...(answer.entries ?? []).map(({ timestamp, jsonPayload }) => ({ ...jsonPayload, timestamp })));
    pageToken = answer.nextPageToken;
    if (!pageToken) break;
  }
  return lines;
}

interface Answer {
  entries?: { timestamp: string; jsonPayload?: JsonObject }[];
  nextPageToken?: string;
}

async function listEntries({ config, transport, credentials }: Parameters<typeof readRunLog>[0], body: JsonObject) {
  const url = new URL('/v2/entries:list', config.loggingEndpoint ?? 'https://logging.googleapis.com').href;
  const headers = { 'content-type': 'application/json' };
  const response = await googleFetch({ transport, credentials })(url, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return (await response.json()) as Answer;
}
