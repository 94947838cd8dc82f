import test from 'ava';
import type { Decision } from '../../shared/model/decision.ts';
import { clustersConcerned, type DeclaredCluster, mayConcern, ofDeclaredClusters } from '../../shared/scope/concern.ts';

const home: DeclaredCluster = {
  name: 'home',
  project: 'home-lab',
  region: 'us-central1',
  projectNumber: '461580021277',
  gke: { location: 'us-central1-a', name: 'home' },
};
const attic: DeclaredCluster = { name: 'attic', project: 'home-lab', region: 'europe-west1' };
const work: DeclaredCluster = { name: 'work', project: 'work-prod', region: 'us-central1' };
const declared = [home, attic, work];

function aDecision(facts: Partial<Decision> = {}): Decision {
  const nothing = {
    project: null,
    zone: null,
    instance: null,
    instanceId: null,
    region: null,
    cluster: null,
    publishedAt: null,
  };
  return { decision: 'act', change: 'gone', why: 'a VM is gone', source: 'activity', ...nothing, ...facts };
}

const concerns = test.macro((t, facts: Partial<Decision>, expected: string[]) => {
  t.deepEqual(clustersConcerned(aDecision(facts), declared), expected);
});

test(
  'an event concerns the clusters of its project and region',
  concerns,
  { project: 'home-lab', region: 'us-central1' },
  ['home'],
);
test('an event without a region concerns all clusters of its project', concerns, { project: 'home-lab' }, [
  'home',
  'attic',
]);
test('an event without a project rules nobody out by project', concerns, { region: 'us-central1' }, ['home', 'work']);
test(
  'a project number rules out only those whose number is known and differs',
  concerns,
  { project: '99', region: 'us-central1' },
  ['work'],
);
test('the own number of a project is that project', concerns, { project: '461580021277', region: 'us-central1' }, [
  'home',
  'work',
]);
test(
  'a GKE name concerns the cluster declared under it',
  concerns,
  { project: 'home-lab', cluster: { name: 'home', location: 'us-central1-a' } },
  ['home'],
);
test(
  'another GKE cluster of the project concerns nobody',
  concerns,
  { project: 'home-lab', cluster: { name: 'lab', location: 'us-central1-a' } },
  [],
);
test(
  'a GKE cluster of the same name elsewhere concerns nobody',
  concerns,
  { project: 'home-lab', cluster: { name: 'home', location: 'us-central1-b' } },
  [],
);
test(
  'a GKE cluster may be the one that is declared by its server alone, in whose region it is',
  concerns,
  { project: 'home-lab', cluster: { name: 'home', location: 'europe-west1' } },
  ['attic'],
);
test(
  'also where it is in a zone of that region',
  concerns,
  { project: 'home-lab', cluster: { name: 'home', location: 'europe-west1-b' } },
  ['attic'],
);
test('a strange project concerns nobody', concerns, { project: 'elsewhere', region: 'us-central1' }, []);
test('what is ignored concerns nobody', concerns, { decision: 'ignore', project: 'home-lab' }, []);

test('an event that concerns nobody is ignored, and says whose it is', (t) => {
  const stranger = ofDeclaredClusters(aDecision({ project: 'elsewhere' }), declared);
  t.is(stranger.decision, 'ignore');
  t.is(stranger.change, 'unknown');
  t.is(stranger.why, 'elsewhere is not a project of ours (a VM is gone)');
  const otherRegion = ofDeclaredClusters(
    aDecision({ project: 'home-lab', region: 'asia-east1', zone: 'asia-east1-a' }),
    declared,
  );
  t.is(otherRegion.why, 'no cluster is declared for asia-east1-a in project home-lab (a VM is gone)');
});

test('an event that concerns somebody stays as it is', (t) => {
  const decision = aDecision({ project: 'home-lab' });
  t.is(ofDeclaredClusters(decision, declared), decision);
});

const concernsBroken = test.macro((t, facts: Partial<Decision>, project: string | null, expected: boolean) => {
  t.is(mayConcern(aDecision(facts), { project }, declared), expected);
});

test(
  'an event may be of a broken declaration of its project',
  concernsBroken,
  { project: 'home-lab' },
  'home-lab',
  true,
);
test('an event is of no broken declaration of another', concernsBroken, { project: 'home-lab' }, 'work-prod', false);
test('what says no project may be of any', concernsBroken, { project: 'home-lab' }, null, true);
test('an event without a project may be of any', concernsBroken, {}, 'work-prod', true);
test('a project number may be that of any', concernsBroken, { project: '99' }, 'work-prod', true);
const named = { project: 'home-lab', cluster: { name: 'home', location: 'us-central1-a' } };
test('a GKE cluster that is declared is the one that is meant', concernsBroken, named, 'home-lab', false);
const other = { project: 'home-lab', cluster: { name: 'other', location: 'us-central1-a' } };
test('a GKE cluster that is not declared may be the broken one', concernsBroken, other, 'home-lab', true);
