import { apply, merge, patch, post, type Scenarios, service, space, strategic } from './steps.ts';

export const services: Scenarios = {
  'a Service gets addresses and ports': [
    post(`${space}/services`, service('internal', { selector: { app: 'x' }, ports: [{ port: 80 }] })),
    post(
      `${space}/services`,
      service('balanced', {
        type: 'LoadBalancer',
        loadBalancerClass: 'underpin.dev/target-pool',
        ports: [{ port: 25565 }],
        loadBalancerSourceRanges: ['0.0.0.0/0'],
      }),
    ),
    patch(
      `${space}/services/balanced/status`,
      { status: { loadBalancer: { ingress: [{ ip: '203.0.113.7', ipMode: 'VIP' }] } } },
      merge,
    ),
    patch(
      `${space}/services/balanced/status`,
      { status: { loadBalancer: { ingress: [{ ip: '203.0.113.7', ipMode: 'Other' }] } } },
      merge,
    ),
    patch(
      `${space}/services/internal/status`,
      { status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } } },
      merge,
    ),
    patch(`${space}/services/balanced`, { spec: { loadBalancerClass: 'other/class' } }, merge),
    patch(`${space}/services/balanced`, { spec: { sessionAffinity: 'ClientIP' } }, merge),
    post(
      `${space}/services`,
      service('outside', {
        externalIPs: ['203.0.113.8'],
        ports: [
          { name: 'a', port: 1 },
          { name: 'b', port: 2, protocol: 'UDP', targetPort: 'named' },
        ],
      }),
    ),
    post(`${space}/services`, service('unnamed', { ports: [{ port: 1 }, { port: 2 }] })),
    post(`${space}/services`, service('portless', {})),
    post(`${space}/services`, service('headless', { clusterIP: 'None', selector: { app: 'x' } })),
    post(`${space}/services`, service('alias', { type: 'ExternalName', externalName: 'example.com' })),
    post(`${space}/services`, service('high', { ports: [{ port: 70_000 }] })),
    post(`${space}/services`, service('odd', { type: 'Odd', ports: [{ port: 1 }] })),
    patch(`${space}/services/internal`, { spec: { ports: [{ port: 443, name: 'tls' }] } }, strategic),
    post(`${space}/services`, service('1bad', { ports: [{ port: 1 }] })),
  ],
  'a Service of our class is told its address by server-side apply of its status': [
    apply(
      `${space}/services/ours`,
      service('ours', {
        type: 'LoadBalancer',
        loadBalancerClass: 'underpin.dev/target-pool',
        ports: [{ port: 25565 }],
      }),
    ),
    apply(`${space}/services/ours/status`, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'ours' },
      status: { loadBalancer: { ingress: [{ ip: '203.0.113.9', ipMode: 'VIP' }] } },
    }),
    apply(
      `${space}/services/ours`,
      service('ours', {
        type: 'LoadBalancer',
        loadBalancerClass: 'underpin.dev/target-pool',
        ports: [{ port: 25565 }, { name: 'query', port: 25566 }],
      }),
    ),
    apply(
      `${space}/services/ours`,
      service('ours', {
        type: 'LoadBalancer',
        loadBalancerClass: 'underpin.dev/target-pool',
        ports: [
          { name: 'game', port: 25565 },
          { name: 'query', port: 25566, protocol: 'UDP' },
        ],
      }),
    ),
    apply(
      `${space}/services/ours`,
      service('ours', {
        type: 'LoadBalancer',
        loadBalancerClass: 'underpin.dev/target-pool',
        ports: [{ name: 'game', port: 25565 }],
      }),
    ),
    patch(`${space}/services/ours/status`, { status: { loadBalancer: null } }, merge),
    patch(`${space}/services/ours`, { spec: { type: 'ClusterIP', loadBalancerClass: null } }, merge),
    patch(`${space}/services/ours`, { metadata: { labels: { app: 'other' } } }, strategic),
  ],
};
