import type { Entry } from '../history.ts';
import { aReadOf, booked, intent, look, object, outcome, sent, served } from './entries.ts';
import type { Tellings } from './twice-told.ts';

const path = '/api/v1/namespaces/default/pods';
const podOn = (nodeName: string, name = 'a') =>
  object('/pods', `default/${name}`, {
    metadata: { name, ownerReferences: [{ uid: 'controller' }] },
    spec: { nodeName, volumes: [{ name: 'world', hostPath: { path: '/mnt/foodata' } }] },
    status: { startTime: '2027-01-15T02:00:00Z' },
  });
const deletion = (uid: string) =>
  sent({ method: 'DELETE', path: `${path}/a`, body: JSON.stringify({ preconditions: { uid } }) });
const restartOf = (name: string, run = 'run-1') => sent({ method: 'DELETE', path: `${path}/${name}`, run });
const mountThatIs = (state: string) => [
  look,
  intent('mount-disk'),
  outcome('mount-disk', { state }),
  intent('restart-pod'),
];
const restartsOf = (names: string[]): Entry[] =>
  names.flatMap((name) => [podOn('minions-1', name), restartOf(name, `run-${name}`)]);

const restarting = [
  intent('restart-pod', { namespace: 'default', pod: 'a' }),
  ...served({ method: 'DELETE', path: `${path}/a` }),
];

/** Pods that are to start anew. */
export const restartTellings: Tellings = {
  'I-08: no pod is restarted for a disk that has just not come': {
    broken: [...mountThatIs('failed'), restartOf('a')],
    whole: [...mountThatIs('done'), restartOf('a')],
  },
  'I-09: a pod that was made anew under its name is another': {
    broken: [look, intent('restart-pod', { uid: '1' }), deletion('2')],
    whole: [look, intent('restart-pod', { uid: '1' }), deletion('1')],
  },
  'I-14: a pod that was deleted was looked at once more': {
    broken: [...aReadOf(`${path}/a`), ...restarting, outcome('restart-pod')],
    whole: [...restarting, ...aReadOf(`${path}/a`), outcome('restart-pod')],
  },
  'I-23: the pods of one controller are one thing': {
    broken: [booked, ...restartsOf(['a', 'b', 'c', 'd'])],
    whole: [booked, ...restartsOf(['a', 'b', 'c'])],
  },
  'I-26: a pod where the disk may not come is left alone': {
    broken: [podOn('burst-1'), restartOf('a')],
    whole: [podOn('minions-1'), restartOf('a')],
  },
};
