import type { JsonObject } from '../../shared/model/json.ts';

export interface Policy {
  name: string;
  /** Core resources, such as `services/status`; changes of them by `users` are judged. */
  resource: string;
  /** `UPDATE` unless told. */
  operations?: readonly string[];
  users: readonly string[];
  validations: readonly { expression: string; message: string }[];
}

/** What RBAC cannot say: which fields of which objects. Fails closed, and for these users alone. */
export function admissionPolicy({ name, resource, operations = ['UPDATE'], users, validations }: Policy): JsonObject[] {
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const metadata = { name, labels: { app: 'underpin', 'app.kubernetes.io/managed-by': 'underpin' } };
  const rule = { apiGroups: [''], apiVersions: ['v1'], operations: [...operations], resources: [resource], scope: '*' };
  return [
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicy',
      metadata,
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules: [rule] },
        matchConditions: [{ name: 'by-underpin', expression: `request.userInfo.username in ${JSON.stringify(users)}` }],
        validations: validations.map((validation) => ({ ...validation, reason: 'Forbidden' })),
      },
    },
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata,
      spec: { policyName: name, validationActions: ['Deny'] },
    },
  ];
}

export function unchanged(path: string): string {
  const optional = path.replace(/\.(\w+)$/, '.?$1');
  return `object.${optional} == oldObject.${optional}`;
}
