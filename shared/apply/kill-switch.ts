import { hasStatus, messageOf, RefusedError } from '../errors.ts';
import type { KubernetesClients } from '../kubernetes-access.ts';
import { namespace } from './lease.ts';

/** `kubectl -n underpin create configmap underpin --from-literal=mutations=off` stops every write at once. */
const name = 'underpin';
const key = 'mutations';

/**
 * I-24: throws unless the cluster says, now, that Underpin may write. A switch that cannot be read counts as thrown, and
 * so does one that says neither; a ConfigMap that was never made is no switch. Calls that come while a read has not begun share it.
 */
export function killSwitch(kubernetes: () => Promise<KubernetesClients>): () => Promise<void> {
  let waiting: Promise<void> | undefined;
  return () => {
    waiting ??= Promise.resolve().then(() => {
      waiting = undefined;
      return check(kubernetes);
    });
    return waiting;
  };
}

async function check(kubernetes: () => Promise<KubernetesClients>): Promise<void> {
  const value = await read(kubernetes);
  if (value === null || value === 'on') return;
  throw new RefusedError(
    `the kill switch is thrown: ConfigMap ${namespace}/${name} says ${key}: \`${value ?? ''}\`; set it to \`on\` to let Underpin write again`,
    503,
  );
}

/** `null`: there is none. `undefined`: there is one, and nothing in it says `mutations`. */
async function read(kubernetes: () => Promise<KubernetesClients>): Promise<string | null | undefined> {
  try {
    const { core } = await kubernetes();
    const { kind, data } = await core.readNamespacedConfigMap({ name, namespace });
    if (kind !== 'ConfigMap') throw new Error(`the answer is no ConfigMap but \`${kind ?? 'nothing known'}\``);
    return data?.[key];
  } catch (error) {
    if (hasStatus(error, 404)) return null;
    throw new RefusedError(
      `the kill switch (ConfigMap ${namespace}/${name}) cannot be read, so nothing is written: ${messageOf(error)}`,
      503,
      { cause: error },
    );
  }
}
