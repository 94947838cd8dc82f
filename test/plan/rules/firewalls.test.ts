import test from 'ava';
import type { Declared, Stack } from '../../../shared/model/declared.ts';
import type { Finding } from '../../../shared/model/finding.ts';
import type { Firewall, Live } from '../../../shared/model/live.ts';
import { planFor } from '../../../shared/plan/plan.ts';
import { firewalls } from '../../../shared/plan/rules/firewalls.ts';
import { aFirewall, aHealthCheckersFirewall, anInstance } from '../../builders/compute.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aServiceManifest } from '../../builders/kubernetes.ts';
import { aGap, anOpenedService, anOpening } from '../../builders/live.ts';

const scope = { cluster: 'home', concern: 'everything', mode: 'plan' } as const;

function told(live: Live, declared: Declared = anOpening()): string[] {
  return firewalls(declared, live).map(({ outcome, rule, subject, path }) =>
    `${outcome} ${rule} ${subject} ${path}`.trim(),
  );
}

function withFirewall(fields: Partial<Firewall> & { name?: string }): Live {
  return anOpenedService({ firewalls: [aFirewall(fields), aHealthCheckersFirewall()] });
}

function only(findings: Finding[]): Finding {
  const [first, ...others] = findings;
  if (!first || others.length > 0) throw new Error(`${findings.length} findings`);
  return first;
}

const equalInOtherWords = test.macro((t, fields: Partial<Firewall>) => t.deepEqual(told(withFirewall(fields)), []));

test('N-05: IPv4 host bits mean nothing', equalInOtherWords, { sourceRanges: ['203.0.113.9/0'] });
test('N-05: two halves are the whole', equalInOtherWords, { sourceRanges: ['128.0.0.0/1', '0.0.0.0/1'] });
test('N-04: a protocol may come as its number', equalInOtherWords, { allowed: [{ protocol: '6', ports: ['25565'] }] });
test('N-04: a protocol may come in another case', equalInOtherWords, {
  allowed: [{ protocol: 'TCP', ports: ['25565-25565'] }],
});
test('N-05: a port named twice is one', equalInOtherWords, {
  allowed: [
    { protocol: 'tcp', ports: ['25565'] },
    { protocol: 'tcp', ports: ['25565', '25565-25565'] },
  ],
});
test('N-05: a rule made by hand may have a priority of its own', equalInOtherWords, { priority: 900 });

const drifts = test.macro((t, fields: Partial<Firewall>, expected: string, body: object) => {
  const found = only(firewalls(anOpening(), withFirewall(fields)));
  t.is(`${found.rule} ${found.subject} ${found.path}`, expected);
  t.like(found.action, { kind: 'patch-firewall', body });
});

const declaredBody = {
  disabled: false,
  sourceRanges: ['0.0.0.0/0'],
  allowed: [{ IPProtocol: 'tcp', ports: ['25565'] }],
};
test(
  'N-05: narrowed sources',
  drifts,
  { sourceRanges: ['10.0.0.0/8'] },
  'N-05 Firewall/allow-minecraft sourceRanges',
  declaredBody,
);
test(
  'N-05: more ports',
  drifts,
  { allowed: [{ protocol: 'tcp', ports: ['1-65535'] }] },
  'N-05 Firewall/allow-minecraft allowed',
  declaredBody,
);
test(
  'N-05: a range around the declared port',
  drifts,
  { allowed: [{ protocol: 'tcp', ports: ['25565-25566'] }] },
  'N-05 Firewall/allow-minecraft allowed',
  declaredBody,
);
test('N-05: switched off', drifts, { disabled: true }, 'N-05 Firewall/allow-minecraft disabled', declaredBody);

test('N-05: every difference of one firewall carries the same patch, all of it', (t) => {
  const live = withFirewall({ sourceRanges: ['10.0.0.0/8'], allowed: [{ protocol: 'tcp', ports: ['25000-26000'] }] });
  const found = firewalls(anOpening(), live);
  t.deepEqual(
    found.map(({ path }) => path),
    ['sourceRanges', 'allowed'],
  );
  t.deepEqual(found[0]?.action, found[1]?.action);
  t.like(found[0]?.action, {
    body: declaredBody,
    replaces: { sourceRanges: ['10.0.0.0/8'], allowed: [{ IPProtocol: 'tcp', ports: ['25000-26000'] }] },
  });
  t.is(
    found[0]?.command,
    'gcloud compute firewall-rules update allow-minecraft --project=my-project --allow=tcp:25565 --source-ranges=0.0.0.0/0 --no-disabled',
  );
});

