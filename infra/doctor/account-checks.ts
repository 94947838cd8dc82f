import { borrowedCredentials } from '../../shared/borrowed-credentials.ts';
import type { RoleName } from '../roles.ts';
import { checkActAs } from './act-as.ts';
import { attempt, type Check } from './check.ts';
import { checkCustomRole } from './custom-roles.ts';
import { accountOf, borrowing } from './deployment.ts';
import type { Examination } from './examination.ts';
import { googleRest } from './google-rest.ts';
import { checkPermissions } from './permissions.ts';

export interface AccountExamination extends Examination {
  /** Where the clusters are; the deployment's own project is among them. */
  project: string;
  /** Accounts that the nodes there run as, where disks are declared. */
  nodeAccounts: readonly string[];
}

/** What one account of the deployment holds in one project, by tokens of that very account. */
export async function checkAccount(role: RoleName, examination: AccountExamination): Promise<Check[]> {
  const { world, rest, deployment, project, gke, nodeAccounts } = examination;
  const held = { role, project, gke };
  const account = accountOf(deployment, role);
  const own = googleRest({ ...world, credentials: borrowedCredentials(world, account) });
  const borrow = borrowing(account, deployment);
  const checks = [
    attempt(`permissions of ${role}`, () => checkPermissions(held, deployment, own), borrow),
    attempt(`role of ${role}`, () => checkCustomRole(held, deployment, rest)),
    ...(role === 'auditor' ? [] : nodeAccounts).map((one) =>
      attempt(`${role} may act as ${one}`, () => checkActAs(own, account, one), borrow),
    ),
  ];
  return (await Promise.all(checks)).flat();
}
