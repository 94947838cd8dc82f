import type { ActionOf } from '../model/action.ts';
import { isMarkedMounted } from '../model/mount-record.ts';
import { isZone, sameReference } from '../model/reference.ts';
import { type ApplyContext, blocked, confirmLease, type Done, done, leftToPerson, marked, waiting } from './context.ts';
import { readDisk } from './disk.ts';
import { objectionToDisk } from './disk-objection.ts';
import { refuseWhileMounting } from './mount-job.ts';
import { finish } from './operation.ts';
import { readNodeFacts } from './patch-node.ts';
import { pendingOn } from './pending.ts';
import { tolerate } from './pool-state.ts';
import { readVm } from './vm.ts';

type Detach = ActionOf<'detach-disk'>;

/** I-02: every condition of the table is read again right before the call; the Lease is confirmed last (I-20). */
export async function detachDisk(action: Detach, context: ApplyContext): Promise<Done> {
  const lookedAt = context.runtime.now();
  const { reference } = action.instance;
  const vm = await readVm(action.instance, context);
  if (!vm) return done(null, `${reference.name} no longer exists, so the disk is free (D-13)`);
  const attached = vm.disks.find(({ source }) => source && sameReference(source, action.disk));
  if (!attached) return done(null, 'it was detached already');
  // From a VM that runs on only in the plan that has unmounted it there before (I-08).
  const isAsPlanned = vm.status === 'RUNNING' && action.holderStatus === 'RUNNING';
  if (vm.status !== 'TERMINATED' && !isAsPlanned)
    return blocked(`${reference.name} is ${vm.status} now: a disk leaves a VM that is TERMINATED or gone`);
  if (vm.protected) return marked(reference.name);
  if (attached.boot) return leftToPerson(`it is the boot disk of ${reference.name} (D-14)`);
  if (attached.deviceName !== action.deviceName)
    return blocked(`its device name is \`${attached.deviceName}\` now, planned was \`${action.deviceName}\``);
  const objection = await objectionToDisk(await readDisk(action, context), context);
  if (objection) return objection;
  const pending = await pendingOn([action.disk, reference], context);
  if (pending) return waiting(pending);
  const mountedSince = isAsPlanned && (await mountedAgain(action, context));
  if (mountedSince) return mountedSince;
  await confirmLease(context, lookedAt);
  await send(action, context);
  return done(undoOf(action, attached.mode));
}

/** I-08: a mount takes no Lease, so that another run may have mounted it since this one has unmounted it there. */
async function mountedAgain({ disk, node }: Detach, context: ApplyContext): Promise<Done | null> {
  if (node === null) return null;
  const atWork = await refuseWhileMounting(node, disk.name, context);
  if (atWork) return atWork;
  // After the Job: it goes when the mark is there.
  const facts = await readNodeFacts(node, context);
  if (!facts) return blocked(`${node} is no node of the cluster any more, and its VM runs on: unmount the disk there`);
  if (!isMarkedMounted(facts, disk.name)) return null;
  return blocked(`${node} has it mounted again since the plan was made; the next pass looks anew (I-08)`);
}

export async function verifyDetached(action: Detach, context: ApplyContext, acted: Done): Promise<Done> {
  return (await isDetached(action, context))
    ? acted
    : blocked(`${action.instance.reference.name} still shows the disk after it was detached`);
}

async function isDetached(action: Detach, context: ApplyContext): Promise<boolean> {
  const vm = await readVm(action.instance, context);
  return !vm?.disks.some(({ source }) => source && sameReference(source, action.disk));
}

async function send(action: Detach, context: ApplyContext): Promise<void> {
  const { clients, runtime, requestId } = context;
  const { project, location: zone, name: instance } = action.instance.reference;
  const call = clients.compute
    .instances()
    .detachDisk({ project, zone, instance, deviceName: action.deviceName, requestId });
  await finish(call, { compute: clients.compute, runtime, project }).catch((error: unknown) =>
    tolerate(error, () => isDetached(action, context)),
  );
}

/** Under the name of its device as it was: by that the undo of an unmount before it finds it. */
function undoOf({ instance: { reference }, disk, deviceName }: Detach, mode: string): string {
  const readOnly = mode === 'READ_ONLY' ? ' --mode=ro' : '';
  const scope = isZone(disk.location) ? '' : ' --disk-scope=regional';
  return `gcloud compute instances attach-disk ${reference.name} --project=${reference.project} --zone=${reference.location} --disk=${disk.name} --device-name=${deviceName}${readOnly}${scope}`;
}
