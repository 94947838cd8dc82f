import type { protos } from '@google-cloud/compute';
import { messageOf } from '../errors.ts';
import { isZone, type Reference } from '../model/reference.ts';
import type { ApplyContext } from './context.ts';

type RawOperation = protos.google.cloud.compute.v1.IOperation;

/**
 * D-04: an operation that is still under way on the disk or its VMs, in words; `null` when there is none. A late detach
 * has ripped out a fresh attachment before. What cannot be read counts as under way.
 */
export async function pendingOn(targets: Reference[], { clients: { compute } }: ApplyContext): Promise<string | null> {
  const [first] = targets;
  if (!first) return null;
  try {
    const zones = [...new Set(targets.map(({ location }) => location))];
    const lists = await Promise.all(zones.map((location) => listUndone(first.project, location, compute)));
    const found = lists.flat().find(({ targetLink }) => targets.some((target) => isLinkOf(targetLink, target)));
    return found ? `operation ${found.name} (${found.operationType}) on ${found.targetLink} is ${found.status}` : null;
  } catch (error) {
    return `the pending operations cannot be read: ${messageOf(error)}`;
  }
}

async function listUndone(
  project: string,
  location: string,
  compute: ApplyContext['clients']['compute'],
): Promise<RawOperation[]> {
  const common = { project, filter: 'status != DONE' };
  const [operations] = isZone(location)
    ? await compute.zoneOperations().list({ ...common, zone: location })
    : await compute.regionOperations().list({ ...common, region: location });
  return operations.filter(({ status }) => String(status) !== 'DONE');
}

function isLinkOf(link: string | null | undefined, { location, collection, name }: Reference): boolean {
  return link?.endsWith(`/${location}/${collection}/${name}`) ?? false;
}
