import type { Entry } from '../history.ts';
import { vm } from './a-home.ts';
import { aReadOf, intent, line, look, object, ourObject, outcome, sent } from './entries.ts';
import type { Tellings } from './twice-told.ts';

const namespace = '/api/v1/namespaces/default';
const configMap = `${namespace}/configmaps/rules`;
const deletionOf = (path: string) => sent({ method: 'DELETE', path });
const deletion = deletionOf(configMap);
const deleted = ourObject('/configmaps', 'default/rules', {});
const gone = outcome('delete-object', { target: 'ConfigMap/default/rules' });
const ownRead = (status = 200) => aReadOf(`${namespace}/secrets`, { query: '?labelSelector=app%3Dminecraft', status });

const deployments = '/apis/apps/v1/namespaces/default/deployments';
const planned = (run: string, replicas: number): Entry[] => [
  object('apps/deployments', 'default/minecraft', { spec: { replicas } }),
  ...aReadOf(deployments, { run, trigger: 'repair' }),
  line({ message: 'planned', run, hash: 'this' }),
];
const scaled = sent({
  method: 'PATCH',
  path: `${deployments}/minecraft`,
  body: '{"spec":{"replicas":1}}',
  run: 'run-2',
  trigger: 'repair',
});

export const objectTellings: Tellings = {
  'I-14: an object that is gone was not found': {
    broken: [sent({ method: 'GET', path: vm, trigger: 'repair' }), deletion, deleted, gone],
    whole: [
      sent({ method: 'GET', path: vm, trigger: 'repair' }),
      deletion,
      deleted,
      ...aReadOf(configMap, { status: 404 }),
      gone,
    ],
  },
  'I-18: no stack is taken down that was not seen as a whole': {
    broken: [...ownRead(403), intent('delete-object'), deletion],
    whole: [...ownRead(), intent('delete-object'), deletion],
  },
  'I-19: an object is written as the plan that was read saw it': {
    broken: [...planned('run-1', 2), ...planned('run-2', 3), scaled],
    whole: [...planned('run-1', 2), ...planned('run-2', 2), scaled],
  },
  'I-20: an object is written under the Lease': {
    broken: [look, sent({ method: 'PATCH', path: configMap })],
    whole: [look, sent({ method: 'PATCH', path: `${namespace}/services/minecraft/status` })],
  },
  'I-20: in whatever namespace it is': {
    broken: [look, sent({ method: 'PATCH', path: '/api/v1/namespaces/games/configmaps/rules' })],
    whole: [look, sent({ method: 'PATCH', path: '/api/v1/namespaces/underpin/configmaps/underpin' })],
  },
  'I-26: what is taken down is the stack’s own': {
    broken: [deletionOf('/api/v1/namespaces/others/configmaps/rules')],
    whole: [deletion],
  },
  'I-26: what holds data is not taken down': {
    broken: [deletionOf(`${namespace}/persistentvolumeclaims/world`)],
    whole: [deletion],
  },
  'I-31': {
    broken: [line({ message: 'a token: ya29.sesame' })],
    whole: [line({ message: 'no token' })],
  },
  'I-31: no token is sent in the clear': {
    broken: [sent({ path: configMap, isInClear: true })],
    whole: [sent({ path: configMap })],
  },
  'I-31: what an object holds is in no log line': {
    broken: [line({ message: 'applying', object: 'the bot of Ada' })],
    whole: [line({ message: 'applying', object: 'keys' })],
  },
};
