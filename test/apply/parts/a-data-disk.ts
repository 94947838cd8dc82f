import type { JsonObject } from '../../../shared/model/json.ts';
import type { Outcome } from '../../../shared/model/plan.ts';
import { reference } from '../../builders/compute.ts';
import { aBench } from './a-bench.ts';

export const disk = reference('disks', 'data', 'us-central1-a');
export const diskPath = 'projects/my-project/zones/us-central1-a/disks/data';
export const vmPath = 'projects/my-project/zones/us-central1-a/instances/node-1';
export const forbidden = {
  kind: 'error',
  error: { status: 403, reason: 'forbidden', message: 'not for you' },
} as const;
/** Another VM under the name of the one that the disk may be attached to. */
export const replaced = { reference: reference('instances', 'node-1', 'us-central1-a'), id: '77' };
export const onNode1 = '--project=my-project --zone=us-central1-a';

export type DataDisk = Awaited<ReturnType<typeof aDataDisk>>;

/** A disk `data` that `node-1` may hold. */
export async function aDataDisk() {
  const bench = await aBench();
  await bench.byHand('zones/us-central1-a/disks', { name: 'data', sizeGb: '10' });
  const { compute } = bench.cloud;
  const editVm = (fields: object) => void compute.state.edit('instances', vmPath, (vm) => ({ ...vm, ...fields }));
  const editDisk = (fields: object) => void compute.state.edit('disks', diskPath, (live) => ({ ...live, ...fields }));
  const disksOf = (): { source?: string; deviceName?: string }[] =>
    compute.state.read('instances', vmPath)?.disks ?? [];
  const free = () => {
    const isOther = ({ source = '', deviceName }: { source?: string; deviceName?: string }) =>
      deviceName !== 'data' && !source.endsWith('/disks/data');
    editVm({ disks: disksOf().filter(isOther) });
    editDisk({ users: [], labels: {} });
  };
  const hold = (fields: object = {}) => {
    const source = `https://www.googleapis.com/compute/v1/${diskPath}`;
    const attachment = { source, deviceName: 'data', mode: 'READ_WRITE', boot: false, autoDelete: false, ...fields };
    editVm({ disks: [...disksOf(), attachment] });
    editDisk({ users: [`https://www.googleapis.com/compute/v1/${vmPath}`] });
  };
  /** Before the second look at the VM somebody else has attached it so that it dies with the VM. */
  const losesAtSecondLook = () => {
    const act = () => {
      free();
      hold({ autoDelete: true });
    };
    const fault = { kind: 'act', act, when: 'before' } as const;
    compute.faults.add({ method: 'compute.instances.get', fault, skip: 1 });
  };
  const reset = () => {
    bench.calm();
    free();
    editVm({ status: 'RUNNING', labels: {} });
    compute.calls.length = 0;
    bench.sent.length = 0;
  };
  /** What comes of it while a PersistentVolume owns the disk. */
  const whileOwned = async (name: string, act: () => Promise<Outcome>, source = csi(diskPath)) => {
    bench.kubernetes.store.put(aVolume(name, source));
    const outcome = await act();
    bench.kubernetes.store.remove({ apiVersion: 'v1', kind: 'PersistentVolume', name });
    await bench.clock.advance(5000);
    return outcome;
  };
  const writes = () =>
    compute.calls.filter(({ mutating }) => mutating).map(({ method }) => method.replace('compute.', ''));
  return { bench, editVm, editDisk, disksOf, free, hold, losesAtSecondLook, reset, whileOwned, writes };
}

/** Where the volume's data is, as the CSI driver says it. */
export function csi(volumeHandle: string): JsonObject {
  return { csi: { driver: 'pd.csi.storage.gke.io', volumeHandle } };
}

const aVolume = (name: string, source: JsonObject) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name },
  spec: {
    capacity: { storage: '10Gi' },
    accessModes: ['ReadWriteOnce'],
    ...source,
  },
});