test('N-05: what else somebody opened in a rule of their own is told and not taken away', (t) => {
  const live = withFirewall({ allowed: [{ protocol: 'tcp', ports: ['22', '25565'] }] });
  const found = only(firewalls(anOpening(), live));
  t.is(found.path, 'allowed');
  t.is(found.action, null);
  t.regex(found.why, /also opens tcp:22/);
  t.regex(found.command ?? '', /firewall-rules update allow-minecraft .*--allow=tcp:25565 /);
});

test('N-05: in a rule of our own name everything is compared, and taken back', (t) => {
  const live = withFirewall({
    name: 'home-minecraft',
    allowed: [{ protocol: 'tcp', ports: ['22', '25565'] }],
    priority: 10,
    sourceTags: ['x'],
    sourceServiceAccounts: ['jobs@x'],
  });
  const found = firewalls(anOpening(), live);
  t.deepEqual(
    found.map(({ path }) => path),
    ['priority', 'sourceTags', 'sourceServiceAccounts', 'allowed'],
  );
  t.like(found[3]?.action, { body: { priority: 1000, sourceTags: [], sourceServiceAccounts: [], ...declaredBody } });
});

const shared = ['k8s-home-node'];

test('N-05: one of ours that is for other VMs, too, is for the nodes alone again', (t) => {
  const found = only(firewalls(anOpening(), withFirewall({ name: 'home-minecraft', targetTags: ['db', ...shared] })));
  t.is(found.path, 'targetTags');
  t.regex(found.why, /whatever VM has the tag `db`, too/);
  t.like(found.action, { body: { targetTags: shared }, replaces: { targetTags: ['db', ...shared] } });
});

test('P-07: while some VMs are unseen, nobody knows which tags are those of others', (t) => {
  const live = withFirewall({ name: 'home-minecraft', targetTags: ['db', ...shared] });
  const gaps = [aGap('instances', 'us-central1-b')];
  t.deepEqual(told({ ...live, gaps }), ['unknown N-11 Firewall/home-nodes-health']);
});

test('N-05: the direction of a rule cannot be patched', (t) => {
  const found = only(firewalls(anOpening(), withFirewall({ name: 'home-minecraft', direction: 'EGRESS' })));
  t.is(found.path, 'direction');
  t.regex(found.command ?? '', /delete home-minecraft .* && .*create home-minecraft .*--network=default/);
  t.is(found.action, null);
});

test('N-05: one made by hand may serve several services', (t) => {
  const declared = aDeclaration({
    stacks: [
      { objects: [aServiceManifest()] },
      { name: 'frontend', objects: [aServiceManifest({ name: 'frontend', spec: { ports: [{ port: 80 }] } })] },
    ],
  });
  const both = { allowed: [{ protocol: 'tcp', ports: ['80', '25565'] }] };
  t.deepEqual(told(withFirewall(both), declared), []);
  t.deepEqual(told(withFirewall({ ...both, sourceRanges: ['10.0.0.0/8'] }), declared), [
    'drift N-05 Firewall/allow-minecraft sourceRanges',
  ]);
});

test('I-26: one that serves several stacks is patched only where all of them may be written to', (t) => {
  const shared = withFirewall({
    allowed: [{ protocol: 'tcp', ports: ['80', '25565'] }],
    sourceRanges: ['10.0.0.0/8'],
  });
  const planned = (fields: Partial<Stack>, spec: Partial<Stack['spec']> = {}) => {
    const [first, second] = aDeclaration({
      stacks: [
        { objects: [aServiceManifest()] },
        { name: 'frontend', objects: [aServiceManifest({ name: 'frontend', spec: { ports: [{ port: 80 }] } })] },
      ],
    }).stacks;
    if (!first || !second) throw new Error('two stacks were declared');
    const stacks = [first, { ...second, ...fields, spec: { ...second.spec, ...spec } }];
    const { actions, blocked } = planFor({ ...aDeclaration(), stacks }, shared, scope);
    const isPatch = ({ kind }: { kind: string }) => kind === 'patch-firewall';
    return [actions.filter(isPatch).length, ...blocked.filter(isPatch).map(({ blockedBy }) => blockedBy)];
  };
  t.deepEqual(planned({}), [1]);
  t.deepEqual(planned({}, { mode: 'observe' }), [0, 'stack `frontend` is declared with mode: observe']);
  t.deepEqual(planned({ protected: true }), [0, 'stack `frontend` is marked underpin.dev/protect (I-26)']);
});

