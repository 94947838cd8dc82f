import test from 'ava';
import type { Gap } from '../../shared/model/live.ts';
import { ignoreKnown } from '../../shared/plan/ignore.ts';
import { anInstance, reference } from '../builders/compute.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { aGap, aLive } from '../builders/live.ts';
import { aFinding } from '../report/an-audit.ts';

interface Case {
  subject?: string;
  path?: string;
  until?: string;
  now?: string;
  gaps?: Gap[];
  concern?: 'nodes' | 'everything';
  found?: Parameters<typeof aFinding>[0];
}

/** What is left of one finding, as rules. */
function left({
  subject = 'Deployment/web/ghost',
  path,
  until = '2027-01-20',
  now = '2027-01-15T03:00:00Z',
  gaps = [],
  concern = 'everything',
  found = {},
}: Case) {
  const rule = { subject, ...(path && { path }), reason: 'scaled by hand', owner: 'ops@example.com', until };
  const declared = aDeclaration({ spec: { ignore: [rule] } });
  const live = aLive({ observedAt: Date.parse(now), gaps });
  return ignoreKnown([aFinding(found)], declared, { live, concern }).map(({ rule: number }) => number);
}

const leaves = test.macro({
  exec: (t, one: Case, rules: string[]) => t.deepEqual(left(one), rules),
  title: (title) => title ?? '',
});

test('an ignored difference is not reported (C-11)', leaves, {}, []);
test('with a path, that path alone', leaves, { path: 'spec.replicas' }, []);
test('another path stays, and the rule is unused', leaves, { path: 'spec.template' }, ['C-01', 'C-11']);
test('another subject stays', leaves, { subject: 'Deployment/web/other' }, ['C-01', 'C-11']);
test('a part of a name is not the name', leaves, { subject: 'Deployment/web/gho' }, ['C-01', 'C-11']);
test('an asterisk stands for any characters', leaves, { subject: 'Deployment/*/gh*t', path: 'spec.*' }, []);
test('a dot and a bracket stand for themselves', leaves, { subject: 'Deployment.web.ghost' }, ['C-01', 'C-11']);
test('asterisks do not overlap', leaves, { subject: 'Deployment/web/ghost*ghost' }, ['C-01', 'C-11']);
for (const [subject, isIt] of [
  ['*', true],
  ['Deployment/*', true],
  ['*/ghost', true],
  ['*web*', true],
  ['D*/*/*t', true],
  ['Deployment*Deployment/web/ghost', false],
  ['Deployment/web/gho*host', false],
  ['Deployment/web/g*host', true],
  ['Deployment/web/ghost*', true],
  ['*ghost*ghost', false],
  ['*web*web*', false],
  ['*web*ghost*', true],
  ['*ghost*web*', false],
  ['*o*st', true],
  ['*os*st', false],
  ['x*ghost', false],
  ['Deployment*x', false],
] as const)
  test(`\`${subject}\` is ${isIt ? '' : 'not '}the name`, leaves, { subject }, isIt ? [] : ['C-01', 'C-11']);

test('on its last day a rule holds, wherever one is', leaves, { until: '2027-01-14', now: '2027-01-15T11:59:00Z' }, []);
test('to its last second', leaves, { until: '2027-01-14', now: '2027-01-15T11:59:59.999Z' }, []);
test('and not a second longer', leaves, { until: '2027-01-14', now: '2027-01-15T12:00:00Z' }, ['C-01', 'C-11']);
test('after it the finding is back, with a warning', leaves, { until: '2027-01-13' }, ['C-01', 'C-11']);
test('what is unknown cannot be ignored, nor does it make a rule unused', leaves, { found: { outcome: 'unknown' } }, [
  'C-01',
]);
test(
  'of an object that could not be read, a rule for one field is not unused',
  leaves,
  { path: 'spec.replicas', found: { outcome: 'unknown', path: '' } },
  ['C-01'],
);
test('what is unknown elsewhere says nothing of it', leaves, { subject: 'X/y', found: { outcome: 'unknown' } }, [
  'C-01',
  'C-11',
]);
test('who did not see everything calls no rule unused', leaves, { subject: 'X/y', gaps: [aGap('pools')] }, ['C-01']);
test('a node change says nothing of rules, and heeds them', leaves, { concern: 'nodes' }, []);
test('a node change calls no rule unused', leaves, { concern: 'nodes', subject: 'X/y' }, ['C-01']);

test('the warning names the rule, its owner and its line', (t) => {
  const rule = { subject: 'X/y', reason: 'because', owner: 'ops@example.com', until: '2027-01-01' };
  const declared = aDeclaration({ spec: { ignore: [rule] } });
  const [warning] = ignoreKnown([], declared, { live: aLive(), concern: 'everything' });
  t.like(warning, { subject: 'Cluster/home', path: 'spec.ignore[X/y]', severity: 'warning', source: declared.source });
  t.regex(warning?.why ?? '', /`X\/y` \(because\) ended on 2027-01-01.*ops@example\.com/);
});

