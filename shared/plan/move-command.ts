import { isZone, type Reference } from '../model/reference.ts';

/** D-03: data comes to another place by a snapshot. `flags`: where the disk is to be, as gcloud takes it. */
export function moveDiskCommand({ project, location, name }: Reference, flags: string): string {
  const from = isZone(location) ? `--source-disk-zone=${location}` : `--source-disk-region=${location}`;
  return [
    `gcloud compute snapshots create ${name}-moved --project=${project} --source-disk=${name} ${from}`,
    `gcloud compute disks create ${name} --project=${project} ${flags} --source-snapshot=${name}-moved`,
  ].join(' && ');
}
