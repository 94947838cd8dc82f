import type { Firewall, Live } from '../../../shared/model/live.ts';
import {
  aFirewall,
  aHealthCheckersFirewall,
  aManagedGroup,
  anAddress,
  anInstance,
  aPool,
  reference,
} from '../../builders/compute.ts';
import { aServiceManifest } from '../../builders/kubernetes.ts';
import { aGap, anOpenedService, anOpening } from '../../builders/live.ts';
import type { Situation, Situations } from './situation.ts';

type Fields = Partial<Firewall> & { name?: string };

const withFirewall = (fields: Fields, live: Partial<Live> = {}): Situation => ({
  declared: anOpening(),
  live: anOpenedService({ firewalls: [aFirewall(fields), aHealthCheckersFirewall()], ...live }),
});
const ours = (fields: Fields) => withFirewall({ name: 'home-minecraft', ...fields });
const without = (live: Partial<Live> = {}): Situation => ({
  declared: anOpening(),
  live: anOpenedService({ firewalls: [aHealthCheckersFirewall()], ...live }),
});
const opened = (spec: object, annotations: object = {}) =>
  anOpening({ stacks: [{ objects: [aServiceManifest({ spec: { ...spec }, annotations: { ...annotations } })] }] });
const nodesOf = (instances: ReturnType<typeof anInstance>[]) => ({
  instances,
  managedGroups: [aManagedGroup(instances)],
  pools: [aPool(instances)],
});
const denial = (fields: Fields = {}) =>
  aFirewall({ name: 'deny', priority: 10, allowed: [], denied: [{ protocol: 'tcp', ports: ['25565'] }], ...fields });
const checkers = aHealthCheckersFirewall;
const ofAnother = 'Kept by Underpin for Service default/minecraft of cluster home-prod';
const untagged = () => ['node-1', 'node-2'].map((name) => anInstance({ name, tags: [] }));

