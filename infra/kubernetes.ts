import { stringify } from 'yaml';
import type { JsonObject } from '../shared/model/json.ts';
import { killSwitchPolicy } from './kubernetes/kill-switch-policy.ts';
import { nodeMarksPolicy } from './kubernetes/node-marks-policy.ts';
import { type Access, rbacObjects } from './kubernetes/rbac.ts';
import { serviceStatusPolicy } from './kubernetes/service-status-policy.ts';

/** All that a cluster must hold before Underpin can work in it; mount-policy.ts has what disks need besides. */
export function accessObjects(access: Access): JsonObject[] {
  const { repairers } = access;
  const policies = [serviceStatusPolicy, nodeMarksPolicy, killSwitchPolicy].flatMap((policy) => policy(repairers));
  return [...rbacObjects(access), ...policies];
}

/** As YAML for `kubectl apply -f -`. */
export function renderAccess(access: Access): string {
  return accessObjects(access)
    .map((object) => stringify(object, { aliasDuplicateObjects: false, lineWidth: 0 }))
    .join('---\n');
}
