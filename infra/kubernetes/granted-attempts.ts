import type { JsonObject } from '../../shared/model/json.ts';
import type { Attempt } from './never-allowed.ts';
import { type Access, rbacObjects } from './rbac.ts';

interface Bound {
  kind: string;
  metadata: { name: string; namespace?: string };
  subjects?: { name: string }[];
  roleRef?: { kind: string; name: string };
  rules?: { apiGroups: string[]; resources: string[]; verbs: string[]; resourceNames?: string[] }[];
}

/** Every single thing that the generated roles let one account do. */
export function grantedAttempts(access: Access, account: string): Attempt[] {
  const objects = rbacObjects(access) as unknown as (Bound & JsonObject)[];
  const bindings = objects.filter(({ subjects = [] }) => subjects.some(({ name }) => name === account));
  return bindings.flatMap((binding) => {
    const role = objects.find((one) => isRoleOf(binding, one));
    return (role?.rules ?? []).flatMap((rule) => attemptsOf(rule, binding.metadata.namespace));
  });
}

function isRoleOf({ roleRef, metadata }: Bound, { kind, metadata: other }: Bound): boolean {
  return kind === roleRef?.kind && other.name === roleRef.name && other.namespace === metadata.namespace;
}

function attemptsOf(rule: NonNullable<Bound['rules']>[number], namespace: string | undefined): Attempt[] {
  const where = { ...(namespace && { namespace }), ...(rule.resourceNames?.[0] && { name: rule.resourceNames[0] }) };
  return rule.apiGroups.flatMap((group) =>
    rule.resources.flatMap((named) => {
      const [resource = '', subresource] = named.split('/');
      const what = { group, resource, ...(subresource && { subresource }), ...where };
      return rule.verbs.map((verb) => ({ verb, ...what }));
    }),
  );
}
