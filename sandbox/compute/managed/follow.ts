import type { ComputeEvent } from '../event.ts';
import type { World } from '../world.ts';
import { reconcileAfter } from './reconcile.ts';

/** Managed groups hear of their VMs: of what they wait for at once, of what went wrong after a while. */
export function followVms(world: World, event: ComputeEvent): void {
  if (event.type !== 'instance') return;
  const group = world.groups.ownerOf(event.resource);
  const member = group?.members.get(event.resource);
  if (!group || !member) return;
  const surprise = member.action === 'NONE';
  if (surprise && event.to === 'RUNNING') return;
  reconcileAfter(world, surprise ? world.settings.repairSeconds : 0, group.path);
}
