import type { Live } from '../../../shared/model/live.ts';
import { aFirewall, aForwardingRule, aHealthCheckersFirewall, anInstance, aPool } from '../../builders/compute.ts';
import { holding } from '../../builders/disks.ts';
import { aNode, anEndpoint, aPod, aService, aServiceManifest } from '../../builders/kubernetes.ts';
import { aGap, anOpenedService, anOpening } from '../../builders/live.ts';
import type { Situation, Situations } from './situation.ts';

const on = (live: Partial<Live>): Situation => ({ declared: anOpening(), live: anOpenedService(live) });
const inStackFile = (...ports: string[]) =>
  anOpening({
    stacks: [{ spec: { expose: [{ address: 'cluster-ip', ports, firewall: { sources: ['0.0.0.0/0'] } }] as never } }],
  });
const ofStack = (live: Partial<Live>): Situation => ({ declared: inStackFile('25565'), live: anOpenedService(live) });
/** A range that comes to the nodes. */
const ofRange = (live: Partial<Live>): Situation => ({
  declared: inStackFile('8000-8010'),
  live: anOpenedService({
    forwardingRules: [aForwardingRule({ portRange: '8000-8010' })],
    firewalls: [aFirewall({ allowed: [{ protocol: 'tcp', ports: ['8000-8010'] }] }), aHealthCheckersFirewall()],
    ...live,
  }),
});
const ofPorts = (name: string, ...ports: number[]) =>
  aService({
    name,
    spec: { ...plain, externalIPs: ['203.0.113.7'], ports: ports.map((port) => ({ name: `p${port}`, port })) },
    status: {},
  });
const inHostNetwork = (...nodes: string[]) =>
  nodes.map((node) => aPod({ name: `mc-${node}`, node, hostNetwork: true }));
const plain = { type: 'ClusterIP', loadBalancerClass: null };
const status = (...ingress: object[]) => ({ loadBalancer: { ingress } }) as never;
const vip = { ip: '203.0.113.7', ipMode: 'VIP' };
const hostPorts = [{ port: 25565, protocol: 'TCP' }];
const hostPods = (...nodes: string[]) => nodes.map((node) => aPod({ name: `mc-${node}`, node, hostPorts }));
const external = (spec: object, stackSpec: object = {}) =>
  anOpening({
    stacks: [
      {
        spec: { ...stackSpec },
        objects: [aServiceManifest({ spec: { ...plain, externalIPs: ['203.0.113.7'], ...spec } })],
      },
    ],
  });

const disk = { name: 'foodata', zone: 'us-central1-a', nodes: 'default', mountPath: '/mnt/foodata' };
const withDisk = () => anOpening({ stacks: [{ objects: [aServiceManifest()], spec: { disks: [disk] } }] });
const holders = () => [holding(), anInstance({ name: 'node-2' }), anInstance({ name: 'node-3' })];

