import type { KubernetesAccess } from '../../shared/kubernetes-access.ts';
import { grantedAttempts } from '../kubernetes/granted-attempts.ts';
import { type Attempt, attemptText, neverAllowed } from '../kubernetes/never-allowed.ts';
import type { Access } from '../kubernetes/rbac.ts';
import { reviewAttempts } from './access-review.ts';
import { type Check, failed, ok } from './check.ts';

export interface Questioned {
  role: string;
  account: string;
  wanted: Access;
  /** What applies the generated roles. */
  command: string;
}

/** Each verb of the generated roles, and each that none of them has; `access` asks as the account. */
export async function checkRights(access: KubernetesAccess, questioned: Questioned): Promise<Check[]> {
  const { role, account, wanted, command } = questioned;
  const needed = grantedAttempts(wanted, account);
  // A stack may declare what would be dangerous otherwise, such as a Pod of its own.
  const texts = new Set(needed.map(attemptText));
  const dangerous = neverAllowed.filter((one) => !texts.has(attemptText(one)));
  const [granted, forbidden] = await Promise.all([reviewAttempts(access, needed), reviewAttempts(access, dangerous)]);
  return [
    granted.refused.length === 0
      ? ok(`${role} may do its work`, `all ${needed.length} verbs of its roles`)
      : failed(`${role} may do its work`, `${account} may not ${listed(granted.refused)}`, command),
    forbidden.allowed.length === 0
      ? ok(`${role} may do nothing dangerous`, `none of ${dangerous.length} things that it must not`)
      : failed(
          `${role} may do nothing dangerous`,
          `${account} may ${listed(forbidden.allowed)}: take away the binding that allows it; this shows them`,
          `kubectl get clusterrolebindings,rolebindings --all-namespaces -o wide | grep '${account}'`,
        ),
  ];
}

function listed(attempts: readonly Attempt[]): string {
  return [...new Set(attempts.map(attemptText))].join(', ');
}
