import type { KubernetesClients } from '../kubernetes-access.ts';
import type { ServiceObject } from '../model/live.ts';
import { objectOf, readKubernetesList, textOf } from './kubernetes-list.ts';
import type { Reading } from './pages.ts';

export function observeServices(kubernetes: () => Promise<KubernetesClients>): Promise<Reading<ServiceObject>> {
  return readKubernetesList(kubernetes, {
    area: 'services',
    path: '/api/v1/services',
    convert: (object) => {
      const { namespace, name } = objectOf(object.metadata);
      return [{ namespace: textOf(namespace), name: textOf(name), object }];
    },
  });
}
