import { isObject, type JsonObject } from '../compute/json.ts';
import { parameter, type Route, type ServiceCall } from './call.ts';

/** Whether somebody holds a permission on a resource. */
export type Grants = (principal: string, permission: string, resource: string) => boolean;

/** getIamPolicy, setIamPolicy and testIamPermissions of one kind of resource. */
export function policyRoutes({ pattern, version, method, grants }: PolicyOptions): Route[] {
  const policies = new Map<string, JsonObject>();
  const read = (call: ServiceCall): JsonObject => policies.get(parameter(call, 'resource')) ?? { etag: 'ACAB' };
  const write = (call: ServiceCall): JsonObject => {
    const policy = isObject(call.body.policy) ? call.body.policy : {};
    policies.set(parameter(call, 'resource'), { version: 1, etag: 'BwYAAAAAAAA=', ...policy });
    return read(call);
  };
  const path = (verb: string) => `/${version}/{resource=${pattern}}:${verb}`;
  return [
    { verb: 'GET', path: path('getIamPolicy'), method: `${method}.getIamPolicy`, answer: read },
    { verb: 'POST', path: path('getIamPolicy'), method: `${method}.getIamPolicy`, reads: true, answer: read },
    { verb: 'POST', path: path('setIamPolicy'), method: `${method}.setIamPolicy`, answer: write },
    {
      verb: 'POST',
      path: path('testIamPermissions'),
      method: `${method}.testIamPermissions`,
      reads: true,
      answer: (call) => testPermissions(call, grants),
    },
  ];
}

interface PolicyOptions {
  pattern: string;
  version: string;
  method: string;
  grants: Grants;
}

/** Those of the asked permissions that the caller holds; the list is left out when there are none. */
function testPermissions(call: ServiceCall, grants: Grants): JsonObject {
  const asked = Array.isArray(call.body.permissions) ? call.body.permissions.map(String) : [];
  const held = asked.filter((permission) => grants(call.principal ?? '', permission, parameter(call, 'resource')));
  return held.length ? { permissions: held } : {};
}