test('C-13: a rule keeps its name when another one is written before it', (t) => {
  const rule = (subject: string) => ({ subject, reason: 'r', owner: 'o', until: '2027-01-20' });
  const pathsOf = (subjects: string[]) =>
    ignoreKnown([], aDeclaration({ spec: { ignore: subjects.map(rule) } }), {
      live: aLive(),
      concern: 'everything',
    }).map(({ path }) => path);
  t.deepEqual(pathsOf(['A/b', 'X/y']).slice(1), pathsOf(['X/y']));
});

const applying = (path: string, _: number, paths: string[]) =>
  aFinding({
    path,
    whole: { paths, by: '`kubectl apply`', look: 'kubectl get' },
    action: { kind: 'apply-object', object: { kind: 'Deployment', spec: { replicas: 3 } }, command: '' },
  });
const applied = test.macro((t, ignored: string, spared: string[] | null) => {
  const rule = { subject: '*', path: ignored, reason: 'r', owner: 'o', until: '2027-01-20' };
  const live = aLive({ observedAt: Date.parse('2027-01-15T03:00:00Z') });
  const [one] = ignoreKnown([ignored, 'spec.other'].map(applying), aDeclaration({ spec: { ignore: [rule] } }), {
    live,
    concern: 'everything',
  });
  t.is(one?.command, 'kubectl get');
  if (spared === null) t.regex(one?.blockedBy ?? '', /`kubectl apply` would change what is ignored, too/);
  else t.like(one, { blockedBy: null, action: { spared } });
});
test('what is ignored is spared by the apply of the rest', applied, 'spec.replicas', ['spec.replicas']);
test('so is what is deeper', applied, 'spec.template.spec.nodeSelector', ['spec.template.spec.nodeSelector']);
test(
  'what is ignored within a list leaves the rest to a person',
  applied,
  'spec.template.spec.containers[c].image',
  null,
);

const instance = { reference: anInstance().reference, id: 'id' };
const disk = reference('disks', 'foodata', 'us-central1-a');
const moves = {
  unmount: { kind: 'unmount-disk', disk, instance },
  detach: { kind: 'detach-disk', disk, instance },
  attach: { kind: 'attach-disk', disk, instance },
  mount: { kind: 'mount-disk', disk, instance },
  attachElsewhere: {
    kind: 'attach-disk',
    disk,
    instance: { ...instance, reference: anInstance({ name: 'b' }).reference },
  },
  elsewhere: { kind: 'mount-disk', disk, instance: { ...instance, reference: anInstance({ name: 'b' }).reference } },
} as const;
type Move = keyof typeof moves;
const moved = test.macro((t, ignored: Move, other: Move, isHeld: boolean) => {
  const rule = { subject: 'Disk/*', path: ignored, reason: 'r', owner: 'o', until: '2027-01-20' };
  const step = (path: Move) => aFinding({ subject: 'Disk/z/foodata', path, action: moves[path] as never });
  const live = aLive({ observedAt: Date.parse('2027-01-15T03:00:00Z') });
  const declared = aDeclaration({ spec: { ignore: [rule] } });
  const [one] = ignoreKnown([step(ignored), step(other)], declared, { live, concern: 'everything' });
  t.is(one?.blockedBy, isHeld ? `\`${ignored}\` is ignored, and has to go with it` : null);
});
test('I-08 what is not unmounted is not detached', moved, 'unmount', 'detach', true);
test('I-08 what is not detached is not unmounted', moved, 'detach', 'unmount', true);
test('what is not detached is not attached', moved, 'detach', 'attach', true);
test('what is not attached is not mounted', moved, 'attach', 'mount', true);
test('D-06 what is not mounted is not attached', moved, 'mount', 'attach', true);
test('but a disk that many read is mounted elsewhere', moved, 'attach', 'elsewhere', false);

/** Why each of these steps is held back, where one is ignored. */
function heldWithout(ignored: Move, ...others: Move[]) {
  const rule = { subject: 'Disk/*', path: ignored, reason: 'r', owner: 'o', until: '2027-01-20' };
  const steps = [ignored, ...others].map((path) =>
    aFinding({ subject: 'Disk/z/foodata', path, action: moves[path] as never }),
  );
  const live = aLive({ observedAt: Date.parse('2027-01-15T03:00:00Z') });
  const kept = ignoreKnown(steps, aDeclaration({ spec: { ignore: [rule] } }), { live, concern: 'everything' });
  return kept.map(({ blockedBy }) => blockedBy);
}

test('I-08 a disk whose mount is ignored stays where it is: no step of its way is taken', (t) => {
  const why = '`mount` is ignored, and has to go with it';
  t.deepEqual(heldWithout('mount', 'unmount', 'detach', 'attach'), [why, why, why]);
});

test('a disk that many read leaves its writer for those whose mount is not ignored', (t) => {
  const why = '`mount` is ignored, and has to go with it';
  t.deepEqual(heldWithout('mount', 'detach', 'attach', 'attachElsewhere', 'elsewhere'), [null, why, null, null]);
});
