import { ApiError, messageOf, RefusedError } from '../errors.ts';
import type { KubernetesClients } from '../kubernetes-access.ts';
import { namespace } from './lease.ts';

/** `kubectl -n underpin create configmap underpin --from-literal=mutations=off` stops every write at once. */
const name = 'underpin';
const key = 'mutations';

/**
 * I-24: throws unless the cluster says, now, that Underpin may write. A switch that cannot be read counts as thrown; a
 * ConfigMap that was never made is no switch. Calls that come while a read has not begun share it.
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
  if (value === undefined || value === 'on') return;
  throw new RefusedError(
    `the kill switch is thrown: ConfigMap ${namespace}/${name} says ${key}: \`${value}\`; set it to \`on\` to let Underpin write again`,
    503,
  );
}

async function read(kubernetes: () => Promise<KubernetesClients>): Promise<string | undefined> {
  try {
    const { core } = await kubernetes();
    return (await core.readNamespacedConfigMap({ name, namespace })).data?.[key];
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw new RefusedError(
      `the kill switch (ConfigMap ${namespace}/${name}) cannot be read, so nothing is written: ${messageOf(error)}`,
      503,
      { cause: error },
    );
  }
}
