import { type Check, failed, ok } from './check.ts';
import type { GoogleRest } from './google-rest.ts';

const permission = 'iam.serviceAccounts.actAs';

/** Attaching a disk to a VM needs this on the VM's account, and its lack shows late, as a failed operation. `rest` asks as `account`. */
export async function checkActAs(rest: GoogleRest, account: string, nodeAccount: string): Promise<Check> {
  const path = `/v1/projects/-/serviceAccounts/${nodeAccount}:testIamPermissions`;
  const { permissions = [] } = await rest('iam', path, { permissions: [permission] });
  const what = `${account.split('@')[0]} may act as ${nodeAccount}`;
  if ((permissions as string[]).includes(permission)) return ok(what, 'disks can be attached to its VMs');
  return failed(
    what,
    `${permission} is missing: attaching a disk to a VM of that account will fail`,
    `gcloud iam service-accounts add-iam-policy-binding ${nodeAccount} --role=roles/iam.serviceAccountUser --member=serviceAccount:${account}`,
  );
}
