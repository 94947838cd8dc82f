import type { MountRequest } from '../model/mount.ts';
import { mountedMark, mountKey } from '../model/mount-record.ts';
import type { Reference } from '../model/reference.ts';

/** What a person types in place of the mount Job: mounted as declared, and then marked for the pods. */
export function mountAndMarkCommand({ name, project, location }: Reference, mount: MountRequest): string {
  const { disk, deviceName, node, mountPath, mode } = mount;
  const options = new Set(['defaults', ...(mode === 'READ_ONLY' ? ['ro'] : []), ...mount.options]);
  const script = `sudo mkdir -p ${mountPath} && sudo mount -o ${[...options].join(',')} /dev/disk/by-id/google-${deviceName} ${mountPath}`;
  return `gcloud compute ssh ${name} --project=${project} --zone=${location} --command='${script}' && kubectl label node ${node} ${mountKey(disk)}=${mountedMark}`;
}