test('N-01: a missing firewall is made as declared and for the nodes alone', (t) => {
  const found = only(firewalls(anOpening(), anOpenedService({ firewalls: [aHealthCheckersFirewall()] })));
  t.is(found.subject, 'Firewall/home-minecraft');
  t.deepEqual(found.action, {
    kind: 'create-firewall',
    firewall: { project: 'my-project', location: 'global', collection: 'firewalls', name: 'home-minecraft' },
    body: {
      name: 'home-minecraft',
      description: 'Kept by Underpin for Service default/minecraft of cluster home',
      network: 'projects/my-project/global/networks/default',
      direction: 'INGRESS',
      priority: 1000,
      sourceRanges: ['0.0.0.0/0'],
      allowed: [{ IPProtocol: 'tcp', ports: ['25565'] }],
      targetTags: ['k8s-home-node'],
    },
  });
  t.is(
    found.command,
    'gcloud compute firewall-rules create home-minecraft --project=my-project --network=default --direction=INGRESS --priority=1000 --allow=tcp:25565 --source-ranges=0.0.0.0/0 --target-tags=k8s-home-node',
  );
});

test('N-11: without a firewall for the health checkers every member looks dead', (t) => {
  const found = only(firewalls(anOpening(), anOpenedService({ firewalls: [aFirewall()] })));
  t.is(`${found.rule} ${found.subject}`, 'N-11 Firewall/home-nodes-health');
  t.like(found.action, {
    kind: 'create-firewall',
    body: {
      sourceRanges: ['130.211.0.0/22', '209.85.152.0/22', '209.85.204.0/22', '35.191.0.0/16'],
      allowed: [{ IPProtocol: 'tcp', ports: ['10256'] }],
    },
  });
  t.deepEqual(found.neededBy, ['minecraft']);
});

test('N-11: one range of the checkers kept out is enough to say so', (t) => {
  const lacking = {
    ...aHealthCheckersFirewall(),
    sourceRanges: ['35.191.0.0/16', '130.211.0.0/22', '209.85.152.0/22'],
  };
  t.deepEqual(told(anOpenedService({ firewalls: [aFirewall(), lacking] })), ['drift N-11 Firewall/home-nodes-health']);
});

test('N-05: what lets more in for every VM of the network is no finding: nothing is kept out', (t) => {
  const broad = aFirewall({ name: 'allow-all', targetTags: [], allowed: [{ protocol: 'all', ports: [] }] });
  t.deepEqual(told(anOpenedService({ firewalls: [broad] })), []);
});

test('N-05: a denial of a lower number wins', (t) => {
  const denial = aFirewall({
    name: 'deny',
    allowed: [],
    denied: [{ protocol: 'tcp', ports: [] }],
    priority: 1,
    targetTags: [],
  });
  const broad = aFirewall({ name: 'allow-all', targetTags: [], allowed: [{ protocol: 'all', ports: [] }] });
  const found = firewalls(anOpening(), anOpenedService({ firewalls: [broad, denial] }));
  t.is(found.length, 2);
  t.regex(found[0]?.why ?? '', /firewall `deny` denies tcp:25565 /);
  t.true(
    found.every(({ action }) => action === null),
    'none that is made would change it',
  );
});

const denies = (fields: Partial<Firewall> & { name?: string } = {}) =>
  aFirewall({ name: 'deny', allowed: [], denied: [{ protocol: 'tcp', ports: ['25565'] }], priority: 10, ...fields });

test('N-05: a firewall that is as declared is still judged by its effect', (t) => {
  for (const name of ['home-minecraft', 'by-hand']) {
    const live = anOpenedService({ firewalls: [aFirewall({ name }), aHealthCheckersFirewall(), denies()] });
    const found = only(firewalls(anOpening(), live));
    t.like(found, { subject: `Firewall/${name}`, severity: 'critical', live: ['deny'], action: null });
  }
});

