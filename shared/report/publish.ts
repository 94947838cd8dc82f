import { clientOptions, gax } from '../google-client.ts';
import type { Audit } from '../model/audit.ts';
import type { Report } from '../model/report.ts';
import { retrying } from '../transport.ts';
import type { World } from '../world.ts';
import { reportJson } from './json.ts';
import { reportsOf } from './reports.ts';
import { sentenceOf } from './words.ts';

/** Pub/Sub takes 10 MB and 1,000 messages a request; the data travels as base64, which is a third longer. */
const longestBytes = 5_000_000;
const requestBytes = 9_000_000;
const requestMessages = 1000;
const mostNamed = 3;

/** One message a cluster and audit, whatever the number of findings (I-35). */
export async function publishReports(audit: Audit, world: World): Promise<void> {
  const { config, credentials, runtime } = world;
  if (config.reportTopic === null) return;
  const transport = retrying(world.transport, runtime);
  const { PublisherClient } = await import('@google-cloud/pubsub-api/build/src/v1/publisher_client.js');
  const endpoint = config.pubsubEndpoint ?? 'https://pubsub.googleapis.com';
  const publisher = new PublisherClient(clientOptions({ endpoint, transport, credentials }) as never, gax as never);
  const messages = reportsOf(audit).map(messageOf);
  const { reportTopic: topic } = config;
  const leaving = requestsOf(messages).map((some) => publisher.publish({ topic, messages: some }, { timeout: 30_000 }));
  // All of them leave, whatever becomes of one (I-35).
  const failed = (await Promise.allSettled(leaving)).find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}

type Message = ReturnType<typeof messageOf>;

/** In their order, as many in one request as it takes. */
function requestsOf(messages: Message[]): Message[][] {
  const requests: Message[][] = [];
  let bytes = 0;
  for (const message of messages) {
    const own = bytesOf(message);
    bytes += own;
    const last = requests.at(-1);
    if (last && bytes <= requestBytes && last.length < requestMessages) last.push(message);
    else {
      requests.push([message]);
      bytes = own;
    }
  }
  return requests;
}

function bytesOf({ data, attributes }: Message): number {
  return Math.ceil(data.length / 3) * 4 + Buffer.byteLength(JSON.stringify(attributes)) + 100;
}

function messageOf(report: Report) {
  const full = Buffer.from(JSON.stringify({ text: shortText(report), ...reportJson(report) }));
  const isLong = full.length > longestBytes;
  const data = isLong ? Buffer.from(JSON.stringify({ text: shortText(report), ...report, findings: [] })) : full;
  const { drift, unknown } = report.summary;
  const facts = { cluster: report.cluster, complete: report.complete, drift, unknown, truncated: isLong };
  return { data, attributes: Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)])) };
}

/** What fits a chat: the sums, and the worst by name. */
export function shortText(report: Report): string {
  const open = report.findings.filter(({ status, severity }) => status !== 'resolved' && severity !== 'info');
  const named = [...new Set(open.map(({ subject }) => subject))];
  const more = named.length > mostNamed ? ` and ${named.length - mostNamed} more` : '';
  const list = named.length > 0 ? `: ${named.slice(0, mostNamed).join(', ')}${more}` : '';
  return `${report.cluster}: ${sentenceOf(report)}${list}`;
}
