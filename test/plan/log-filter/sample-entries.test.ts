import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { lostSamples } from '../../../shared/plan/log-filter/lost-samples.ts';
import { nodeEventFilter } from '../../../shared/plan/log-filter/node-events.ts';
import { sampleEntries } from '../../../shared/plan/log-filter/sample-entries.ts';
import { readEvent } from '../../../shared/scope/scope.ts';

/** In every entry, in every audit entry of Compute Engine, and in every Event, that a filter may ask about. */
const always = ['logName', 'severity', 'timestamp', 'resource.type', 'resource.labels.project_id'];
const ofCalls = [
  'operation.id',
  'operation.producer',
  'protoPayload.serviceName',
  'protoPayload.methodName',
  'protoPayload.resourceName',
  'protoPayload.authenticationInfo.principalEmail',
];
const ofEvents = ['jsonPayload.reason', 'jsonPayload.involvedObject.kind', 'jsonPayload.involvedObject.name'];
const place = { project: 'home-lab', zone: 'us-central1-a' };
const folder = new URL('../../scope/situations/', import.meta.url);
const real = readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')));

/** `protoPayload.methodName`, `resource.labels.zone` … */
function fieldsOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => fieldsOf(inner, path ? `${path}.${key}` : key));
}

function kindOf({
  protoPayload,
  jsonPayload,
  operation,
  logName,
}: {
  protoPayload?: { methodName?: string };
  jsonPayload?: { reason?: string };
  operation?: object;
  logName?: string;
}) {
  const phase = Object.entries(operation ?? {})
    .filter(([, value]) => value === true)
    .map(([key]) => key);
  return [logName?.split('/').at(-1), protoPayload?.methodName ?? jsonPayload?.reason, ...phase].join(' ');
}

for (const { what, entry } of sampleEntries(place)) {
  test(`the sample of ${what} is one that node-change acts on`, (t) => {
    t.is(readEvent(entry).decision, 'act');
  });

  test(`the sample of ${what} has the fields of a real entry`, (t) => {
    const alike = real.filter((one) => kindOf(one) === kindOf(entry));
    t.true(alike.length > 0, kindOf(entry));
    const fields = fieldsOf(entry);
    const known = new Set(
      real
        .filter(({ logName }) => logName?.includes(entry.protoPayload ? 'cloudaudit' : '/events'))
        .flatMap((one) => fieldsOf(one)),
    );
    t.deepEqual(
      fields.filter((field) => !known.has(field)),
      [],
    );
    t.deepEqual(
      [...always, ...(entry.protoPayload ? ofCalls : ofEvents)].filter((field) => !fields.includes(field)),
      [],
    );
    const type = (entry.resource as { type: string }).type;
    t.true(alike.some(({ severity, resource }) => severity === entry.severity && resource.type === type));
  });
}

test("the deployment's own filter loses none of them, in Terraform and in the sandbox", (t) => {
  t.deepEqual(lostSamples({ filter: nodeEventFilter, exclusions: [] }, place), []);
  const terraform = readFileSync('infra/terraform/events.tf', 'utf8');
  const [, written = ''] = /instance_filter = <<-EOT\n([\s\S]*?)\n\s*EOT/.exec(terraform) ?? [];
  const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
  t.is(plain(written), plain(nodeEventFilter));
});