test('N-05: a list of those who are kept out leaves the rest open', (t) => {
  const list = denies({ sourceRanges: ['198.51.100.0/24'] });
  const live = anOpenedService({ firewalls: [aFirewall(), aHealthCheckersFirewall(), list] });
  const found = only(firewalls(anOpening(), live));
  t.like(found, { severity: 'info', action: null });
  t.regex(found.why, /`deny` denies a part of it .* the rest of Service default\/minecraft is open/);
});

test('N-05: where a few alone get in, or a declared range does not, the denial is no such list', (t) => {
  const office = aFirewall({ name: 'office', priority: 5, sourceRanges: ['198.51.100.1/32'] });
  const live = anOpenedService({ firewalls: [aFirewall(), office, aHealthCheckersFirewall(), denies()] });
  const found = only(firewalls(anOpening(), live));
  t.like(found, { severity: 'critical', live: ['deny'] });
  t.regex(
    found.why,
    /^firewall `deny` denies tcp:25565 at priority 10 to all or most of a range that is to reach Service/,
  );
  const list = denies({ sourceRanges: ['209.85.152.0/22'], denied: [{ protocol: 'all', ports: [] }] });
  const ofCheckers = firewalls(
    anOpening(),
    anOpenedService({ firewalls: [aFirewall(), aHealthCheckersFirewall(), list] }),
  );
  t.deepEqual(
    ofCheckers.map(({ rule, severity }) => [rule, severity]),
    [
      ['N-05', 'info'],
      ['N-11', 'critical'],
    ],
  );
});

test('N-05: of several denials, the one is named that shuts', (t) => {
  const declared = aDeclaration({
    stacks: [{ objects: [aServiceManifest({ spec: { ports: [80, 81, 82, 83, 443].map((port) => ({ port })) } })] }],
  });
  const both = aFirewall({ allowed: [{ protocol: 'tcp', ports: ['80-83', '443'] }] });
  const list = denies({
    name: 'list',
    priority: 5,
    sourceRanges: ['0.0.0.0/2'],
    denied: [{ protocol: 'tcp', ports: [] }],
  });
  const shut = denies({ denied: [{ protocol: 'tcp', ports: ['443'] }] });
  const found = only(
    firewalls(declared, anOpenedService({ firewalls: [both, aHealthCheckersFirewall(), list, shut] })).filter(
      ({ rule }) => rule === 'N-05',
    ),
  );
  t.deepEqual(found.live, ['deny', 'list']);
  t.regex(found.why, /^firewall `deny` denies tcp:443 at priority 10/);
});

test('N-05: each of several that shut is named with what it denies', (t) => {
  const ports = [{ port: 80 }, { port: 443 }, { port: 53, protocol: 'UDP' }];
  const declared = aDeclaration({ stacks: [{ objects: [aServiceManifest({ spec: { ports } })] }] });
  const tcp = { protocol: 'tcp', ports: ['80', '443'] };
  const open = aFirewall({ allowed: [tcp, { protocol: 'udp', ports: ['53'] }] });
  const web = denies({
    name: 'web',
    denied: [
      { protocol: 'tcp', ports: ['80'] },
      { protocol: 'udp', ports: ['53'] },
    ],
  });
  const secure = denies({ name: 'secure', priority: 20, denied: [{ protocol: 'tcp', ports: ['1-1023'] }] });
  const live = anOpenedService({ firewalls: [open, aHealthCheckersFirewall(), web, secure] });
  const found = only(firewalls(declared, live));
  t.deepEqual(found.live, ['web', 'secure']);
  t.regex(
    found.why,
    /^firewall `web` denies tcp:80,udp:53 at priority 10 and firewall `secure` denies tcp:443 at priority 20 to all/,
  );
});

test('N-05: of two protocols, what shuts one is named before a list for the other', (t) => {
  const ports = [{ port: 25565 }, { port: 53, protocol: 'UDP' }];
  const declared = aDeclaration({ stacks: [{ objects: [aServiceManifest({ spec: { ports } })] }] });
  const both = aFirewall({
    allowed: [
      { protocol: 'tcp', ports: ['25565'] },
      { protocol: 'udp', ports: ['53'] },
    ],
  });
  const list = denies({ name: 'list', sourceRanges: ['198.51.100.0/24'] });
  const shut = denies({ denied: [{ protocol: 'udp', ports: ['53'] }] });
  const live = anOpenedService({ firewalls: [both, aHealthCheckersFirewall(), list, shut] });
  const found = only(firewalls(declared, live));
  t.like(found, { severity: 'critical', live: ['deny', 'list'] });
  t.regex(found.why, /^firewall `deny` denies udp:53 at priority 10/);
});

