import test from 'ava';
import { serviceStatus, statusOfNewService } from '../../../shared/plan/rules/service-status.ts';
import { aService } from '../../builders/kubernetes.ts';
import { aGap, anOpenedService, anOpening } from '../../builders/live.ts';

const wrong = test.macro((t, ingress: { ip: string; ipMode?: string }[], leaves: string[]) => {
  const live = anOpenedService({ services: [aService({ status: { loadBalancer: { ingress } } })] });
  const [found, ...others] = serviceStatus(anOpening(), live);
  t.deepEqual(others, []);
  t.like(found, {
    subject: 'Service/default/minecraft',
    path: 'status.loadBalancer.ingress',
    declared: ['203.0.113.7'],
  });
  t.deepEqual(found?.action, {
    kind: 'set-service-status',
    namespace: 'default',
    name: 'minecraft',
    address: '203.0.113.7',
    leaves,
  });
});
test('N-07: a Service without an address gets its own', wrong, [], []);
test('N-07: a Service with another address gets its own', wrong, [{ ip: '203.0.113.8' }], ['203.0.113.8']);
test(
  'N-07: in mode Proxy the nodes drop what comes to the address',
  wrong,
  [{ ip: '203.0.113.7', ipMode: 'Proxy' }],
  [],
);

test('an API server that tells no ipMode means VIP', (t) => {
  const services = [aService({ status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } } })];
  t.deepEqual(serviceStatus(anOpening(), anOpenedService({ services })), []);
});

test('I-26: a Service of another class is another controller’s', (t) => {
  const services = [aService({ spec: { loadBalancerClass: 'example.com/other' }, status: {} })];
  t.deepEqual(serviceStatus(anOpening(), anOpenedService({ services })), []);
});

test('a Service that is yet to be made gets its address in the same repair, and by no event', (t) => {
  const live = anOpenedService({ services: [] });
  t.deepEqual(serviceStatus(anOpening(), live), []);
  t.like(statusOfNewService(anOpening(), live), [{ severity: 'info', action: { kind: 'set-service-status' } }]);
});

test('P-07: Services that could not be read are unknown', (t) => {
  const live = anOpenedService({ services: [], gaps: [aGap('services')] });
  t.like(statusOfNewService(anOpening(), live), [{ outcome: 'unknown', action: null }]);
});
