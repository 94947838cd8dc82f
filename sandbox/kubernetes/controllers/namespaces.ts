import { deleteObject } from '../verbs/delete.ts';
import type { World } from '../world.ts';
import { Clerk } from './clerk.ts';
import type { Controller } from './loop.ts';

const initial = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** What every cluster begins with. */
export function createFirstNamespaces(world: World): void {
  const clerk = new Clerk(world, 'kube-apiserver');
  for (const name of initial) clerk.create('namespaces', { metadata: { name } });
  const ports = [{ name: 'https', port: 443, targetPort: 6443 }];
  const labels = { component: 'apiserver', provider: 'kubernetes' };
  clerk.create('services', {
    metadata: { name: 'kubernetes', namespace: 'default', labels },
    spec: { clusterIP: '10.0.0.1', ports },
  });
}

/** An account and the cluster's certificate in each namespace; all in it goes before it goes. */
export function namespaces(clerk: Clerk): Controller {
  return {
    watches: ['/namespaces', '/pods'],
    reconcile: () => {
      for (const namespace of clerk.list('namespaces')) {
        if (namespace.metadata.deletionTimestamp) empty(clerk, namespace.metadata.name);
        else furnish(clerk, namespace.metadata.name);
      }
    },
  };
}

function furnish(clerk: Clerk, namespace: string): void {
  if (!clerk.get('serviceaccounts', namespace, 'default'))
    clerk.create('serviceaccounts', { metadata: { name: 'default', namespace } });
  if (!clerk.get('configmaps', namespace, 'kube-root-ca.crt'))
    clerk.create('configmaps', { metadata: { name: 'kube-root-ca.crt', namespace }, data: { 'ca.crt': '' } });
}

function empty(clerk: Clerk, name: string): void {
  const { world } = clerk;
  const kinds = world.table.all().filter((resource) => resource.namespaced && resource.verbs.includes('delete'));
  const held = kinds.flatMap((resource) => world.store.list(resource, name).map((object) => ({ resource, object })));
  for (const { resource, object } of held)
    if (!object.metadata.deletionTimestamp)
      deleteObject({ world, resource }, object, { dryRun: false, propagation: 'Background' });
  const namespace = clerk.get('namespaces', undefined, name);
  const isEmpty = kinds.every((resource) => world.store.list(resource, name).length === 0);
  if (namespace && isEmpty) clerk.erase('namespaces', namespace);
}
