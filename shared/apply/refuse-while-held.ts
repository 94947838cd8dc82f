import { RetryLaterError } from '../errors.ts';
import type { KubernetesClients } from '../kubernetes-access.ts';
import type { Plan } from '../model/plan.ts';
import { leaseHolder } from './lease.ts';

/** Who approved a plan wants all of it: while another run has the cluster's Lease it is not begun. */
export async function refuseWhileHeld(
  { cluster, actions }: Plan,
  kubernetes: () => Promise<KubernetesClients>,
): Promise<void> {
  if (actions.every(({ risk }) => risk === 'additive')) return;
  const holder = await leaseHolder(await kubernetes(), cluster);
  if (holder !== null) {
    throw new RetryLaterError(`another run is at work on cluster \`${cluster}\` (\`${holder}\` holds its Lease)`);
  }
}