test('N-05: nothing is made over a list that stands after it', (t) => {
  const open = aFirewall({ name: 'open', priority: 3000, targetTags: [] });
  const list = denies({ priority: 2000, sourceRanges: ['198.51.100.0/24'] });
  const found = only(firewalls(anOpening(), anOpenedService({ firewalls: [open, list, aHealthCheckersFirewall()] })));
  t.like(found, { severity: 'info', action: null, live: ['deny'] });
});

test('N-05: a denial that comes after what is made holds nothing back', (t) => {
  const live = anOpenedService({ firewalls: [aHealthCheckersFirewall(), denies({ priority: 65534 })] });
  t.is(only(firewalls(anOpening(), live)).action?.kind, 'create-firewall');
  const before = anOpenedService({ firewalls: [aHealthCheckersFirewall(), denies({ priority: 1000 })] });
  t.is(only(firewalls(anOpening(), before)).action, null);
});

test('N-05: a firewall of our name in another network lets nothing in, and none can be made', (t) => {
  const found = only(firewalls(anOpening(), withFirewall({ name: 'home-minecraft', network: 'other' })));
  t.like(found, { path: 'network', live: 'other', action: null });
});

test('N-05: two clusters whose words make one name do not take the firewall from each other', (t) => {
  const description = 'Kept by Underpin for Service default/minecraft of cluster home-prod';
  const theirs = withFirewall({ name: 'home-minecraft', description, targetTags: ['k8s-home-prod-node'] });
  const found = only(firewalls(anOpening(), theirs));
  t.like(found, { path: 'description', live: description, action: null });
  t.regex(found.why, /no firewall can be made, as cluster `home-prod` has one of that name/);
});

test('N-05: a VM whose service account a firewall does not name is told', (t) => {
  const live = withFirewall({ name: 'home-minecraft', targetTags: [], targetServiceAccounts: ['nodes@x'] });
  const instances = live.instances.map((one, at) => ({ ...one, serviceAccount: at === 0 ? 'other@x' : 'nodes@x' }));
  const found = only(firewalls(anOpening(), { ...live, instances }));
  t.regex(found.why, /it is not for node-1, by the service account/);
});

test('I-16: what is made anew by hand is for nobody else than before', (t) => {
  const commandOf = (fields: Partial<Firewall>) =>
    firewalls(anOpening(), withFirewall({ name: 'home-minecraft', direction: 'EGRESS', ...fields }))[0]?.command ?? '';
  t.regex(commandOf({}), / && gcloud compute firewall-rules create .* --target-tags=k8s-home-node$/);
  t.regex(commandOf({ targetTags: [], targetServiceAccounts: ['a@x'] }), / --target-service-accounts=a@x$/);
});

test('N-05: ranges of IPv6, over which no target pool is reached, are left out of the firewall', (t) => {
  const loadBalancerSourceRanges = ['203.0.113.0/24', '2001:db8::/32'];
  const declared = aDeclaration({ stacks: [{ objects: [aServiceManifest({ spec: { loadBalancerSourceRanges } })] }] });
  const { action } = only(firewalls(declared, anOpenedService({ firewalls: [aHealthCheckersFirewall()] })));
  t.true(action?.kind === 'create-firewall');
  t.like(action, { body: { sourceRanges: ['203.0.113.0/24'] } });
});

test('N-05: who may come in is never guessed', (t) => {
  const declared = aDeclaration({
    stacks: [{ objects: [aServiceManifest({ spec: { loadBalancerSourceRanges: [] } })] }],
  });
  const found = only(firewalls(declared, anOpenedService({ firewalls: [aHealthCheckersFirewall()] })));
  t.is(found.action, null);
  t.regex(found.why, /no sources are declared/);
  t.deepEqual(told(anOpenedService(), declared), []);
});

const withoutSources = test.macro((t, fields: Partial<Firewall>, path: string) => {
  const declared = aDeclaration({
    stacks: [{ objects: [aServiceManifest({ spec: { loadBalancerSourceRanges: [] } })] }],
  });
  for (const name of ['by-hand', 'home-minecraft']) {
    const found = firewalls(declared, withFirewall({ ...fields, name })).find((one) => one.path === path);
    t.is(found?.action, null);
    t.regex(found?.why ?? '', /nobody has declared who may come in: say who/);
    t.is(found?.command, `gcloud compute firewall-rules describe ${name} --project=my-project`);
  }
});
const denial = [{ protocol: 'tcp', ports: ['25564'] }];
test('N-05: nothing is switched on for whoever may come in', withoutSources, { disabled: true }, 'disabled');
test('N-05: nor brought to other VMs', withoutSources, { targetTags: ['old'] }, 'targetTags');
test('N-05: a denial is made no permission for them', withoutSources, { denied: denial }, 'denied');

