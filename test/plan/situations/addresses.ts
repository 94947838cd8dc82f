import type { ForwardingRule, Live } from '../../../shared/model/live.ts';
import { aFirewall, aForwardingRule, anAddress, anInstance, aPool } from '../../builders/compute.ts';
import { aServiceManifest } from '../../builders/kubernetes.ts';
import { aGap, anOpenedService, anOpening } from '../../builders/live.ts';
import type { Situation, Situations } from './situation.ts';

const region = 'projects/my-project/regions/us-central1';
const byNumber = () =>
  anOpening({ stacks: [{ objects: [aServiceManifest({ annotations: { 'underpin.dev/address': '203.0.113.7' } })] }] });
const onName = (live: Partial<Live>): Situation => ({ declared: anOpening(), live: anOpenedService(live) });
const onNumber = (live: Partial<Live>): Situation => ({ declared: byNumber(), live: anOpenedService(live) });
const withRule = (fields: Partial<ForwardingRule>) => onName({ forwardingRules: [aForwardingRule(fields)] });
const expose = (...all: object[]) => ({ stacks: [{ spec: { expose: all as never } }] });
const everybody = { sources: ['0.0.0.0/0'] };
const twoStacks = () => ({
  stacks: ['minecraft', 'web'].map((name) => ({
    name,
    spec: { expose: [{ address: 'cluster-ip', ports: [name === 'web' ? '80' : '25565'], firewall: everybody }] },
  })),
});

