import type { protos } from '@google-cloud/compute';
import { isZone, type Reference } from '../model/reference.ts';
import { type Reading, readList } from '../observe/pages.ts';
import type { ApplyContext } from './context.ts';

type RawOperation = protos.google.cloud.compute.v1.IOperation;
type RawPage = protos.google.cloud.compute.v1.IOperationList;

/**
 * D-04: an operation that is still under way on the disk or its VMs, in words; `null` when there is none. A late detach
 * has ripped out a fresh attachment before. What cannot be read, if only a part of it, counts as under way.
 */
export async function pendingOn(
  targets: Reference[],
  { clients: { compute } }: Pick<ApplyContext, 'clients'>,
): Promise<string | null> {
  const [first] = targets;
  if (!first) return null;
  const zones = [...new Set(targets.map(({ location }) => location))];
  const lists = await Promise.all(zones.map((location) => readOperations(first.project, location, compute)));
  const [gap] = lists.flatMap(({ gaps }) => gaps);
  if (gap) return `the pending operations cannot be read: ${gap.why}`;
  const undone = lists.flatMap(({ items }) => items).filter(({ status }) => String(status) !== 'DONE');
  const found = undone.find(({ targetLink }) => targets.some((target) => isLinkOf(targetLink, target)));
  return found ? `operation ${found.name} (${found.operationType}) on ${found.targetLink} is ${found.status}` : null;
}

function readOperations(
  project: string,
  location: string,
  compute: ApplyContext['clients']['compute'],
): Promise<Reading<RawOperation>> {
  const fetchPage = async (pageToken: string) => {
    const common = { project, filter: 'status != DONE', maxResults: 500, pageToken };
    const options = { autoPaginate: false };
    const [, , page] = isZone(location)
      ? await compute.zoneOperations().list({ ...common, zone: location }, options)
      : await compute.regionOperations().list({ ...common, region: location }, options);
    return page as RawPage;
  };
  return readList('operations', fetchPage, (raw: RawOperation) => raw);
}

function isLinkOf(link: string | null | undefined, { location, collection, name }: Reference): boolean {
  return link?.endsWith(`/${location}/${collection}/${name}`) ?? false;
}