export const traffic: Situations = {
  'a Service without an address in its status': () => on({ services: [aService({ status: status() })] }),
  'a Service with another address in its status': () =>
    on({ services: [aService({ status: status({ ip: '203.0.113.8', ipMode: 'VIP' }) })] }),
  'a Service with an address in mode Proxy': () =>
    on({ services: [aService({ status: status({ ip: '203.0.113.7', ipMode: 'Proxy' }) })] }),
  'a Service with two addresses': () =>
    on({ services: [aService({ status: status(vip, { ip: '203.0.113.8', ipMode: 'VIP' }) })] }),
  'a Service without status, whose address is not known': () =>
    on({ services: [aService({ status: status() })], addresses: [], gaps: [aGap('addresses')] }),
  'a Service with an address, while addresses were not looked at': () => ({
    ...on({ addresses: [] }),
    concern: 'nodes',
  }),
  'a Service of another class': () =>
    on({ services: [aService({ spec: { loadBalancerClass: 'example.com/other' }, status: status() })] }),
  'a Service that is not there yet': () => on({ services: [] }),
  'a Service that is not there yet, with an address that is not reserved': () => on({ services: [], addresses: [] }),
  'the Services could not be read': () => on({ services: [], gaps: [aGap('services')] }),
  'a Service that speaks two protocols without status': () => ({
    declared: anOpening({
      stacks: [
        { objects: [aServiceManifest({ spec: { ports: [{ port: 25565 }, { port: 19132, protocol: 'UDP' }] } })] },
      ],
    }),
    live: anOpenedService({ services: [aService({ status: status() })] }),
  }),
  'no pod is ready': () => on({ endpoints: [anEndpoint({ ready: false })] }),
  'no pod is there': () => on({ endpoints: [] }),
  'a pod that serves another port': () => on({ endpoints: [anEndpoint({ portNames: ['game'] })] }),
  'traffic stays on the node, and one has a pod': () =>
    on({ services: [aService({ spec: { externalTrafficPolicy: 'Local' } })] }),
  'traffic stays on the node, and none has a pod': () =>
    on({ services: [aService({ spec: { externalTrafficPolicy: 'Local' } })], endpoints: [] }),
  'traffic stays on the node, and one VM is no member': () => {
    const live = anOpenedService({ services: [aService({ spec: { externalTrafficPolicy: 'Local' } })] });
    return { declared: anOpening(), live: { ...live, pools: [aPool(live.instances.slice(0, 2))] } };
  },
  'a Service that has no such port any more': () => on({ services: [aService({ spec: { ports: [{ port: 80 }] } })] }),
  'the endpoints could not be read': () => on({ endpoints: [], gaps: [aGap('endpoints')] }),
  'the nodes could not be read': () => on({ nodes: [], gaps: [aGap('nodes')] }),
  'a VM that has not become a node': () =>
    on({ nodes: ['node-1', 'node-2'].map((name) => aNode(anInstance({ name }))) }),
  'a young VM that has not become a node yet': () => {
    const instances = ['node-1', 'node-2', 'node-3'].map((name, at) =>
      anInstance({ name, ...(at === 2 && { creationTimestamp: '2027-01-15T02:51:00.000Z' }) }),
    );
    return on({ instances, nodes: instances.slice(0, 2).map((one) => aNode(one)) });
  },
  'a VM that is out of order in the pool': () => {
    const instances = ['node-1', 'node-2', 'node-3'].map((name, at) =>
      anInstance({ name, ...(at === 2 && { status: 'TERMINATED' }) }),
    );
    return on({ instances });
  },
  'nothing takes what a stack exposes': () => ofStack({ services: [] }),
  'a Service takes what a stack exposes by its external IP': () =>
    ofStack({ services: [aService({ spec: { ...plain, externalIPs: ['203.0.113.7'] }, status: {} })] }),
  'a Service takes what a stack exposes by another external IP': () =>
    ofStack({ services: [aService({ spec: { ...plain, externalIPs: ['203.0.113.9'] }, status: {} })] }),
  'a nodePort takes what a stack exposes': () =>
    ofStack({
      services: [
        aService({ spec: { ...plain, type: 'NodePort', ports: [{ port: 80, nodePort: 25565 }] }, status: {} }),
      ],
    }),
  'a hostPort on every node takes what a stack exposes': () =>
    ofStack({ services: [], pods: hostPods('node-1', 'node-2', 'node-3') }),
  'a hostPort of another protocol takes nothing of what a stack exposes': () =>
    ofStack({
      services: [],
      pods: hostPods('node-1').map((one) => ({ ...one, hostPorts: [{ port: 25565, protocol: 'UDP' }] })),
    }),
  'a hostPort on some nodes takes what a stack exposes': () => ofStack({ services: [], pods: hostPods('node-2') }),
  "a pod in the host's network that lists no ports may take what a stack exposes": () =>
    ofStack({ services: [], pods: inHostNetwork('node-2') }),
  "a pod in the host's network on every node that lists no ports": () =>
    ofStack({ services: [], pods: inHostNetwork('node-1', 'node-2', 'node-3') }),
  "a pod of another stack in the host's network takes nothing of what a stack exposes": () =>
    ofStack({ services: [], pods: inHostNetwork('node-2').map((one) => ({ ...one, labels: { app: 'web' } })) }),
  "a pod in the host's network that is not ready takes nothing of what a stack exposes": () =>
    ofStack({ services: [], pods: inHostNetwork('node-2').map((one) => ({ ...one, ready: false })) }),
  'a Service takes one port of a range that a stack exposes': () =>
    ofRange({ services: [ofPorts('minecraft', 8000)], endpoints: [anEndpoint({ portNames: ['p8000'] })] }),
  'Services and hostPorts take the most of a range that a stack exposes': () =>
    ofRange({
      services: [ofPorts('minecraft', 8000, 8001), ofPorts('other', 8003)],
      endpoints: [anEndpoint({ portNames: ['p8000'] })],
      pods: [aPod({ hostPorts: [8002, 8005, 8007, 8008, 8009, 8010].map((port) => ({ port, protocol: 'TCP' })) })],
    }),
  'a Service takes the rest of a range that a stack exposes by another protocol': () =>
    ofRange({
      services: [
        aService({
          spec: {
            ...plain,
            externalIPs: ['203.0.113.7'],
            ports: [
              { name: 'a', port: 8000 },
              { name: 'b', port: 8001, protocol: 'UDP' },
            ],
          },
          status: {},
        }),
      ],
      endpoints: [anEndpoint({ portNames: ['a'] })],
    }),
  'hostPorts take the whole of a range that a stack exposes': () =>
    ofRange({
      services: [],
      pods: ['node-1', 'node-2', 'node-3'].map((node) =>
        aPod({
          name: `mc-${node}`,
          node,
          hostPorts: Array.from({ length: 11 }, (_, at) => ({ port: 8000 + at, protocol: 'TCP' })),
        }),
      ),
    }),
  "a pod in the host's network lists one port of a range that a stack exposes": () =>
    ofRange({
      services: [],
      pods: inHostNetwork('node-1', 'node-2', 'node-3').map((one) => ({
        ...one,
        hostPorts: [{ port: 8000, protocol: 'TCP' }],
      })),
    }),
  "a pod in the host's network lists one port of a range that a stack exposes, and is about to be ready": () =>
    ofRange({
      services: [],
      pods: inHostNetwork('node-1', 'node-2', 'node-3').map((one) => ({
        ...one,
        ready: false,
        hostPorts: [{ port: 8000, protocol: 'TCP' }],
      })),
    }),
  'a hostPort on no ready pod': () =>
    ofStack({ services: [], pods: hostPods('node-2').map((one) => ({ ...one, ready: false })) }),
  'a Service with external IPs in a stack that says several things of who may come in': () => ({
    declared: external(
      {},
      {
        expose: [
          { address: 'cluster-ip', ports: ['25565'], pool: 'nodes', firewall: { sources: ['10.0.0.0/8'] } },
          { address: 'cluster-ip', ports: ['80'], pool: 'nodes', firewall: { sources: ['0.0.0.0/0'] } },
          { address: '203.0.113.7', ports: ['25565'], pool: 'nodes', firewall: { sources: ['0.0.0.0/0'] } },
        ],
      },
    ),
    live: anOpenedService(),
  }),
  'a Service with external IPs': () => ({ declared: external({}), live: anOpenedService() }),
  'a Service with external IPs in a stack that says who may come in': () => ({
    declared: external(
      { externalIPs: ['203.0.113.99', '203.0.113.7'] },
      {
        expose: [
          { address: 'cluster-ip', ports: ['25565'], firewall: { sources: ['10.0.0.0/8'] } },
          { address: 'cluster-ip', ports: ['80'], firewall: 'none' },
        ],
      },
    ),
    live: anOpenedService(),
  }),
  'a stack whose disk a node holds': () => ({ declared: withDisk(), live: anOpenedService({ instances: holders() }) }),
  'a stack whose disk nobody holds': () => ({ declared: withDisk(), live: anOpenedService() }),
  'a stack whose disk somebody may hold': () => ({
    declared: withDisk(),
    live: anOpenedService({ gaps: [aGap('instances', 'us-central1-b')] }),
  }),
  'two stacks on one address, of which one has a disk': () => ({
    declared: anOpening({
      stacks: [
        { name: 'web', objects: [aServiceManifest({ name: 'web', spec: { ports: [{ port: 80 }, { port: 443 }] } })] },
        { objects: [aServiceManifest()], spec: { disks: [disk] } },
      ],
    }),
    live: anOpenedService(),
  }),
  'a Service whose fields are not what they should be': () =>
    on({
      services: [
        {
          namespace: 'default',
          name: 'minecraft',
          object: {
            spec: { loadBalancerClass: 7, externalIPs: 'x', ports: [7, { name: 'a', nodePort: '1' }] },
            status: [],
          },
        },
      ],
    }),
};
