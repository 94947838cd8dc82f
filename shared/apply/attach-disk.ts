import { ApiError, hasStatus } from '../errors.ts';
import type { ActionOf } from '../model/action.ts';
import { namesakeOn } from '../model/device-name.ts';
import type { Disk, Instance } from '../model/live.ts';
import { isMarkedMounted } from '../model/mount-record.ts';
import { referencePath, sameReference } from '../model/reference.ts';
import { unmountAndDetachCommand } from '../plan/release-command.ts';
import { type ApplyContext, blocked, type Done, done, leftToPerson, marked, waiting } from './context.ts';
import { readDisk } from './disk.ts';
import { refuseWhileAtWork } from './mount-job.ts';
import { finish } from './operation.ts';
import { readNodeFacts } from './patch-node.ts';
import { pendingOn } from './pending.ts';
import { tolerate } from './pool-state.ts';
import { readVm } from './vm.ts';
import { ownerVolume } from './volume-owner.ts';

type Attach = ActionOf<'attach-disk'>;

/** D-02, D-04, D-14: by device name = disk name, never deleted with the VM, never by force. */
export async function attachDisk(action: Attach, context: ApplyContext): Promise<Done> {
  const [vm, disk] = await Promise.all([readVm(action.instance, context), readDisk(action, context)]);
  if (!vm) return blocked(`${action.instance.reference.name} was replaced since the plan was made (P-14)`);
  if (vm.status !== 'RUNNING') return waiting(`${vm.reference.name} is ${vm.status}`);
  if (isAttached(vm, action)) return wasAttached(action);
  if (vm.protected) return marked(vm.reference.name);
  const namesake = namesakeOn(vm, action.disk);
  if (namesake) return leftToPerson(namesake);
  const objection = objectionTo(disk, action) ?? (await objectionInCluster(action, context));
  if (objection) return objection;
  if (action.mode === 'READ_ONLY' && (await isSaidToBeMounted(action, context)))
    return waiting(`node ${action.node} says still that it has the disk mounted (D-15)`);
  const pending = await pendingOn([action.disk, action.instance.reference], context);
  if (pending) return waiting(pending);
  if (!(await send(action, context))) return wasAttached(action);
  // I-08: by the time anybody takes it back, it has been mounted.
  return done(unmountAndDetachCommand({ instance: vm, deviceName: action.disk.name }));
}

/** With the disk at hand again the old mark would be believed: no record tells one attachment of a disk that many read from another. */
async function isSaidToBeMounted({ disk, node }: Attach, context: ApplyContext): Promise<boolean> {
  const facts = await readNodeFacts(node, context);
  return facts !== null && isMarkedMounted(facts, disk.name);
}

async function objectionInCluster({ disk, node }: Attach, context: ApplyContext): Promise<Done | null> {
  const [owned, atWork] = await Promise.all([ownerVolume(disk, context), refuseWhileAtWork(node, disk.name, context)]);
  return owned ?? atWork;
}

/** D-15, I-05: the VM's own list is the proof. */
export async function verifyAttached(action: Attach, context: ApplyContext, acted: Done): Promise<Done> {
  const vm = await readVm(action.instance, context);
  const attached = vm?.disks.find(({ source }) => source && sameReference(source, action.disk));
  if (!attached) return blocked(`${action.instance.reference.name} does not show the disk after the attachment`);
  return attached.autoDelete ? blocked('the disk was attached with autoDelete on (D-02)') : acted;
}

function isAttached(vm: Instance, { disk }: Attach): boolean {
  return vm.disks.some(({ source }) => source && sameReference(source, disk));
}

/** By another run, or by a person. */
function wasAttached(action: Attach): Done {
  return action.mayBeFormatted ? heldSince(action) : done(null, 'it was attached already');
}

/** What it holds by now nobody knows; the next pass mounts it, and formats nothing. */
function heldSince({ disk }: Attach): Done {
  return blocked(
    `disk \`${disk.name}\` has been attached since the plan was made, which counted on its being blank (D-06)`,
  );
}

function objectionTo(disk: Disk, action: Attach): Done | null {
  const { diskId, mode } = action;
  if (disk.id !== diskId) return blocked(`disk \`${disk.reference.name}\` was made anew since the plan was made`);
  if (disk.protected) return marked('the disk');
  if (action.mayBeFormatted && disk.mayHoldData) return heldSince(action);
  if (mode === 'READ_ONLY' || disk.users.length === 0) return null;
  return blocked(`${disk.users.map(({ name }) => name).join(', ')} has the disk (I-01)`);
}

/** False where another has attached it there: a request that is refused was not carried out before, under its id (P-16). */
async function send(action: Attach, context: ApplyContext): Promise<boolean> {
  const { clients, runtime, requestId } = context;
  const { project, location: zone, name: instance } = action.instance.reference;
  const attachedDiskResource = {
    source: referencePath(action.disk),
    deviceName: action.disk.name,
    mode: action.mode,
    autoDelete: false,
    boot: false,
  };
  const call = clients.compute.instances().attachDisk({ project, zone, instance, requestId, attachedDiskResource });
  try {
    await finish(call, { compute: clients.compute, runtime, project });
    return true;
  } catch (error) {
    await tolerate(error, () => isThere(action, context)).catch(explain(action, context));
    return !hasStatus(error, 400, 404, 409);
  }
}

/** Whether the wish came true although its answer got lost: a blank disk would be left with its proof spent (D-06). */
async function isThere(action: Attach, context: ApplyContext): Promise<boolean> {
  const vm = await readVm(action.instance, context);
  return vm !== null && isAttached(vm, action);
}

/** The lack of actAs shows late, as a failed operation, and in words that name neither party. */
function explain({ instance }: Attach, context: ApplyContext): (error: unknown) => Promise<never> {
  return async (error) => {
    if (!(error instanceof ApiError) || !/SERVICE_ACCOUNT_ACCESS_DENIED|actAs/.test(`${error.reason} ${error.message}`))
      throw error;
    const account = (await readVm(instance, context).catch(() => null))?.serviceAccount ?? 'NODES_SERVICE_ACCOUNT';
    const grant = `gcloud iam service-accounts add-iam-policy-binding ${account} --project=${instance.reference.project} --member=serviceAccount:REPAIRER --role=roles/iam.serviceAccountUser`;
    throw new ApiError(
      `Underpin may not act as ${account}, the service account of ${instance.reference.name} (iam.serviceAccounts.actAs), which attaching a disk needs; grant it on that account alone: ${grant}`,
      403,
      error.reason,
      { cause: error },
    );
  };
}
