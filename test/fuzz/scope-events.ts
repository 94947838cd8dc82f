import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Decision } from '../../shared/model/decision.ts';
import { readEvent } from '../../shared/scope/scope.ts';
import { anyCharacter } from '../builders/any-character.ts';
import { inTime, note, type Target } from './target.ts';

const situations = new URL('../scope/situations/', import.meta.url);
export const samples = readdirSync(situations).map((file) => readFileSync(new URL(file, situations), 'utf8'));

const keys = [
  'protoPayload',
  'jsonPayload',
  'resource',
  'labels',
  'operation',
  'first',
  'last',
  'id',
  'methodName',
  'serviceName',
  'resourceName',
  'status',
  'code',
  'message',
  'data',
  'attributes',
  'type_url',
  'payload',
  'specversion',
  'type',
  'involvedObject',
  'kind',
  'reason',
  'name',
  'project_id',
  'instance_id',
  'zone',
  'severity',
  'logName',
  '__proto__',
  'constructor',
  'toString',
  'response',
  'spec',
  'providerID',
];
const words = [
  'compute.googleapis.com',
  'k8s.io',
  'v1.compute.instances.delete',
  'compute.instances.preempted',
  'io.k8s.core.v1.nodes.create',
  'Node',
  'NodeReady',
  '1.0',
  'projects/p/zones/us-central1-a/instances/n',
  '../../etc/passwd',
  'gce://p/us-central1-a/n',
  "x' OR 1=1 --",
  '\u202e',
  '\n',
  'type.googleapis.com/google.container.v1beta1.UpgradeEvent',
  'e30=',
  'ERROR',
  '8',
  'A'.repeat(70),
  '-',
  'us-central1-a',
];
const leaf = fc.oneof(
  fc.constantFrom(...words),
  fc.string(),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
export const { foreign } = fc.letrec<{ foreign: unknown }>((tie) => ({
  foreign: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    leaf,
    fc.dictionary(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...keys) }, fc.string()), tie('foreign'), {
      maxKeys: 6,
    }),
    fc.array(tie('foreign'), { maxLength: 3 }),
  ),
}));

/** A real event with one value anywhere replaced, which gets deeper than chance alone. */
export const damaged = fc
  .record({ text: fc.constantFrom(...samples), at: fc.nat(), by: foreign })
  .map(({ text, at, by }) => replaceOne(JSON.parse(text), at, by));

export const scopeEvents: Target = {
  name: 'scope-events',
  open: async () => {
    let inputs = 0;
    const seen = new Map<string, number>();
    const text = fc.oneof(fc.string({ unit: anyCharacter }), fc.base64String(), fc.uint8Array());
    const all = fc.oneof(
      { weight: 6, arbitrary: damaged },
      { weight: 3, arbitrary: foreign },
      { weight: 1, arbitrary: text },
    );
    const property = fc.asyncProperty(all, async (event) => {
      inputs += 1;
      const decision = await inTime(() => readEvent(event));
      note(seen, decision.decision);
      return isClean(decision);
    });
    return { property, inputs: () => inputs, seen, close: () => undefined };
  },
};

const fields = [
  'change',
  'cluster',
  'decision',
  'instance',
  'instanceId',
  'project',
  'publishedAt',
  'region',
  'source',
  'why',
  'zone',
];
const clean: Record<'project' | 'zone' | 'region' | 'instance' | 'instanceId' | 'publishedAt', RegExp> = {
  project: /^(?:[-a-z0-9.]+:)?[a-z0-9][-a-z0-9]{0,62}$/,
  zone: /^[a-z]+(?:-[a-z]+)*\d+-[a-z][a-z0-9]*$/,
  region: /^[a-z]+(?:-[a-z]+)*\d+$/,
  instance: /^[a-z][-a-z0-9]{0,62}$/,
  instanceId: /^\d{1,20}$/,
  publishedAt: /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/,
};

/** The full shape, and nothing in it that could be anything but what it says. */
export function isClean(decision: Decision): boolean {
  const isWhole = Object.keys(decision).sort().join() === fields.join();
  const areWordsClean = (['project', 'zone', 'region', 'instance', 'instanceId', 'publishedAt'] as const).every(
    (field) => {
      const value = decision[field];
      return value === null || clean[field].test(value);
    },
  );
  const isWhyClean = /^[\p{L}\p{N}\p{P}\p{S} ]+$/u.test(decision.why) && decision.why.length < 1_000;
  const isChangeTold = decision.decision === 'act' || decision.change === 'unknown';
  return isWhole && areWordsClean && isWhyClean && isChangeTold;
}

function replaceOne(event: unknown, at: number, by: unknown): unknown {
  let left = at % 60;
  return JSON.parse(JSON.stringify(event), (_key, value: unknown) => (left-- === 0 ? by : value));
}
