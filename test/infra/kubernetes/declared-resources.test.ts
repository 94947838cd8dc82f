import test from 'ava';
import { declaredResources } from '../../../infra/kubernetes/declared-resources.ts';
import { rbacObjects } from '../../../infra/kubernetes/rbac.ts';
import type { JsonObject } from '../../../shared/model/json.ts';

const manifest = (apiVersion: string, kind: string, object: JsonObject = {}) => ({ apiVersion, kind, object });

test('each kind of a declaration is one resource, by its plural', (t) => {
  const found = declaredResources([
    manifest('v1', 'Service'),
    manifest('v1', 'Service'),
    manifest('networking.k8s.io/v1', 'Ingress'),
    manifest('networking.k8s.io/v1', 'NetworkPolicy'),
    manifest('v1', 'Endpoints'),
  ]);
  t.deepEqual(found, [
    { group: '', resource: 'services' },
    { group: 'networking.k8s.io', resource: 'ingresses' },
    { group: 'networking.k8s.io', resource: 'networkpolicies' },
    { group: '', resource: 'endpoints' },
  ]);
});

test('a custom resource goes by the plural that its definition names', (t) => {
  const definition = { spec: { group: 'example.com', names: { kind: 'Person', plural: 'people' } } };
  const found = declaredResources([
    manifest('example.com/v1', 'Person'),
    manifest('apiextensions.k8s.io/v1', 'CustomResourceDefinition', definition),
  ]);
  t.deepEqual(found[0], { group: 'example.com', resource: 'people' });
});

test('pods may be deleted only where restarts were asked for', (t) => {
  const access = { auditors: ['a@example.com'], repairers: ['r@example.com'], resources: [] };
  const deletes = (objects: JsonObject[]) => JSON.stringify(objects).includes('"delete"');
  t.false(deletes(rbacObjects(access)));
  t.true(deletes(rbacObjects({ ...access, restartPods: true })));
});

test('without disks nothing is said of the namespace of the mounts', (t) => {
  const access = { auditors: ['a@example.com'], repairers: ['r@example.com'], resources: [] };
  t.notRegex(JSON.stringify(rbacObjects(access)), /underpin-mounts/);
  t.regex(JSON.stringify(rbacObjects({ ...access, disks: true })), /underpin-mounts/);
});
