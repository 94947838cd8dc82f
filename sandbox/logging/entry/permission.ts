import type { JsonObject } from '../../compute/json.ts';

/** What the caller was asked for: `compute.instances.create` for `compute.instances.insert`. */
export function authorizationInfo(method: string, resource: string): JsonObject[] {
  const [service = '', collection = '', verb = ''] = method.split('.');
  const type = `${service}.${collection}`;
  const permission = `${type}.${permissionVerbs[`${collection}.${verb}`] ?? permissionVerbs[verb] ?? verb}`;
  const resourceAttributes = { service, name: resource, type };
  return [{ permission, granted: true, resource, resourceAttributes, permissionType: 'ADMIN_WRITE' }];
}

const permissionVerbs: Record<string, string> = {
  insert: 'create',
  patch: 'update',
  'instanceGroupManagers.resize': 'update',
  'instanceGroupManagers.recreateInstances': 'update',
  'instanceGroupManagers.deleteInstances': 'update',
  'instanceGroupManagers.createInstances': 'update',
  'instanceGroupManagers.applyUpdatesToInstances': 'update',
  'instanceGroupManagers.abandonInstances': 'update',
  'instanceGroupManagers.setTargetPools': 'update',
  'instanceGroupManagers.setInstanceTemplate': 'update',
  'instanceGroups.addInstances': 'update',
  'instanceGroups.removeInstances': 'update',
  'instanceGroups.setNamedPorts': 'update',
};