export const firewalls: Situations = {
  'no firewall for a Service': () => without(),
  'no firewall at all': () => without({ firewalls: [] }),
  'no firewall, and no VM to read tags of': () => without(nodesOf([])),
  'firewalls by a tag, and no VM that has it': () => ({
    declared: anOpening({ spec: { nodeGroups: [{ name: 'default', tag: 'k8s-home-node' }] } }),
    live: anOpenedService(nodesOf([])),
  }),
  'firewalls by another tag, and no VM': () => ({
    declared: anOpening({ spec: { nodeGroups: [{ name: 'default', tag: 'other' }] } }),
    live: anOpenedService(nodesOf([])),
  }),
  'firewalls by a tag, and no VM to read tags of': () => ({
    declared: anOpening(),
    live: anOpenedService(nodesOf([])),
  }),
  'firewalls for all VMs, and no VM to read tags of': () => ({
    declared: anOpening(),
    live: anOpenedService({
      ...nodesOf([]),
      firewalls: [aFirewall({ targetTags: [] }), { ...checkers(), targetTags: [] }],
    }),
  }),
  'a denial to all VMs, and none with the tag of the nodes': () => ({
    declared: anOpening({ spec: { nodeGroups: [{ name: 'default', tag: 'k8s-home-node' }] } }),
    live: anOpenedService({
      ...nodesOf([]),
      firewalls: [aFirewall(), checkers(), denial({ targetTags: [], denied: [{ protocol: 'all', ports: [] }] })],
    }),
  }),
  'firewalls by a service account, and no VM to read it of': () => {
    const by = { targetTags: [], targetServiceAccounts: ['nodes@my-project.iam.gserviceaccount.com'] };
    return {
      declared: anOpening({ spec: { nodeGroups: [{ name: 'default', tag: 'k8s-home-node' }] } }),
      live: anOpenedService({ ...nodesOf([]), firewalls: [aFirewall(), { ...checkers(), ...by }] }),
    };
  },
  'a firewall for one destination alone': () => withFirewall({ destinationRanges: ['203.0.113.9/32'] }),
  'a firewall for every destination, said in so many words': () => withFirewall({ destinationRanges: ['0.0.0.0/0'] }),
  'one of our own name for one destination alone': () => ours({ destinationRanges: ['203.0.113.9/32'] }),
  'a denial for one destination alone': () =>
    withFirewall(
      {},
      { firewalls: [aFirewall(), checkers(), denial({ destinationRanges: ['203.0.113.9/32'], targetTags: [] })] },
    ),
  'a firewall for one destination alone, beside one that lets in anyway': () =>
    withFirewall(
      {},
      { firewalls: [aFirewall(), checkers(), aFirewall({ name: 'b', destinationRanges: ['203.0.113.9/32'] })] },
    ),
  'a firewall for one destination alone, where another denies': () =>
    withFirewall(
      {},
      { firewalls: [aFirewall({ destinationRanges: ['203.0.113.9/32'] }), checkers(), denial({ targetTags: [] })] },
    ),
  'a firewall for one destination alone, for one of two VMs, and none for the other': () => {
    const vms = [anInstance({ tags: ['a', 'k8s-home-node'] }), anInstance({ name: 'node-2', tags: ['k8s-home-node'] })];
    const some = aFirewall({ destinationRanges: ['203.0.113.9/32'], targetTags: ['a'] });
    return without({ ...nodesOf(vms), firewalls: [some, checkers()] });
  },
  'a firewall for one destination alone in another network': () =>
    without({ firewalls: [checkers(), aFirewall({ network: 'other', destinationRanges: ['203.0.113.9/32'] })] }),
  'firewalls by a tag beside some by a service account, and no VM with the tag': () => {
    const by = { targetTags: [], targetServiceAccounts: ['web@my-project.iam.gserviceaccount.com'] };
    return {
      declared: anOpening({ spec: { nodeGroups: [{ name: 'default', tag: 'k8s-home-node' }] } }),
      live: anOpenedService({
        ...nodesOf([]),
        firewalls: [
          aFirewall(),
          { ...checkers(), targetTags: ['other'] },
          aFirewall({ name: 'web', allowed: [{ protocol: 'tcp', ports: ['80'] }], ...by }),
        ],
      }),
    };
  },
  'the checkers are let in to one destination alone, and no member is healthy': () => ({
    declared: anOpening(),
    live: anOpenedService({
      firewalls: [aFirewall(), { ...checkers(), destinationRanges: ['203.0.113.9/32'] }],
      health: ['node-1', 'node-2', 'node-3'].map((name) => ({
        pool: reference('targetPools', 'nodes', 'us-central1'),
        instance: anInstance({ name }).reference,
        address: '203.0.113.7',
        healthy: false,
      })),
    }),
  }),
  'no firewall, and VMs without a common tag': () => without(nodesOf(untagged())),
  'no firewall, with tags declared in cluster.yaml': () => ({
    ...without(nodesOf(untagged())),
    declared: anOpening({ spec: { targetTags: ['nodes', 'home'] } }),
  }),
  'no firewall, with node groups chosen by tag': () => ({
    ...without(),
    declared: anOpening({ spec: { nodeGroups: [{ name: 'default', tag: 'k8s-home-node' }] } }),
  }),
  'no firewall, and a tag that other VMs have as well': () => {
    const mine = [anInstance({ tags: ['web', 'k8s-home-node'] })];
    return without({ ...nodesOf(mine), instances: [...mine, anInstance({ name: 'other', tags: ['web'] })] });
  },
  'no firewall, and only tags that other VMs have as well': () => {
    const mine = [anInstance({ tags: ['web'] })];
    return without({ ...nodesOf(mine), instances: [...mine, anInstance({ name: 'other', tags: ['web'] })] });
  },
  'no firewall, and the group was not found': () => without({ managedGroups: [] }),
  'the firewalls could not be read': () => without({ firewalls: [], gaps: [aGap('firewalls')] }),
  'no firewall, and no sources are declared': () => ({
    ...without(),
    declared: opened({ loadBalancerSourceRanges: [] }),
  }),
  'no sources are declared, and a firewall lets some in': () => ({
    ...withFirewall({ sourceRanges: ['10.0.0.0/8'] }),
    declared: opened({ loadBalancerSourceRanges: [] }),
  }),
  'no sources are declared, and a firewall of another network lets some in': () => ({
    ...withFirewall({ network: 'other' }),
    declared: opened({ loadBalancerSourceRanges: [] }),
  }),
  'a firewall that is none of our business': () => ({
    ...without(),
    declared: opened({}, { 'underpin.dev/firewall': 'none' }),
  }),
  'two sets of sources of one stack': () => ({
    ...without(),
    declared: anOpening({
      stacks: [
        {
          name: 'web',
          spec: {
            expose: [
              { address: 'cluster-ip', ports: ['80'], firewall: { sources: ['0.0.0.0/0'] } },
              { address: 'cluster-ip', ports: ['22'], firewall: { sources: ['10.0.0.0/8', '192.168.0.0/16'] } },
              { address: 'cluster-ip', ports: ['443-445'], protocol: 'UDP', firewall: { sources: ['0.0.0.0/0'] } },
            ] as never,
          },
        },
      ],
    }),
  }),
  'another firewall lets everybody in to everything': () =>
    without({
      firewalls: [
        aHealthCheckersFirewall(),
        aFirewall({ name: 'open', allowed: [{ protocol: 'all', ports: [] }], targetTags: [] }),
      ],
    }),
  'a denial stands before it': () => withFirewall({}, { firewalls: [aFirewall(), checkers(), denial()] }),
  'a denial stands before our firewall, which is switched off as well': () =>
    withFirewall({}, { firewalls: [aFirewall({ name: 'home-minecraft', disabled: true }), denial(), checkers()] }),
  'a denial comes after the firewall': () =>
    withFirewall({}, { firewalls: [aFirewall(), denial({ priority: 2000 }), checkers()] }),
  'no firewall, and a denial comes after what is made': () =>
    without({ firewalls: [denial({ priority: 65534 }), checkers()] }),
  'no firewall, and a denial stands before what is made': () => without({ firewalls: [denial(), checkers()] }),
  'a denial stands before one of two VMs': () =>
    withFirewall(
      {},
      {
        ...nodesOf([anInstance({ tags: ['k8s-home-node', 'closed'] }), anInstance({ name: 'node-2' })]),
        firewalls: [aFirewall(), denial({ targetTags: ['closed'] }), checkers()],
      },
    ),
  'some are on a list of those kept out': () =>
    withFirewall({}, { firewalls: [aFirewall(), denial({ sourceRanges: ['198.51.100.0/24'] }), checkers()] }),
  'some are on a list of those kept out, and a firewall for all lets the others in': () =>
    without({
      firewalls: [
        aFirewall({ name: 'open', targetTags: [], allowed: [{ protocol: 'tcp', ports: [] }] }),
        denial({ sourceRanges: ['198.51.100.0/24'] }),
        checkers(),
      ],
    }),
  'no firewall, and some are on a list of those kept out': () =>
    without({ firewalls: [denial({ sourceRanges: ['198.51.100.0/24'] }), checkers()] }),
  'a list of those kept out comes after a firewall for all': () =>
    without({
      firewalls: [
        aFirewall({ name: 'open', priority: 3000, targetTags: [] }),
        denial({ priority: 2000, sourceRanges: ['198.51.100.0/24'] }),
        checkers(),
      ],
    }),
  'all but a few are kept out': () =>
    withFirewall(
      {},
      {
        firewalls: [
          aFirewall({ name: 'office', priority: 5, sourceRanges: ['198.51.100.1/32'] }),
          aFirewall(),
          denial(),
          checkers(),
        ],
      },
    ),
  'one of two declared ranges is kept out': () => ({
    ...withFirewall(
      {},
      {
        firewalls: [
          aFirewall({ sourceRanges: ['10.0.0.0/8', '203.0.113.5/32'] }),
          denial({ sourceRanges: ['203.0.113.0/24'] }),
          checkers(),
        ],
      },
    ),
    declared: opened({ loadBalancerSourceRanges: ['10.0.0.0/8', '203.0.113.5/32'] }),
  }),
  'one of two ports is denied': () => ({
    ...withFirewall(
      {},
      {
        firewalls: [
          aFirewall({ allowed: [{ protocol: 'tcp', ports: ['443', '25565'] }] }),
          denial({ denied: [{ protocol: 'tcp', ports: ['443'] }] }),
          checkers(),
        ],
      },
    ),
    declared: opened({ ports: [{ port: 25565 }, { port: 443 }] }),
  }),
  'a denial keeps out the health checkers': () =>
    withFirewall(
      {},
      { firewalls: [aFirewall(), checkers(), denial({ denied: [{ protocol: 'tcp', ports: ['10256'] }] })] },
    ),
  'a denial stands before the firewall, and not all firewalls could be read': () =>
    withFirewall({}, { firewalls: [aFirewall(), denial(), checkers()], gaps: [aGap('firewalls')] }),
  'our firewall is in another network': () => ours({ network: 'other' }),
  'the name of our firewall is that of another cluster': () =>
    ours({ description: ofAnother, targetTags: ['k8s-home-prod-node'] }),
  'the name of our firewall is that of another cluster, which is for the nodes': () =>
    ours({ description: ofAnother, sourceRanges: ['10.0.0.0/8'] }),
  'the name of our firewall is that of another cluster, and there is no forwarding rule': () =>
    withFirewall(
      { name: 'home-minecraft', description: ofAnother, targetTags: ['x'] },
      { addresses: [anAddress({ users: [], status: 'RESERVED' })], forwardingRules: [] },
    ),
  'our firewall is in another network, and there is no forwarding rule': () =>
    withFirewall({ name: 'home-minecraft', network: 'other' }, { forwardingRules: [] }),
  'our firewall is for a service account that one VM has not': () => ({
    ...withFirewall(
      { name: 'home-minecraft', targetTags: [], targetServiceAccounts: ['nodes@x'] },
      nodesOf([anInstance({ serviceAccount: 'nodes@x' }), anInstance({ name: 'node-2', serviceAccount: 'other@x' })]),
    ),
  }),
  'our firewall for a service account goes out': () =>
    ours({ direction: 'EGRESS', targetTags: [], targetServiceAccounts: ['nodes@x'] }),
  'our firewall for every VM goes out, and the VMs share no tag': () =>
    withFirewall({ name: 'home-minecraft', direction: 'EGRESS', targetTags: [] }, nodesOf(untagged())),
  'narrower sources': () => withFirewall({ sourceRanges: ['10.0.0.0/8'] }),
  'wider sources': () => ({
    ...withFirewall({ sourceRanges: ['0.0.0.0/0'] }),
    declared: opened({ loadBalancerSourceRanges: ['10.0.0.0/8'] }),
  }),
  'other sources': () => ({
    ...ours({ sourceRanges: ['192.168.0.0/16'] }),
    declared: opened({ loadBalancerSourceRanges: ['10.0.0.0/8'] }),
  }),
  'sources that cannot be read': () => ours({ sourceRanges: ['somewhere'] }),
  'other ports': () => withFirewall({ allowed: [{ protocol: 'tcp', ports: ['25565', '25566'] }] }),
  'our firewall with other ports': () => ours({ allowed: [{ protocol: 'tcp', ports: ['25565', '22'] }] }),
  'our firewall without any port': () => ours({ allowed: [{ protocol: 'tcp', ports: [] }] }),
  'a firewall by hand that also opens ssh': () =>
    withFirewall({
      allowed: [
        { protocol: 'tcp', ports: ['25565', '22'] },
        { protocol: 'icmp', ports: [] },
      ],
    }),
  'a firewall by hand that opens a wider range': () =>
    withFirewall({ allowed: [{ protocol: 'tcp', ports: ['25000-26000'] }] }),
  'a firewall that is switched off': () => withFirewall({ disabled: true }),
  'our firewall with another priority': () => ours({ priority: 10 }),
  'our firewall with source tags': () => ours({ sourceTags: ['web'] }),
  'our firewall with source service accounts': () => ours({ sourceServiceAccounts: ['jobs@x'], targetTags: [] }),
  'our firewall for what goes out': () => ours({ direction: 'EGRESS' }),
  'our firewall that denies': () => ours({ allowed: [], denied: [{ protocol: 'tcp', ports: ['25565'] }] }),
  'our firewall for every VM': () => ours({ targetTags: [] }),
  'our firewall for other VMs': () => ours({ targetTags: ['other'] }),
  'our firewall for other VMs too': () => ours({ targetTags: ['db', 'k8s-home-node'] }),
  'our firewall for other VMs too, while some could not be read': () =>
    withFirewall(
      { name: 'home-minecraft', targetTags: ['db', 'k8s-home-node'] },
      { gaps: [aGap('instances', 'us-central1-b')] },
    ),
  'our firewall for other VMs too, and opens less': () =>
    ours({ targetTags: ['db', 'k8s-home-node'], sourceRanges: ['10.0.0.0/8'] }),
  'our firewall for other tags than declared in cluster.yaml, too': () => ({
    ...ours({ targetTags: ['k8s-home-node', 'db'] }),
    declared: anOpening({ spec: { targetTags: ['k8s-home-node'] } }),
  }),
  'our firewall, and another VM has the tag of the nodes': () => {
    const mine = [anInstance(), anInstance({ name: 'node-2' })];
    return withFirewall(
      { name: 'home-minecraft' },
      { ...nodesOf(mine), instances: [...mine, anInstance({ name: 'db' })] },
    );
  },
  'our firewall for a service account of all nodes': () => ({
    ...withFirewall(
      { name: 'home-minecraft', targetTags: [], targetServiceAccounts: ['nodes@x'] },
      nodesOf([anInstance({ serviceAccount: 'nodes@x' })]),
    ),
  }),
  'a firewall with other tags than declared in cluster.yaml': () => ({
    ...ours({ targetTags: ['k8s-home-node'] }),
    declared: anOpening({ spec: { targetTags: ['nodes'] } }),
  }),
  'everything wrong at once': () =>
    ours({ sourceRanges: ['10.0.0.0/8'], allowed: [], disabled: true, priority: 1, targetTags: [] }),
  'a firewall differs while VMs could not be read': () =>
    withFirewall({ sourceRanges: ['10.0.0.0/8'] }, { gaps: [aGap('instances', 'us-central1-b')] }),
  'a firewall by hand that serves two Services': () => ({
    declared: anOpening({
      stacks: ['minecraft', 'web'].map((name, at) => ({
        name,
        objects: [aServiceManifest({ name, spec: { ports: [{ port: at ? 80 : 25565 }] } })],
      })),
    }),
    live: anOpenedService({
      firewalls: [aFirewall({ allowed: [{ protocol: 'tcp', ports: ['25565', '81'] }] }), aHealthCheckersFirewall()],
    }),
  }),
  'two firewalls by hand, and the nearer one counts': () => ({
    declared: anOpening(),
    live: anOpenedService({
      firewalls: [
        aFirewall({
          name: 'wide',
          allowed: [
            { protocol: 'tcp', ports: ['25565'] },
            { protocol: 'udp', ports: ['1'] },
          ],
          sourceRanges: ['10.0.0.0/8'],
        }),
        aFirewall({ name: 'near', sourceRanges: ['10.0.0.0/8'] }),
        aHealthCheckersFirewall(),
      ],
    }),
  }),
  'firewalls of GKE and of other networks are not ours': () => ({
    declared: anOpening(),
    live: anOpenedService({
      firewalls: [
        aFirewall({ name: 'gke-home-1', sourceRanges: ['10.0.0.0/8'] }),
        aFirewall({ name: 'k8s-fw-a1', sourceRanges: ['10.0.0.0/8'] }),
        aFirewall({ name: 'elsewhere', network: 'other', sourceRanges: ['10.0.0.0/8'] }),
        aFirewall({ name: 'outwards', direction: 'EGRESS', sourceRanges: ['10.0.0.0/8'] }),
        aFirewall({ name: 'tagged', sourceTags: ['web'], sourceRanges: ['10.0.0.0/8'] }),
        aFirewall({ name: 'for-all', targetTags: [], sourceRanges: ['10.0.0.0/8'] }),
        aHealthCheckersFirewall(),
      ],
    }),
  }),
  'a firewall that other VMs need too': () => {
    const live = anOpenedService({
      firewalls: [aFirewall({ sourceRanges: ['10.0.0.0/8'] }), aHealthCheckersFirewall()],
    });
    live.instances.push(anInstance({ name: 'other' }));
    return { declared: anOpening(), live };
  },
  'no firewall for the health checkers': () => ({
    declared: anOpening(),
    live: anOpenedService({ firewalls: [aFirewall()] }),
  }),
  'our firewall for the health checkers lets in too few': () => ({
    declared: anOpening(),
    live: anOpenedService({
      firewalls: [
        aFirewall(),
        {
          ...aHealthCheckersFirewall(),
          ...aFirewall({
            name: 'home-nodes-health',
            sourceRanges: ['35.191.0.0/16'],
            allowed: [{ protocol: 'tcp', ports: ['10256'] }],
          }),
        },
      ],
    }),
  }),
  'a VM without the tag': () => {
    const instances = [anInstance(), anInstance({ name: 'node-2', tags: ['web'] })];
    return { declared: anOpening(), live: anOpenedService(nodesOf(instances)) };
  },
  'a VM without the tag, and some are on a list of those kept out from all': () => {
    const instances = [anInstance(), anInstance({ name: 'node-2', tags: ['web'] })];
    const list = denial({ targetTags: [], sourceRanges: ['35.191.0.0/24'], denied: [{ protocol: 'all', ports: [] }] });
    return {
      declared: anOpening(),
      live: anOpenedService({ ...nodesOf(instances), firewalls: [aFirewall(), checkers(), list] }),
    };
  },
  'a VM without the declared tag of two': () => {
    const instances = [anInstance({ tags: ['a'] }), anInstance({ name: 'node-2', tags: ['web'] })];
    return {
      declared: anOpening({ spec: { targetTags: ['b', 'a'] } }),
      live: anOpenedService({
        ...nodesOf(instances),
        firewalls: [aFirewall({ targetTags: ['b', 'a'] }), aHealthCheckersFirewall()],
      }),
    };
  },
};
