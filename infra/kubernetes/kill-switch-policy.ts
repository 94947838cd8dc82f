import type { JsonObject } from '../../shared/model/json.ts';
import { admissionPolicy } from './admission-policy.ts';

/** I-24: who may bring declared ConfigMaps about could throw the kill switch back; RBAC cannot leave out one name. */
export function killSwitchPolicy(repairers: readonly string[]): JsonObject[] {
  return admissionPolicy({
    name: 'underpin-kill-switch',
    resource: 'configmaps',
    operations: ['CREATE', 'UPDATE', 'DELETE'],
    users: repairers,
    validations: [
      {
        expression: '!(request.namespace == "underpin" && request.name == "underpin")',
        message: 'the kill switch is for people: Underpin may not write it',
      },
    ],
  });
}
