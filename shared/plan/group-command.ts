import type { NodeGroup } from '../model/cluster.ts';
import { isZone } from '../model/reference.ts';

/** `path`: as declared, `us-central1-a/k8s-minion-group`. */
export function managedGroupCommand(
  verb: 'describe' | 'list-instances' | 'list-errors',
  path: string,
  project: string,
): string {
  const [location = '', name = ''] = path.split('/');
  const place = `--${isZone(location) ? 'zone' : 'region'}=${location}`;
  return `gcloud compute instance-groups managed ${verb} ${name} --project=${project} ${place}`;
}

/** What shows the VMs of a node group, and what becomes of them. */
export function listGroupCommand(group: NodeGroup, project: string): string {
  if ('instanceGroupManager' in group)
    return managedGroupCommand('list-instances', group.instanceGroupManager, project);
  const filter =
    'tag' in group
      ? `tags.items=${group.tag}`
      : Object.entries(group.label)
          .map(([key, value]) => `labels.${key}=${value}`)
          .join(' AND ');
  return `gcloud compute instances list --project=${project} --filter='${filter}'`;
}
