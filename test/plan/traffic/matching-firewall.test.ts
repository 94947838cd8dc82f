import test from 'ava';
import type { Firewall } from '../../../shared/model/live.ts';
import { matchFirewalls } from '../../../shared/plan/traffic/matching-firewall.ts';
import { aFirewall, anInstance } from '../../builders/compute.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aServiceManifest } from '../../builders/kubernetes.ts';
import { anOpenedService } from '../../builders/live.ts';

const all = ['0.0.0.0/0'];
const service = (name: string, port: number, { sources = all, pool = 'nodes' } = {}) =>
  aServiceManifest({
    name,
    annotations: { 'underpin.dev/pool': pool },
    spec: { ports: [{ port }], loadBalancerSourceRanges: sources },
  });
const tcp = (...ports: string[]) => [{ protocol: 'tcp', ports }];

/** Which live firewall is taken for what each of the stacks declares. */
function matched(objects: ReturnType<typeof service>[], firewalls: Firewall[]): string[] {
  const pools = ['nodes', 'spare'].map((name) => ({ name, nodeGroups: ['default'] }));
  const stacks = objects.map((object) => ({
    name: String((object.metadata as { name: string }).name),
    objects: [object],
  }));
  const outsider = anInstance({ name: 'bastion', tags: ['bastion'] });
  const live = anOpenedService({ firewalls });
  const found = matchFirewalls(aDeclaration({ spec: { pools }, stacks }), {
    ...live,
    instances: [...live.instances, outsider],
  });
  return [...found.values()].map(
    ({ firewall, isOurs, serves }) =>
      `${firewall.reference.name} ${isOurs ? 'is ours' : 'serves'} ${serves.map(({ stack }) => stack).join(' and ')}`,
  );
}

const web = service('web', 80);
const game = service('game', 25565);
const byHand = (fields: Partial<Firewall> & { name?: string } = {}) =>
  aFirewall({ name: 'by-hand', allowed: tcp('80', '25565'), ...fields });

const matches = test.macro((t, objects: (typeof web)[], firewalls: Firewall[], expected: string[]) =>
  t.deepEqual(matched(objects, firewalls), expected),
);
const both = 'by-hand serves web and game';
test('one made by hand may serve several', matches, [web, game], [byHand()], [both, both]);
const narrow = service('game', 25565, { sources: ['10.0.0.0/8'] });
test('N-05 who want other sources cannot share one', matches, [web, narrow], [byHand()], []);
test('nor who are in other pools', matches, [web, service('game', 25565, { pool: 'spare' })], [byHand()], []);
test(
  'it serves whom it opens a port for',
  matches,
  [web, game],
  [byHand({ allowed: tcp('80') })],
  ['by-hand serves web'],
);
test(
  'for another protocol it opens none',
  matches,
  [web],
  [byHand({ allowed: [{ protocol: 'udp', ports: ['80'] }] })],
  [],
);
test('one that opens every port is nobody’s', matches, [web], [byHand({ allowed: tcp() })], []);
const ours = aFirewall({ name: 'home-web', allowed: tcp('80', '25565') });
test(
  'under our name it is ours, and serves nobody else',
  matches,
  [web, game],
  [byHand(), ours],
  ['home-web is ours web', 'by-hand serves game'],
);

const nearer = test.macro((t, far: Partial<Firewall>, near: Partial<Firewall> = {}) => {
  const [one, other] = [byHand({ name: 'far', ...far }), byHand({ name: 'near', allowed: tcp('80'), ...near })];
  t.deepEqual(matched([web], [one, other]), ['near serves web']);
  t.deepEqual(matched([web], [other, one]), ['near serves web']);
});
test('of two the one that opens nothing else is nearer', nearer, { allowed: tcp('80', '81') });
test('or the one that is on', nearer, { allowed: tcp('80'), disabled: true });
test('or that lets in who is declared', nearer, { allowed: tcp('80'), sourceRanges: ['10.0.0.0/8'] });
const two = [...tcp('80', '81'), { protocol: 'udp', ports: ['9'] }];
test('or that has one thing wrong instead of two', nearer, { allowed: two }, { disabled: true });

const isNobodys = test.macro((t, fields: Partial<Firewall> & { name?: string }) =>
  t.deepEqual(matched([web], [byHand(fields)]), []),
);
test('one for all VMs is nobody’s', isNobodys, { targetTags: [] });
test('one for other VMs too', isNobodys, { targetTags: ['k8s-home-node', 'bastion'] });
test('one of another network', isNobodys, { network: 'other' });
test('one for traffic that leaves', isNobodys, { direction: 'EGRESS' });
test('one for those who come from tagged VMs', isNobodys, { sourceTags: ['x'] });
test('or from VMs of an account', isNobodys, { sourceServiceAccounts: ['jobs@x'] });
test('one of GKE', isNobodys, { name: 'gke-home-80' });
test('one of the cloud controller', isNobodys, { name: 'k8s-fw-a1' });
test('but not what is called alike', matches, [web], [byHand({ name: 'my-gke-web' })], ['my-gke-web serves web']);
test('one that means the nodes by their account is theirs', (t) => {
  const account = 'nodes@my-project.iam.gserviceaccount.com';
  const firewalls = [byHand({ targetTags: [], targetServiceAccounts: [account] })];
  t.deepEqual(matched([web], firewalls), ['by-hand serves web']);
});
const kept = (cluster: string) => ({ description: `Kept by Underpin for Service web of cluster ${cluster}` });
const webOf = (cluster: string) => aFirewall({ name: 'home-web', allowed: tcp('80'), ...kept(cluster) });
test('one of its name that was made for another cluster is not it', matches, [web], [webOf('home-web')], []);
test('one that was made for this cluster is', matches, [web], [webOf('home')], ['home-web is ours web']);
test('nor is one of another cluster taken for one made by hand', isNobodys, kept('other'));
test(
  'one of its name in another network is not it',
  matches,
  [web],
  [aFirewall({ name: 'home-web', network: 'other', allowed: tcp('80') })],
  [],
);