test('N-05: no port is opened to sources that nobody declared, and what only closes goes on', (t) => {
  const port = (number: number) => ({ name: `p${number}`, port: number, targetPort: number, protocol: 'TCP' });
  const spec = { loadBalancerSourceRanges: [], ports: [port(80), port(443)] };
  const declared = aDeclaration({ stacks: [{ objects: [aServiceManifest({ spec })] }] });
  const foundWith = (ports: string[]) =>
    firewalls(declared, withFirewall({ name: 'by-hand', allowed: [{ protocol: 'tcp', ports }] })).find(
      ({ path }) => path === 'allowed',
    );
  t.like(foundWith(['80']), {
    action: null,
    command: 'gcloud compute firewall-rules describe by-hand --project=my-project',
  });
  t.like(foundWith(['79-81', '443'])?.action, {
    kind: 'patch-firewall',
    body: { allowed: [{ IPProtocol: 'tcp', ports: ['80', '443'] }] },
  });
});

test('N-07: each protocol and port is asked for itself where nobody said who may come in', (t) => {
  const ports = ['TCP', 'UDP'].map((protocol) => ({ name: protocol, port: 53, protocol }));
  const declared = aDeclaration({
    stacks: [{ objects: [aServiceManifest({ spec: { loadBalancerSourceRanges: [], ports } })] }],
  });
  const forAll = (name: string, protocol: string) =>
    aFirewall({ name, targetTags: [], allowed: [{ protocol, ports: ['53'] }] });
  const whyOf = (...all: Firewall[]) =>
    firewalls(declared, anOpenedService({ firewalls: [...all, aHealthCheckersFirewall()] })).map(({ why }) => why);
  t.regex(whyOf()[0] ?? '', /lets anything in to/);
  t.regex(whyOf(forAll('a', 'tcp'))[0] ?? '', /lets udp:53 in to/);
  t.deepEqual(whyOf(forAll('a', 'tcp'), forAll('b', 'udp')), []);
});

test('underpin.dev/firewall: none is nobody’s finding', (t) => {
  const objects = [aServiceManifest({ annotations: { 'underpin.dev/firewall': 'none' } })];
  t.deepEqual(
    told(anOpenedService({ firewalls: [aHealthCheckersFirewall()] }), aDeclaration({ stacks: [{ objects }] })),
    [],
  );
});

test('N-06: no tag that all nodes share, no firewall that would be for every VM', (t) => {
  const instances = [anInstance({ name: 'node-1', tags: ['a'] }), anInstance({ name: 'node-2', tags: ['b'] })];
  const live = anOpenedService({ instances, firewalls: [] });
  const found = firewalls(anOpening(), live);
  t.true(found.length > 0 && found.every(({ action }) => action === null));
  t.regex(found[0]?.why ?? '', /share no network tag/);
});

const leftToAPerson = test.macro((t, fields: Partial<Firewall>, other: string[], why: RegExp) => {
  const firewall = aFirewall({ name: 'home-minecraft', ...fields });
  const instances = [anInstance(), anInstance({ name: 'bastion', tags: other })];
  const live = anOpenedService({ instances, firewalls: [firewall, aHealthCheckersFirewall()] });
  const found = only(firewalls(anOpening(), live));
  t.is(`${found.subject} ${found.path}`, 'Firewall/home-minecraft targetTags');
  t.is(found.action, null);
  t.regex(found.why, why);
});

test(
  'I-16: one for every VM is not made one for a tag that a bastion has, too',
  leftToAPerson,
  { targetTags: [] },
  shared,
  /for every VM of the network; other VMs have the tags of its nodes, too: `k8s-home-node` \(`bastion`\)/,
);
test(
  'I-16: nor one that is for nobody yet',
  leftToAPerson,
  { targetTags: ['old'] },
  shared,
  /not for the nodes of the pool; other VMs have the tags of its nodes/,
);
test(
  'N-05: nor one for the nodes that a bastion has got the tag of since',
  leftToAPerson,
  {},
  shared,
  /for whatever VM has the tag `k8s-home-node`, too; other VMs have the tags of its nodes/,
);
test(
  'N-05: one that tells VMs by service accounts is told no tags',
  leftToAPerson,
  { targetTags: [], targetServiceAccounts: ['web@my-project.iam.gserviceaccount.com'] },
  [],
  /not for the nodes of the pool; it tells VMs by their service accounts/,
);

