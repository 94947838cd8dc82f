import { later, look, object, sent } from './entries.ts';
import type { Tellings } from './twice-told.ts';

const patch = (body: object) =>
  sent({
    method: 'PATCH',
    path: '/api/v1/namespaces/default/services/minecraft/status',
    body: JSON.stringify(body),
  });
const answersOn = (ip: string) => patch({ status: { loadBalancer: { ingress: [{ ip }] } } });
const asRead = patch({ metadata: { resourceVersion: '7' } });
const aService = (fields: object) => object('/services', 'default/minecraft', fields);
const serviceOf = (loadBalancerClass: string) =>
  aService({ metadata: { name: 'minecraft' }, spec: { loadBalancerClass } });
const marked = aService({ metadata: { annotations: { 'underpin.dev/protect': '' } } });

/** What a Service says of where it answers. */
export const serviceTellings: Tellings = {
  'I-15: a Service answers on the declared address': {
    broken: [answersOn('203.0.113.99')],
    whole: [answersOn('203.0.113.7')],
  },
  'I-19: the status of a Service is written at the version that was read': {
    broken: [patch({ status: {} })],
    whole: [asRead],
  },
  'I-26: an object that was marked a while ago is looked at once more': {
    broken: [look, marked, later(asRead, 60_000)],
    whole: [look, serviceOf('underpin.dev/target-pool'), later(asRead, 60_000)],
  },
  'I-26: the status of a Service is its controller’s': {
    broken: [serviceOf('example.com/other'), look, asRead],
    whole: [serviceOf('underpin.dev/target-pool'), look, asRead],
  },
};
