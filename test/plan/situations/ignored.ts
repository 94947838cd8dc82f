import { aFirewall, aHealthCheckersFirewall } from '../../builders/compute.ts';
import { anOpenedService, anOpening } from '../../builders/live.ts';
import { difference, differs } from '../../builders/objects.ts';
import { observed } from './objects.ts';
import type { Situation, Situations } from './situation.ts';

function ignoring({ declared, ...rest }: Situation, path: string): Situation {
  const rule = { subject: '*', path, reason: 'an incident', owner: 'ops@example.com', until: '2027-02-01' };
  const { cluster } = declared;
  return { ...rest, declared: { ...declared, cluster: { ...cluster, spec: { ...cluster.spec, ignore: [rule] } } } };
}

const differing = (path: string, more: object = {}, text?: string) =>
  ignoring(observed({ ...differs, differences: [difference, { ...difference, path }], ...more }, {}, text), path);
const opening = (fields: Parameters<typeof aFirewall>[0]) => ({
  declared: anOpening(),
  live: anOpenedService({ firewalls: [aFirewall({ name: 'home-minecraft', ...fields }), aHealthCheckersFirewall()] }),
});
const narrowed = { sourceRanges: ['10.0.0.0/8'], priority: 10 };

export const ignored: Situations = {
  'a field beside one that is ignored': () => differing('metadata.labels.app'),
  'a field beside one in a list that is ignored': () => differing('spec.ports[80/TCP].nodePort'),
  'a field beside one that is ignored, and the API server would not change it in place': () =>
    differing('metadata.labels.app', { refusal: 'field is immutable' }),
  'a field beside one that is ignored, and replicas that are an autoscaler’s': () =>
    differing('metadata.labels.app', { controlled: ['spec.replicas'] }),
  'a label of a Secret beside one that is ignored': () =>
    differing(
      'metadata.labels.app',
      {},
      'apiVersion: v1\nkind: Secret\nmetadata: {name: ghost, labels: {app: ghost}}\n',
    ),
  'a firewall of which somebody narrowed the sources, which is ignored': () =>
    ignoring(opening({ sourceRanges: ['10.0.0.0/8'] }), 'sourceRanges'),
  'a firewall with another priority, of which the sources are ignored': () =>
    ignoring(opening(narrowed), 'sourceRanges'),
  'a firewall that has to be made anew, of which the sources are ignored': () =>
    ignoring(opening({ ...narrowed, direction: 'EGRESS' }), 'sourceRanges'),
  'a firewall that another one denies, of which the sources are ignored': () => {
    const { declared, live } = opening({ sourceRanges: ['10.0.0.0/8'] });
    const deny = { name: 'deny', priority: 10, allowed: [], denied: [{ protocol: 'tcp', ports: ['25565'] }] };
    return ignoring({ declared, live: { ...live, firewalls: [...live.firewalls, aFirewall(deny)] } }, 'sourceRanges');
  },
};