const narrowStacks = [{ objects: [aServiceManifest({ spec: { loadBalancerSourceRanges: ['198.51.100.0/24'] } })] }];
const narrow = aDeclaration({ stacks: narrowStacks });
const ours = (fields: Partial<Firewall>) => {
  const firewall = aFirewall({ name: 'home-minecraft', sourceRanges: ['198.51.100.0/24'], ...fields });
  const instances = [anInstance(), anInstance({ name: 'bastion' })];
  return anOpenedService({ instances, firewalls: [firewall, aHealthCheckersFirewall()] });
};

const isClosed = test.macro((t, fields: Partial<Firewall>, path: string) => {
  const found = firewalls(narrow, ours(fields));
  t.deepEqual(
    found.map((one) => [one.path, one.action?.kind]),
    [
      [path, 'patch-firewall'],
      ['targetTags', undefined],
    ],
  );
  const [action] = found.map((one) => one.action);
  t.like(action, { body: { sourceRanges: ['198.51.100.0/24'] } });
  t.false(action?.kind === 'patch-firewall' && 'targetTags' in action.body);
  t.deepEqual(found[0]?.whole?.paths, [path], 'an ignored targetTags is not written, and holds nothing up');
});

for (const targetTags of [shared, ['old'], []]) {
  const whom = targetTags.join() || 'every VM';
  test(
    `I-16: the world is kept out again of one for ${whom}, though a bastion has the tag`,
    isClosed,
    { targetTags, sourceRanges: ['0.0.0.0/0'] },
    'sourceRanges',
  );
}
const all = [{ protocol: 'tcp', ports: [] }];
test('I-16: and from the ports that nobody declared', isClosed, { allowed: all }, 'allowed');
test('I-16: and it gives way to denials again', isClosed, { priority: 10 }, 'priority');
test('I-16: one by service accounts is closed as well, and told no tags', (t) => {
  const accounts = { targetTags: [], targetServiceAccounts: ['web@my-project.iam.gserviceaccount.com'] };
  const declared = aDeclaration({ spec: { targetTags: shared }, stacks: narrowStacks });
  const found = firewalls(declared, ours({ ...accounts, sourceRanges: ['0.0.0.0/0'] }));
  const [action] = found.map((one) => one.action);
  t.is(action?.kind, 'patch-firewall');
  t.false(action?.kind === 'patch-firewall' && 'targetTags' in action.body);
});

const isOpened = test.macro((t, fields: Partial<Firewall>, path: string) => {
  const [found, ...others] = firewalls(narrow, ours({ sourceRanges: ['0.0.0.0/0'], ...fields })).filter(
    (one) => one.path !== 'targetTags',
  );
  t.is([found, ...others].find((one) => one?.path === path)?.action, null);
  t.true(
    others.every(({ action }) => action === null),
    'one patch carries them all',
  );
});
test('I-16: nothing is switched on for others', isOpened, { disabled: true }, 'disabled');
test('I-16: nor put before denials', isOpened, { priority: 2000 }, 'priority');
test('I-16: nor opened on a port', isOpened, { allowed: [{ protocol: 'tcp', ports: ['80'] }] }, 'allowed');

test('P-07: firewalls that could not be read are neither there nor missing', (t) => {
  const live = anOpenedService({ firewalls: [], gaps: [aGap('firewalls')] });
  t.deepEqual(told(live), ['unknown N-05 Firewall/home-minecraft', 'unknown N-11 Firewall/home-nodes-health']);
});

test('P-07: while some VMs are unseen a patch waits, and a likeness by effect is unknown', (t) => {
  const live = { ...withFirewall({ disabled: true }), gaps: [aGap('instances', 'us-central1-b')] };
  const [patch, effect] = firewalls(anOpening(), live);
  t.regex(patch?.blockedBy ?? '', /instances \(us-central1-b\)/);
  t.like(effect, { outcome: 'unknown', rule: 'N-11' });
});