export const addresses: Situations = {
  'an address declared by its number': () => onNumber({}),
  'an address that is not reserved': () => onName({ addresses: [] }),
  'an address that several stacks share is not reserved': () => ({
    declared: anOpening(twoStacks()),
    live: anOpenedService({ addresses: [] }),
  }),
  'a number that is not reserved, and in use': () => onNumber({ addresses: [] }),
  'a number that is not reserved, and not in use': () => onNumber({ addresses: [], forwardingRules: [] }),
  'a number in use in another region only': () =>
    onNumber({ addresses: [], forwardingRules: [aForwardingRule({ location: 'europe-west1' })] }),
  'a global address': () => onName({ addresses: [anAddress({ location: 'global' })] }),
  'a global address, declared by its number': () =>
    onNumber({ addresses: [anAddress({ location: 'global', name: 'by-hand' })] }),
  'an address of another region': () => onName({ addresses: [anAddress({ location: 'europe-west1' })] }),
  'another address of another region': () =>
    onName({ addresses: [anAddress({ location: 'europe-west1', name: 'x', address: '203.0.113.9' })] }),
  'the addresses could not be read': () => onName({ addresses: [], gaps: [aGap('addresses')] }),
  'an internal address': () => onName({ addresses: [anAddress({ type: 'INTERNAL' })] }),
  'an address that others use as well': () => {
    const users = [
      `${region}/forwardingRules/minecraft`,
      `${region}/forwardingRules/stranger`,
      'projects/my-project/zones/us-central1-a/instances/vm',
      'nobody knows',
    ];
    return onName({
      addresses: [anAddress({ users })],
      forwardingRules: [aForwardingRule(), aForwardingRule({ name: 'stranger', portRange: '22-22' })],
    });
  },
  'an address that others use, while forwarding rules could not be read': () => {
    const users = [`${region}/forwardingRules/stranger`, 'projects/my-project/zones/us-central1-a/instances/vm'];
    return onName({
      addresses: [anAddress({ users })],
      forwardingRules: [],
      gaps: [aGap('forwardingRules', 'us-central1')],
    });
  },
  'an address while forwarding rules of another region could not be read': () => {
    const users = [`${region}/forwardingRules/stranger`];
    return onName({ addresses: [anAddress({ users })], gaps: [aGap('forwardingRules', 'europe-west1')] });
  },
  'no forwarding rule': () => onName({ forwardingRules: [] }),
  'no forwarding rule, nor anything it needs': () =>
    onName({ forwardingRules: [], firewalls: [], pools: [], healthChecks: [] }),
  'no forwarding rule on an address of the standard tier': () =>
    onName({ forwardingRules: [], addresses: [anAddress({ networkTier: 'STANDARD' })] }),
  'no forwarding rule, and the address is not reserved': () => onName({ forwardingRules: [], addresses: [] }),
  'no forwarding rule for a range of UDP ports of a stack': () => ({
    declared: anOpening(expose({ address: 'cluster-ip', protocol: 'UDP', ports: ['8000-8010'], firewall: everybody })),
    live: anOpenedService({ forwardingRules: [] }),
  }),
  'no forwarding rule for two ports of one protocol, and one of another': () => ({
    declared: anOpening({
      stacks: [
        {
          objects: [
            aServiceManifest({ spec: { ports: [{ port: 80 }, { port: 443 }, { port: 53, protocol: 'UDP' }] } }),
          ],
        },
      ],
    }),
    live: anOpenedService({ forwardingRules: [], firewalls: [] }),
  }),
  'no forwarding rule of a Service in a namespace': () => ({
    declared: anOpening({ stacks: [{ objects: [aServiceManifest({ namespace: 'games' })] }] }),
    live: anOpenedService({ forwardingRules: [] }),
  }),
  'no forwarding rule, and that of the former address has its name': () =>
    onName({
      addresses: [anAddress({ users: [], status: 'RESERVED' })],
      forwardingRules: [
        aForwardingRule({
          name: 'home-minecraft-tcp-25565',
          address: '203.0.113.99',
          description: 'Kept by Underpin for Service default/minecraft of cluster home',
        }),
      ],
    }),
  'the forwarding rules could not be read': () => onName({ forwardingRules: [], gaps: [aGap('forwardingRules')] }),
  'a forwarding rule with a range that lies across': () => withRule({ portRange: '25000-26000' }),
  'a forwarding rule with a range that lies across, on a number that is not reserved': () =>
    onNumber({
      addresses: [],
      forwardingRules: [aForwardingRule({ portRange: '25000-26000', networkTier: 'STANDARD' })],
    }),
  'a forwarding rule of the cloud controller with a range that lies across': () =>
    withRule({ portRange: '25000-26000', description: '{"kubernetes.io/service-name": "default/web"}' }),
  'a marked forwarding rule with a range that lies across': () =>
    withRule({ portRange: '25000-26000', protected: true }),
  'a forwarding rule of another scheme': () => withRule({ scheme: 'EXTERNAL_MANAGED' }),
  'a forwarding rule to another pool': () => withRule({ target: `${region}/targetPools/old` }),
  'a forwarding rule to a pool of another project': () =>
    withRule({ target: 'projects/other/regions/us-central1/targetPools/nodes' }),
  'a forwarding rule to the pool by the number of the project': () =>
    withRule({ target: 'projects/123456789012/regions/us-central1/targetPools/nodes' }),
  'a forwarding rule to something else': () => withRule({ target: `${region}/targetHttpProxies/proxy` }),
  'a forwarding rule to nowhere': () => withRule({ target: null }),
  'a forwarding rule of the cloud controller to another pool': () =>
    withRule({ target: `${region}/targetPools/old`, description: '{"kubernetes.io/service-name": "default/web"}' }),
  'a forwarding rule of another tier': () => withRule({ networkTier: 'STANDARD' }),
  'a forwarding rule of another tier on an address that is not reserved': () =>
    onNumber({ addresses: [], forwardingRules: [aForwardingRule({ networkTier: 'STANDARD' })] }),
  'what is left over': () => {
    const live = anOpenedService();
    live.pools.push(
      aPool([anInstance()], { name: 'old' }),
      aPool([], { name: 'web', description: '{"kubernetes.io/service-name":"default/web"}' }),
    );
    live.addresses.push(
      anAddress({ name: 'spare', address: '203.0.113.9', status: 'RESERVED' }),
      anAddress({ name: 'used', address: '203.0.113.10', status: 'RESERVED', users: ['x'] }),
      anAddress({ name: 'in-use', address: '203.0.113.11' }),
      anAddress({ name: 'far', address: '203.0.113.12', status: 'RESERVED', location: 'europe-west1' }),
    );
    live.forwardingRules.push(
      aForwardingRule({
        name: 'nowhere',
        address: '203.0.113.10',
        target: `${region}/targetPools/gone`,
        description: '{"kubernetes.io/service-name":"default/web"}',
      }),
      aForwardingRule({
        name: 'far',
        address: '203.0.113.12',
        location: 'europe-west1',
        target: `${region}/targetPools/gone`,
      }),
      aForwardingRule({
        name: 'elsewhere',
        address: '203.0.113.12',
        target: 'projects/my-project/regions/europe-west1/targetPools/gone',
      }),
      aForwardingRule({ name: 'proxy', address: '203.0.113.13', target: `${region}/targetHttpProxies/gone` }),
      aForwardingRule({
        name: 'ours',
        address: '203.0.113.14',
        description: 'Kept by Underpin for stack x of cluster home',
      }),
      aForwardingRule({
        name: 'other-cluster',
        address: '203.0.113.15',
        description: 'Kept by Underpin for stack x of cluster other',
      }),
    );
    live.firewalls.push(
      aFirewall({
        name: 'home-ghost',
        description: 'Kept by Underpin for Service default/ghost of cluster home',
        targetTags: ['x'],
      }),
      aFirewall({ name: 'by-hand', description: 'Mine, of cluster home', targetTags: ['x'] }),
    );
    live.quotas.push(
      { scope: 'project', metric: 'TARGET_POOLS', limit: 50, usage: 12 },
      { scope: 'region', metric: 'FIREWALLS', limit: 100, usage: 12 },
      { scope: 'project', metric: 'FIREWALLS', limit: 50, usage: 12 },
    );
    return { declared: anOpening(), live };
  },
  'a pool that somebody uses is not left over': () => {
    const live = anOpenedService();
    live.pools.push(
      aPool([], { name: 'theirs', backupPool: `${region}/targetPools/backup` }),
      aPool([], { name: 'backup' }),
    );
    live.forwardingRules.push(
      aForwardingRule({ name: 'theirs', address: '203.0.113.10', target: `${region}/targetPools/theirs` }),
    );
    return { declared: anOpening(), live };
  },
  'what is left over, while one kind could not be read': () => {
    const live = anOpenedService({ gaps: [aGap('firewalls')] });
    live.pools.push(aPool([anInstance()], { name: 'old' }));
    return { declared: anOpening(), live };
  },
};
