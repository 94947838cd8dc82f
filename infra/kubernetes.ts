import { stringify } from 'yaml';
import { nodeMarksPolicy } from './kubernetes/node-marks-policy.ts';
import { type Access, rbacObjects } from './kubernetes/rbac.ts';
import { serviceStatusPolicy } from './kubernetes/service-status-policy.ts';

/** All that a cluster must hold before Underpin can work in it, as YAML for `kubectl apply -f -`. */
export function renderAccess(access: Access): string {
  const objects = [
    ...rbacObjects(access),
    ...serviceStatusPolicy(access.repairers),
    ...nodeMarksPolicy(access.repairers),
  ];
  return objects.map((object) => stringify(object, { aliasDuplicateObjects: false, lineWidth: 0 })).join('---\n');
}
