import type { Instance } from '../../../shared/model/live.ts';
import { aHealthCheck, aManagedGroup, anInstance, aPool, reference } from '../../builders/compute.ts';
import { aGap, anOpenedService, anOpening } from '../../builders/live.ts';
import type { Situations } from './situation.ts';

const region = 'us-central1';
const memberHealth = (name: string, healthy: boolean, address = '203.0.113.7') => ({
  pool: reference('targetPools', 'nodes', region),
  instance: reference('instances', name, 'us-central1-a'),
  address,
  healthy,
});
const declaring = (pool: object) =>
  anOpening({ spec: { pools: [{ name: 'nodes', nodeGroups: ['default'], ...pool }] } });
const members = () => ['node-1', 'node-2', 'node-3'].map((name) => anInstance({ name }));
const young = (name: string) => anInstance({ name, creationTimestamp: '2027-01-15T02:56:00.000Z' });
const withMembers = (...instances: Instance[]) => ({
  instances,
  managedGroups: [aManagedGroup(instances)],
  pools: [aPool(instances)],
});
/** As a group is whose zone has run out of machines. */
const exhausted = () => {
  const lastAttemptErrors = ["ZONE_RESOURCE_POOL_EXHAUSTED: The zone 'us-central1-a' does not have enough resources"];
  const made = members().map(({ reference: instance }) => ({
    instance,
    currentAction: 'CREATING',
    lastAttemptErrors,
    keeps: [],
  }));
  return aManagedGroup([], { members: made, targetSize: 3 });
};
const check = { port: 10256, path: '/healthz' };

