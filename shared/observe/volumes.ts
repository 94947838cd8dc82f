import type { V1PersistentVolume } from '@kubernetes/client-node';
import type { KubernetesClients } from '../kubernetes-access.ts';
import type { PersistentVolume } from '../model/live.ts';
import { diskOfHandle } from '../model/volume.ts';
import { namedObjects } from './kubernetes-list.ts';
import { type Reading, readPages } from './pages.ts';

export async function observeVolumes(kubernetes: () => Promise<KubernetesClients>): Promise<Reading<PersistentVolume>> {
  const items: PersistentVolume[] = [];
  const gaps = await readPages(
    'volumes',
    async (token) => {
      const { core } = await kubernetes();
      const list = await core.listPersistentVolume({ limit: 500, ...(token && { _continue: token }) });
      namedObjects(list.items, false);
      return { volumes: list.items, nextPageToken: list.metadata?._continue ?? null };
    },
    ({ volumes }) => {
      items.push(...volumes.map(volumeOf));
      return [];
    },
  );
  return { items, gaps };
}

function volumeOf({ metadata, spec }: V1PersistentVolume): PersistentVolume {
  const claim = spec?.claimRef;
  return {
    name: metadata?.name ?? '',
    disk: diskOf(spec),
    hostPath: spec?.local?.path ?? spec?.hostPath?.path ?? null,
    claim: claim ? `${claim.namespace}/${claim.name}` : null,
  };
}

/** By the handle of the CSI driver, or by the name alone of the old in-tree volumes. */
function diskOf(spec: V1PersistentVolume['spec']): PersistentVolume['disk'] {
  const inTree = spec?.gcePersistentDisk?.pdName;
  return diskOfHandle(spec?.csi?.volumeHandle ?? '') ?? (inTree ? { name: inTree, zone: null } : null);
}
