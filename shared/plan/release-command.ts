import type { Holder } from './declared-disk.ts';

export function detachCommand({ instance, deviceName }: Pick<Holder, 'instance' | 'deviceName'>): string {
  const { name, project, location } = instance.reference;
  return `gcloud compute instances detach-disk ${name} --project=${project} --zone=${location} --device-name=${deviceName}`;
}

/**
 * I-08: out of its file system first, wherever that is mounted and however often, so by its device. What is busy is not
 * unmounted, and then not detached; nor is what a pod still has, whose mount is its own and none of the host's: the kernel
 * keeps the file system under /sys/fs as long as anybody has it. On a VM that is off nothing is mounted, and nobody answers.
 */
export function unmountAndDetachCommand(holder: Pick<Holder, 'instance' | 'deviceName'>): string {
  const { reference, status } = holder.instance;
  if (status === 'TERMINATED') return detachCommand(holder);
  const { name, project, location } = reference;
  const unmount = `d=$(readlink -e /dev/disk/by-id/google-${holder.deviceName}) && { ! grep -q "^$d " /proc/mounts || sudo umount -A $d; } && { [ -z "$(ls -d /sys/fs/*/\${d##*/}* 2>/dev/null)" ] || { echo "somebody still has $d mounted: let the pods that use it end" >&2; false; }; }`;
  return `gcloud compute ssh ${name} --project=${project} --zone=${location} --command='${unmount}' && ${detachCommand(holder)}`;
}
