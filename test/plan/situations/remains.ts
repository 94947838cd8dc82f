import type { Live } from '../../../shared/model/live.ts';
import { aForwardingRule, anInstance, aPool, reference } from '../../builders/compute.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aDisk, holding } from '../../builders/disks.ts';
import { aGap, anOpenedService, anOpening } from '../../builders/live.ts';
import type { Situation, Situations } from './situation.ts';

const leaving = (declared = anOpening(), live = anOpenedService()): Situation => ({
  declared,
  live,
  concern: 'removal',
});
const zonal = { zone: 'us-central1-a' };
const regional = { region: 'us-central1', replicaZones: ['us-central1-a', 'us-central1-b'] };
const withDisk = (place: typeof zonal | typeof regional) =>
  aDeclaration({
    stacks: [{ spec: { disks: [{ name: 'foodata', nodes: 'default', mountPath: '/mnt/foodata', ...place }] } }],
  });
/** The firewall that somebody made by hand for the Service opens just that. */
const withAllowed = (allowed: Live['firewalls'][number]['allowed']) => {
  const { firewalls } = anOpenedService();
  return anOpenedService({ firewalls: firewalls.map((one, at) => (at === 0 ? { ...one, allowed } : one)) });
};
const heldBy = (vm: Parameters<typeof holding>[0], more: Partial<Live> = {}) =>
  leaving(withDisk(zonal), anOpenedService({ instances: [holding(vm)], disks: [aDisk()], ...more }));

export const remains: Situations = {
  'what a stack leaves outside the cluster': () => leaving(),
  'what a stack with a disk leaves outside the cluster': () => {
    const instances = [holding(), anInstance({ name: 'node-2' })];
    return leaving(withDisk(zonal), anOpenedService({ instances, pools: [aPool(instances)] }));
  },
  'what a stack leaves whose disk has a namesake in another zone, and is a boot disk elsewhere': () => {
    const namesake = { source: reference('disks', 'foodata', 'us-central1-b') };
    const instances = [
      holding({ zone: 'us-central1-b' }, namesake),
      holding({ name: 'node-2' }, { boot: true }),
      anInstance({ name: 'node-3' }),
    ];
    return leaving(withDisk(zonal), anOpenedService({ instances, pools: [aPool(instances)] }));
  },
  'what a stack with a regional disk leaves outside the cluster': () => {
    const source = reference('disks', 'foodata', 'us-central1');
    const instances = [holding({}, { source, deviceName: 'data' })];
    return leaving(withDisk(regional), anOpenedService({ instances, pools: [aPool(instances)] }));
  },
  'what a stack leaves on a firewall by hand that opens ssh too': () =>
    leaving(anOpening(), withAllowed([{ protocol: 'tcp', ports: ['22', '25565'] }])),
  'what a stack leaves on a number that is not reserved': () =>
    leaving(
      aDeclaration({
        stacks: [{ spec: { expose: [{ address: '203.0.113.7', ports: ['25565'], firewall: 'none' }] } }],
      }),
      anOpenedService({ addresses: [], forwardingRules: [aForwardingRule({ networkTier: 'STANDARD' })] }),
    ),
  'what a stack leaves on a forwarding rule that a Service has': () =>
    leaving(
      anOpening(),
      anOpenedService({
        forwardingRules: [aForwardingRule({ description: '{"kubernetes.io/service-name":"default/web"}' })],
      }),
    ),
  'what a stack leaves that somebody marked': () => {
    const { firewalls } = anOpenedService();
    const description = 'underpin.dev/protect';
    return leaving(
      anOpening(),
      anOpenedService({
        forwardingRules: [aForwardingRule({ protected: true })],
        firewalls: firewalls.map((one) => ({ ...one, description })),
      }),
    );
  },
  'what a stack leaves that shares its firewall': () => {
    const expose = (port: string) => [{ address: 'cluster-ip', ports: [port], firewall: { sources: ['0.0.0.0/0'] } }];
    const stacks = [
      { name: 'minecraft', spec: { expose: expose('25565') } },
      { name: 'web', spec: { expose: expose('25566') } },
    ];
    return leaving(aDeclaration({ stacks }), withAllowed([{ protocol: 'tcp', ports: ['25565-25566'] }]));
  },
  'what a stack leaves on a VM that is switched off': () => heldBy({ status: 'TERMINATED' }),
  'what a stack leaves on a VM that is suspended': () => heldBy({ status: 'SUSPENDED' }),
  'what a stack leaves on a VM that is about to stop': () => heldBy({ status: 'STOPPING' }),
  'what a stack leaves that a PersistentVolume has': () =>
    heldBy(
      {},
      {
        volumes: [
          { name: 'pv-1', claim: 'web/data', disk: { name: 'foodata', zone: 'us-central1-a' }, hostPath: null },
        ],
      },
    ),
  'what a stack leaves by whose marks a PersistentVolume has it': () =>
    heldBy({}, { disks: [aDisk({ labels: { 'goog-k8s-cluster-name': 'home' } })] }),
  'what a stack leaves that is marked': () => heldBy({}, { disks: [aDisk({ protected: true })] }),
  'what a stack leaves, and the volumes could not be read': () => heldBy({}, { gaps: [aGap('volumes')] }),
};
