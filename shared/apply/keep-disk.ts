import type { ActionOf } from '../model/action.ts';
import type { Instance } from '../model/live.ts';
import { sameReference } from '../model/reference.ts';
import { type ApplyContext, blocked, type Done, done, marked } from './context.ts';
import { readDisk } from './disk.ts';
import { objectionToDisk } from './disk-objection.ts';
import { finish } from './operation.ts';
import { readVm } from './vm.ts';

type Keep = ActionOf<'keep-disk'>;

/** D-02: a declared disk must outlive its VM. */
export async function keepDisk(action: Keep, context: ApplyContext): Promise<Done> {
  const vm = await readVm(action.instance, context);
  if (!vm) return blocked(`${action.instance.reference.name} was replaced since the plan was made (P-14)`);
  if (!attachmentIn(vm, action))
    return blocked(`${vm.reference.name} does not hold the disk as \`${action.deviceName}\` any more`);
  if (vm.protected) return marked(vm.reference.name);
  const objection = await objectionToDisk(await readDisk(action, context), context);
  if (objection) return objection;
  const { clients, runtime, requestId } = context;
  const { project, location: zone, name: instance } = action.instance.reference;
  const call = clients.compute
    .instances()
    .setDiskAutoDelete({ project, zone, instance, deviceName: action.deviceName, autoDelete: false, requestId });
  await finish(call, { compute: clients.compute, runtime, project });
  return done(
    `gcloud compute instances set-disk-auto-delete ${instance} --project=${project} --zone=${zone} --device-name=${action.deviceName} --auto-delete`,
  );
}

export async function verifyKept(action: Keep, context: ApplyContext, acted: Done): Promise<Done> {
  const vm = await readVm(action.instance, context);
  const attached = vm && attachmentIn(vm, action);
  return attached && !attached.autoDelete ? acted : blocked(`autoDelete of \`${action.deviceName}\` is still on`);
}

/** I-03: another disk may have the device name by now, and that is all that the call names. */
function attachmentIn({ disks }: Instance, { disk, deviceName }: Keep): Instance['disks'][number] | undefined {
  return disks.find((one) => one.deviceName === deviceName && one.source && sameReference(one.source, disk));
}
