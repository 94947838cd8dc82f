import fc from 'fast-check';
import { serveFunctions } from '../../sandbox/functions.ts';
import { silentLog } from '../../shared/log.ts';
import { aHomeWorld } from '../a-home-world.ts';
import { anyCharacter } from '../builders/any-character.ts';
import { damaged, foreign, samples } from './scope-events.ts';
import { inTime, note, type Target } from './target.ts';

const data = fc.oneof(
  damaged,
  foreign,
  fc.constantFrom(...samples).map((text): unknown => JSON.parse(text)),
);
const pushed = data.map((event) => ({
  message: {
    data: Buffer.from(JSON.stringify(event) ?? '').toString('base64'),
    messageId: '1',
    publishTime: '2027-01-15T05:00:00Z',
  },
  subscription: 'projects/p/subscriptions/s',
}));
const bodies = fc.oneof(
  pushed.map((body) => JSON.stringify(body)),
  data.map((body) => JSON.stringify(body) ?? ''),
  pushed.chain((body) => fc.nat(400).map((length) => JSON.stringify(body).slice(0, length))),
  fc.string({ unit: anyCharacter, maxLength: 200 }),
);
const types = fc.constantFrom(
  'application/json',
  'application/json',
  'application/cloudevents+json',
  'text/plain',
  'application/octet-stream',
  'multipart/form-data',
  '',
);
const marks = fc.record(
  {
    'ce-specversion': fc.constantFrom('1.0', '0.3', 'x'),
    'ce-id': fc.constantFrom('1', ''),
    'ce-type': fc.constantFrom(
      'google.cloud.audit.log.v1.written',
      'google.cloud.pubsub.topic.v1.messagePublished',
      'x',
    ),
    'ce-source': fc.constantFrom('//cloudaudit.googleapis.com/projects/p/logs/activity', '//x', ''),
  },
  { requiredKeys: [] },
);

const surroundings = {
  nodeChange: { UNDERPIN_MODE: 'observe' },
  driftAudit: { UNDERPIN_DECLARATIONS: 'no/such/directory' },
};

/** Bodies to node-change, which only observes, and to drift-audit, which finds no declaration. */
function bodiesTo(
  name: 'nodeChange' | 'driftAudit',
  isRight: (status: number, text: string) => boolean,
): Target['open'] {
  return async () => {
    const home = await aHomeWorld({
      environment: surroundings[name],
    });
    const functions = await serveFunctions({ ...home.world, log: silentLog });
    let inputs = 0;
    const seen = new Map<string, number>();
    const property = fc.asyncProperty(bodies, types, marks, async (body, type, ce) => {
      inputs += 1;
      const headers = { ...ce, ...(type && { 'content-type': type }) };
      const url = name === 'nodeChange' ? `${functions.nodeChange}/projects/p/topics/t` : functions.driftAudit;
      const { status, text } = await inTime(async () => {
        const response = await home.clock.drive(fetch(url, { method: 'POST', body, headers }));
        return { status: response.status, text: await response.text() };
      });
      note(seen, String(status));
      const calls = [...home.cloud.compute.calls.splice(0), ...home.kubernetes.calls.splice(0)];
      if (calls.some(({ mutating }) => mutating)) throw new Error('something was written');
      if (!isRight(status, text)) throw new Error(`answered ${status}: ${text.slice(0, 500)}`);
    });
    const close = () => {
      void functions.close();
      home.close();
    };
    return { property, inputs: () => inputs, seen, close };
  };
}

/** The framework itself answers 500 to a CloudEvent that is a mere text; it never comes as far as the function. */
const isOfFramework = (text: string) =>
  /functions-framework\/build\/src\/(?:middleware|cloud_events|function_wrappers)/.test(text);

export const nodeEvents: Target = {
  name: 'node-events',
  open: bodiesTo('nodeChange', (status, text) => status !== 500 || isOfFramework(text)),
};

/** It heeds no body: what it says is the same whatever it is sent, or the framework has refused the body. */
export const auditTicks: Target = {
  name: 'audit-ticks',
  open: bodiesTo('driftAudit', (status, text) => (status === 500 ? /no\/such\/directory/.test(text) : status >= 400)),
};
