import type { Json } from '../../../shared/model/json.ts';
import type { Shape } from './shape.ts';

/** Go's `omitempty` on a field that is no pointer: false, 0 and "" read back as absent (C-18). */
const droppedWhenFalse = new Set([
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'stdin',
  'stdinOnce',
  'tty',
  'readOnly',
  'unschedulable',
  'paused',
  'publishNotReadyAddresses',
]);
const droppedWhenNought = new Set([
  'nodePort',
  'hostPort',
  'healthCheckNodePort',
  'minReadySeconds',
  'initialDelaySeconds',
  'generation',
  'weight',
  'successThreshold',
  'failureThreshold',
  'periodSeconds',
  'timeoutSeconds',
]);
/** Pointers to text: empty is not absent. */
const keptWhenEmpty = new Set([
  'storageClassName',
  'volumeName',
  'loadBalancerClass',
  'ingressClassName',
  'holderIdentity',
  'targetPath',
  'expression',
  'message',
  'reason',
]);

export function isDroppedZero(field: string, value: Json, shape: Shape): boolean {
  if (value === false) return droppedWhenFalse.has(field);
  if (value === 0) return droppedWhenNought.has(field);
  if (value === '') return shape.form === 'scalar' && !keptWhenEmpty.has(field);
  if (Array.isArray(value)) return value.length === 0 && field !== 'rules' && field !== 'containers';
  return shape.form === 'map' && typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
