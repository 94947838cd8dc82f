import type { Call } from '../call.ts';
import { requireFingerprint } from '../fingerprint.ts';
import type { JsonObject } from '../json.ts';
import type { Instance } from '../kinds.ts';
import { linkTo } from '../link.ts';
import { newMetadata, newTags } from '../new-instance.ts';
import { orderOf, startOperation } from '../operation.ts';
import { readPath, requireTarget } from '../reference-input.ts';
import { refusal } from '../refusal.ts';
import { setLabels } from './labels.ts';
import type { Method } from './method.ts';

export const instanceEdits: Record<string, Method> = {
  'instances.setLabels': (call) => setLabels(call, 'instances'),
  'instances.setTags': setTags,
  'instances.setMetadata': setMetadata,
  'instances.setScheduling': setScheduling,
  'instances.setMachineType': setMachineType,
  'instances.setServiceAccount': setServiceAccount,
  'instances.setDeletionProtection': (call) =>
    edit(call, (instance) => ({ ...instance, deletionProtection: call.query.deletionProtection !== false })),
};

/** The fingerprint of the tags that were read must be sent along (412 when they changed meanwhile). */
function setTags(call: Call): JsonObject {
  const words = {
    field: 'resource.fingerprint',
    stale: 'Supplied fingerprint does not match current tags fingerprint.',
  };
  return edit(
    call,
    (instance) => ({ ...instance, tags: newTags(call.body) }),
    ({ tags }) => requireFingerprint(call.body.fingerprint, tags.fingerprint, words),
  );
}

function setMetadata(call: Call): JsonObject {
  const words = {
    field: 'resource.fingerprint',
    stale: 'Supplied fingerprint does not match current metadata fingerprint.',
  };
  return edit(
    call,
    (instance) => ({ ...instance, metadata: newMetadata(call.body) }),
    ({ metadata }) => requireFingerprint(call.body.fingerprint, metadata.fingerprint, words),
  );
}

function setScheduling(call: Call): JsonObject {
  return edit(call, (instance) => ({ ...instance, scheduling: { ...instance.scheduling, ...call.body } }));
}

function setMachineType(call: Call): JsonObject {
  const { world, project, place, body } = call;
  const path = readPath({ world, project, field: 'resource.machineType' }, body.machineType, `${place}/machineTypes`);
  return edit(call, (instance) => ({ ...instance, machineType: linkTo(path) }), requireStopped);
}

function setServiceAccount(call: Call): JsonObject {
  const { email, scopes } = call.body;
  const accounts = email ? [{ email, ...(scopes ? { scopes } : {}) }] : [];
  return edit(
    call,
    ({ ...instance }) => ({ ...instance, ...(accounts.length ? { serviceAccounts: accounts } : {}) }),
    requireStopped,
  );
}

function requireStopped({ status, name }: Instance): void {
  if (status === 'TERMINATED') return;
  throw refusal.invalidUsage(`Instance '${name}' must be stopped first; it is ${status}.`);
}

function edit(call: Call, change: (instance: Instance) => Instance, check?: (instance: Instance) => void): JsonObject {
  const { world, target } = call;
  const instance = requireTarget(call, 'instances');
  return startOperation(orderOf(call), {
    target,
    targetId: instance.id,
    check: () => check?.(requireTarget(call, 'instances')),
    finish: () => world.store.change('instances', target, change),
  });
}
