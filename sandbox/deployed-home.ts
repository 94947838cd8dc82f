import { accessOf } from '../infra/kubernetes/access-of.ts';
import { mountPolicy } from '../infra/kubernetes/mount-policy.ts';
import { accessObjects } from '../infra/kubernetes.ts';
import { gkeMethods, permissionsOfMethods, permissionsOfRole, type RoleName, wiringMethods } from '../infra/roles.ts';
import type { Declared } from '../shared/model/declared.ts';
import type { FunctionFacts } from './accounts/deployed-functions.ts';
import type { Home } from './home.ts';
import type { KubernetesObject } from './kubernetes/object.ts';
import { authorizeByRbac } from './kubernetes/rbac.ts';
import type { Grants } from './service/policy.ts';

const region = 'us-central1';
/** Creating is not allowed in it. */
const deployedRoles = ['auditor', 'repairer'] as const;

export function deployedAccount(project: string, role: string): string {
  return `underpin-${role}@${project}.iam.gserviceaccount.com`;
}

/** What the Terraform module gives its accounts in IAM. Everybody else set all this up, and holds everything. */
export class DeployedGrants {
  readonly #held = new Map<string, Set<string>>();
  /** E-mails of nodes' accounts that disks may be attached under. */
  readonly actAs = new Set<string>();
  readonly #locked = new Set<string>();
  readonly #project: string;

  constructor(project: string, nodeAccounts: readonly string[] = []) {
    this.#project = project;
    for (const role of ['auditor', 'repairer', 'builder'] as const)
      this.#held.set(deployedAccount(project, role), new Set(permissionsIn(role)));
    for (const account of nodeAccounts) this.actAs.add(account);
  }

  of(role: RoleName): Set<string> {
    return this.#held.get(deployedAccount(this.#project, role)) ?? new Set();
  }

  /** Nobody may borrow this account; returns what lets them again. */
  lock(account: string): () => void {
    this.#locked.add(account);
    return () => this.#locked.delete(account);
  }

  readonly grants: Grants = (principal, permission, resource) => {
    const held = this.#held.get(principal);
    const account = /serviceAccounts\/([^/]+)$/.exec(resource)?.[1];
    if (!held) return account === undefined || !this.#locked.has(account);
    if (account) return permission === 'iam.serviceAccounts.actAs' && this.#acts(principal) && this.actAs.has(account);
    return held.has(permission);
  };

  #acts(principal: string): boolean {
    return principal === deployedAccount(this.#project, 'repairer');
  }
}

export interface Deployed {
  declared: Declared;
  /** Where each function is to be called. */
  urls: { nodeChange: string; driftAudit: string; manualRepair: string };
}

/** What stands in a project and a cluster once the Terraform module and `underpin rbac` were applied. */
export function deployInto({ cloud, kubernetes }: Home, { declared, urls }: Deployed): void {
  const { project, accounts } = cloud;
  const account = (role: string) => deployedAccount(project, role);
  for (const facts of functionsAt(project, urls)) accounts.functions.put(facts);
  for (const role of deployedRoles)
    accounts.roles.put(`projects/${project}/roles/underpin_${role}`, permissionsIn(role));
  const access = accessOf([declared], { auditors: [account('auditor')], repairers: [account('repairer')] });
  const objects = [...accessObjects(access), ...mountPolicy({ repairers: access.repairers })];
  for (const object of objects) kubernetes.store.put(object as KubernetesObject);
  kubernetes.authenticate = (token) => userOf(accounts.principalOf(token) ?? '');
  kubernetes.authorize = authorizeByRbac(kubernetes.store);
}

function userOf(name: string) {
  const isOurs = /^underpin-.*\.iam\.gserviceaccount\.com$/.test(name);
  return { name, groups: [...(isOurs ? [] : ['system:masters']), 'system:authenticated'] };
}

function functionsAt(project: string, { nodeChange, driftAudit, manualRepair }: Deployed['urls']): FunctionFacts[] {
  const facts = (name: string, uri: string, [role, caller]: [string, string]): FunctionFacts => ({
    project,
    location: region,
    name: `underpin-${name}`,
    uri,
    account: deployedAccount(project, role),
    invokers: [`serviceAccount:${deployedAccount(project, caller)}`],
  });
  return [
    facts('node-change', nodeChange, ['repairer', 'push']),
    facts('drift-audit', driftAudit, ['auditor', 'schedule']),
    facts('manual-repair', manualRepair, ['repairer', 'operator']),
  ];
}

function permissionsIn(role: RoleName): string[] {
  return [...permissionsOfRole(role), ...permissionsOfMethods([...wiringMethods, ...gkeMethods])];
}
