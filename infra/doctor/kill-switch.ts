import { ApiError, messageOf } from '../../shared/errors.ts';
import type { KubernetesClients } from '../../shared/kubernetes-access.ts';
import { type Check, failed, ok } from './check.ts';

/** I-24: a switch that cannot be read counts as thrown, so nothing would ever be written. `clients` ask as the repairer. */
export async function checkKillSwitch({ core }: KubernetesClients, command: string): Promise<Check> {
  const what = 'kill switch can be read';
  try {
    const { data } = await core.readNamespacedConfigMap({ name: 'underpin', namespace: 'underpin' });
    const value = data?.mutations ?? '';
    return ok(
      what,
      value === 'on' ? 'it lets Underpin write' : `it is thrown (mutations=${value}): nothing is written`,
    );
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 404) return ok(what, 'it was never made, which lets Underpin write');
    if (error.status !== 403) throw error;
    return failed(what, `nothing will be written: ${messageOf(error)}`, command);
  }
}