export const pools: Situations = {
  'everything in order': () => ({ declared: anOpening(), live: anOpenedService() }),
  'no pool': () => ({ declared: anOpening(), live: anOpenedService({ pools: [] }), only: { pool: 'nodes' } }),
  'no pool, and no health check': () => ({
    declared: anOpening(),
    live: anOpenedService({ pools: [], healthChecks: [] }),
  }),
  'no pool, and no health check, and only the pool is asked about': () => ({
    declared: anOpening(),
    live: anOpenedService({ pools: [], healthChecks: [] }),
    only: { pool: 'nodes' },
  }),
  'no pool, on a node change': () => ({
    declared: anOpening(),
    live: anOpenedService({ pools: [] }),
    concern: 'nodes',
  }),
  'no pool, and no VM is RUNNING': () => ({
    declared: declaring({}),
    live: anOpenedService({ pools: [], instances: [], managedGroups: [aManagedGroup([])] }),
    only: { pool: 'nodes' },
  }),
  'no pool, with members in two zones': () => {
    const instances = [
      anInstance(),
      anInstance({ name: 'b', zone: 'us-central1-b' }),
      anInstance({ name: 'far', zone: 'europe-west1-b' }),
    ];
    const live = anOpenedService({ pools: [], instances, managedGroups: [aManagedGroup(instances)] });
    return { declared: anOpening(), live, only: { pool: 'nodes' } };
  },
  'no pool, and VMs of which one is marked, one is leaving, and one is in two groups': () => {
    const instances = [
      anInstance({ name: 'c' }),
      anInstance({ name: 'both', tags: ['other'] }),
      anInstance({ name: 'marked', protected: true }),
      anInstance({ name: 'leaving', status: 'TERMINATED' }),
      anInstance({ name: 'coming', status: 'STAGING' }),
    ];
    const nodeGroups = [
      { name: 'default', instanceGroupManager: 'us-central1-a/minions' },
      { name: 'other', tag: 'other' },
    ];
    const pools = [{ name: 'nodes', nodeGroups: ['default', 'other'] }];
    const live = anOpenedService({ pools: [], instances, managedGroups: [aManagedGroup(instances)] });
    return { declared: anOpening({ spec: { nodeGroups, pools } }), live, only: { pool: 'nodes' } };
  },
  'no pool with affinity, backup and ratio': () => {
    const declared = anOpening({
      spec: {
        pools: [
          {
            name: 'nodes',
            nodeGroups: ['default'],
            sessionAffinity: 'CLIENT_IP',
            backupPool: 'spare',
            failoverRatio: 0.2,
          },
          { name: 'spare', nodeGroups: ['default'] },
        ],
      },
    });
    return {
      declared,
      live: anOpenedService({ pools: [aPool(members(), { name: 'spare', healthChecks: [] })] }),
      only: { pool: 'nodes' },
    };
  },
  'no pool while members are not known': () => ({
    declared: anOpening(),
    live: anOpenedService({ pools: [], gaps: [aGap('managedGroups', 'minions')] }),
    only: { pool: 'nodes' },
  }),
  'the pools could not be read': () => ({
    declared: anOpening(),
    live: anOpenedService({ pools: [], healthChecks: [], gaps: [aGap('pools')] }),
  }),
  'a pool of the cloud controller, by its description': () => ({
    declared: anOpening(),
    live: anOpenedService({
      pools: [aPool(members(), { description: '{"kubernetes.io/service-name":"default/web"}' })],
    }),
    only: { pool: 'nodes' },
  }),
  'a pool of the cloud controller, by its name': () => {
    const name = `a${'0123456789abcdef'.repeat(2).slice(0, 31)}`;
    const declared = anOpening({ spec: { pools: [{ name, nodeGroups: ['default'] }] } });
    return { declared, live: anOpenedService({ pools: [aPool([], { name })] }), only: { pool: name } };
  },
  'another affinity': () => ({
    declared: declaring({ sessionAffinity: 'CLIENT_IP', healthCheck: check }),
    live: anOpenedService(),
  }),
  'another backup pool': () => ({
    declared: declaring({ backupPool: 'spare', failoverRatio: 0.5, healthCheck: check }),
    live: anOpenedService({
      pools: [
        aPool(members(), { backupPool: 'projects/my-project/regions/us-central1/targetPools/old', failoverRatio: 0.1 }),
      ],
    }),
  }),
  'another failover ratio': () => ({
    declared: declaring({ backupPool: 'spare', failoverRatio: 0.5, healthCheck: check }),
    live: anOpenedService({
      pools: [
        aPool(members(), {
          backupPool: 'projects/my-project/regions/us-central1/targetPools/spare',
          failoverRatio: 0.1,
        }),
      ],
    }),
  }),
  'a backup pool that is not declared': () => ({
    declared: declaring({ healthCheck: check }),
    live: anOpenedService({
      pools: [
        aPool(members(), { backupPool: 'projects/my-project/regions/us-central1/targetPools/old', failoverRatio: 0.1 }),
      ],
    }),
  }),
  'no health check': () => ({ declared: anOpening(), live: anOpenedService({ healthChecks: [] }) }),
  'a pool without its health check': () => ({
    declared: anOpening(),
    live: anOpenedService({ pools: [aPool(members(), { healthChecks: [] })] }),
  }),
  'a pool with another health check than the declared': () => ({
    declared: declaring({ healthCheck: { name: 'kube-proxy', ...check } }),
    live: anOpenedService({ healthChecks: [aHealthCheck(), aHealthCheck({ name: 'kube-proxy' })] }),
  }),
  'a pool with another health check than the declared, which does not exist': () => ({
    declared: declaring({ healthCheck: { name: 'kube-proxy', ...check } }),
    live: anOpenedService({ healthChecks: [aHealthCheck({ port: 80 })] }),
  }),
  'a pool with another health check than the declared, which nobody could read': () => ({
    declared: declaring({ healthCheck: { name: 'kube-proxy', ...check } }),
    live: anOpenedService({ healthChecks: [aHealthCheck()], gaps: [aGap('healthChecks')] }),
  }),
  'a pool without its health check, which does not exist': () => ({
    declared: anOpening(),
    live: anOpenedService({ healthChecks: [], pools: [aPool(members(), { healthChecks: [] })] }),
  }),
  'a health check that asks elsewhere': () => ({
    declared: anOpening(),
    live: anOpenedService({ healthChecks: [aHealthCheck({ port: 80, path: '/' })] }),
  }),
  'the health checks could not be read': () => ({
    declared: anOpening(),
    live: anOpenedService({ healthChecks: [], gaps: [aGap('healthChecks')] }),
  }),
  'one member is not healthy': () => ({
    declared: anOpening(),
    live: anOpenedService({ health: [memberHealth('node-1', true), memberHealth('node-2', false)] }),
  }),
  'no member is healthy': () => ({
    declared: anOpening(),
    live: anOpenedService({ health: members().map(({ reference: { name } }) => memberHealth(name, false)) }),
  }),
  'no member is healthy, and there is a backup pool': () => ({
    declared: anOpening(),
    live: anOpenedService({
      health: members().map(({ reference: { name } }) => memberHealth(name, false)),
      pools: [aPool(members(), { backupPool: 'projects/my-project/regions/us-central1/targetPools/spare' })],
    }),
  }),
  'no member is healthy by a new address': () => ({
    declared: anOpening(),
    live: anOpenedService({
      health: members().flatMap(({ reference: { name } }) => [
        memberHealth(name, name !== 'node-2'),
        memberHealth(name, false, '203.0.113.8'),
      ]),
    }),
  }),
  'no member that was asked is healthy, and one was not': () => ({
    declared: anOpening(),
    live: anOpenedService({
      health: [memberHealth('node-1', false), memberHealth('node-2', false)],
      gaps: [aGap('health', 'nodes/node-3')],
    }),
  }),
  'no member is healthy, and the firewall holds the checkers back': () => ({
    declared: anOpening(),
    live: anOpenedService({
      health: [memberHealth('node-1', false)],
      firewalls: anOpenedService().firewalls.slice(0, 1),
    }),
  }),
  'a member that is not healthy yet': () => {
    const instances = [anInstance(), young('node-2')];
    const health = [memberHealth('node-1', true), memberHealth('node-2', false)];
    return {
      declared: anOpening(),
      live: anOpenedService({
        instances,
        managedGroups: [aManagedGroup(instances)],
        pools: [aPool(instances)],
        health,
      }),
    };
  },
  'no member runs': () => ({
    declared: anOpening(),
    live: anOpenedService({ ...withMembers(...members().map((one) => ({ ...one, status: 'STAGING' }))) }),
  }),
  'no member runs, and there is a backup pool': () => {
    const instances = members().map((one) => ({ ...one, status: 'REPAIRING' }));
    const backupPool = 'projects/my-project/regions/us-central1/targetPools/spare';
    const live = anOpenedService({ ...withMembers(...instances), pools: [aPool(instances, { backupPool })] });
    return { declared: anOpening(), live };
  },
  'all members are gone, and the zone has no machines for new ones': () => ({
    declared: anOpening(),
    live: anOpenedService({ instances: [], managedGroups: [exhausted()] }),
  }),
  'all members have left the pool with their VMs, and the zone has no machines for new ones': () => ({
    declared: anOpening(),
    live: anOpenedService({ instances: [], managedGroups: [exhausted()], pools: [aPool([])] }),
  }),
  'no pool member runs, and a VM that runs is to join it': () => ({
    declared: anOpening(),
    live: anOpenedService({ pools: [aPool([anInstance({ name: 'old' })])] }),
  }),
  'an empty pool, and a group of no VM': () => ({ declared: anOpening(), live: anOpenedService({ ...withMembers() }) }),
  'an empty pool, and no VM with the tag of its nodes': () => ({
    declared: anOpening({ spec: { nodeGroups: [{ name: 'default', tag: 'k8s-home-node' }] } }),
    live: anOpenedService({ ...withMembers() }),
  }),
  'an empty pool, and no VM with the labels of its nodes': () => ({
    declared: anOpening({ spec: { nodeGroups: [{ name: 'default', label: { pool: 'a', env: 'b' } }] } }),
    live: anOpenedService({ ...withMembers() }),
  }),
  'an empty pool of a group that is not known': () => ({
    declared: anOpening(),
    live: anOpenedService({ ...withMembers(), managedGroups: [] }),
  }),
  'quotas that are nearly used up': () => ({
    declared: anOpening(),
    live: anOpenedService({
      quotas: [
        { scope: 'project', metric: 'TARGET_POOLS', limit: 50, usage: 45 },
        { scope: 'region', metric: 'IN_USE_ADDRESSES', limit: 8, usage: 8 },
        { scope: 'project', metric: 'FIREWALLS', limit: 50, usage: 44 },
        { scope: 'project', metric: 'SNAPSHOTS', limit: 50, usage: 50 },
        { scope: 'project', metric: 'HEALTH_CHECKS', limit: 0, usage: 0 },
      ],
    }),
  }),
  'a rule that ignores what is known, one that is over and one that is unused': () => {
    const rule = (subject: string, until: string, path?: string) => ({
      subject,
      until,
      ...(path && { path }),
      reason: 'moving house',
      owner: 'ops@example.com',
    });
    const ignore = [
      rule('TargetPool/*/nodes', '2027-02-01', 'sessionAffinity'),
      rule('TargetPool/us-central1/nodes', '2027-01-01'),
      rule('Firewall/x', '2027-01-01'),
      rule('Firewall/y', '2027-02-01', 'a*b'),
      rule('Firewall/z', '2027-02-01'),
    ];
    const spec = {
      ignore,
      pools: [{ name: 'nodes', nodeGroups: ['default'], sessionAffinity: 'CLIENT_IP', healthCheck: check }],
    };
    return { declared: anOpening({ spec }), live: anOpenedService() };
  },
};
