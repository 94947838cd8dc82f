import type { protos } from '@google-cloud/compute';
import type { ComputeClients } from '../clients.ts';
import type { Gap, ManagedGroup, ManagedMember } from '../model/live.ts';
import { isZone, type Reference, referencePath } from '../model/reference.ts';
import { fetchAggregatedPage, type Reading, readAggregated, readPages } from './pages.ts';
import { ownReference, type Project } from './project.ts';

type RawGroup = protos.google.cloud.compute.v1.IInstanceGroupManager;
type RawScoped = protos.google.cloud.compute.v1.IInstanceGroupManagersScopedList;
type RawPage = protos.google.cloud.compute.v1.IInstanceGroupManagerAggregatedList;
type RawMember = protos.google.cloud.compute.v1.IManagedInstance;
type RawPreserved = protos.google.cloud.compute.v1.IPreservedState;
type RawMembers = protos.google.cloud.compute.v1.IInstanceGroupManagersListManagedInstancesResponse;

/** One list of all groups, and one of the members for each declared group; the rest are not asked for their members. */
export async function observeManagedGroups(
  compute: ComputeClients,
  project: Project,
  declared: Reference[],
): Promise<Reading<ManagedGroup>> {
  const [listed, members] = await Promise.all([
    listGroups(compute, project),
    Promise.all(declared.map((group) => listMembers(compute, project, group))),
  ]);
  const { items, gaps } = withMembers(listed.items, members);
  return { items, gaps: [...listed.gaps, ...gaps] };
}

/** The same groups, with the members of some that were not asked before. */
export async function askMembers(
  compute: ComputeClients,
  project: Project,
  { groups, asked }: { groups: ManagedGroup[]; asked: Reference[] },
): Promise<Reading<ManagedGroup>> {
  const members = await Promise.all(asked.map((group) => listMembers(compute, project, group)));
  return withMembers(groups, members);
}

function withMembers(groups: ManagedGroup[], listed: Members[]): Reading<ManagedGroup> {
  const sizes = new Map(groups.map(({ reference, targetSize }) => [referencePath(reference), targetSize]));
  const members = listed.map((one) => unlessLost(one, sizes.get(referencePath(one.group)) ?? 0));
  const membersOf = new Map(members.map(({ group, items }) => [referencePath(group), items]));
  const items = groups.map((group) => ({
    ...group,
    members: membersOf.get(referencePath(group.reference)) ?? group.members,
  }));
  return { items, gaps: members.flatMap(({ gaps }) => gaps) };
}

/**
 * An empty group leaves its members out, and so does an answer that has lost them (P-07, F-13): only how many there are to
 * be tells them apart. Fewer than that are no gap: VMs may be to come for hours.
 */
function unlessLost(members: Members, targetSize: number): Members {
  const { group, items } = members;
  if (items?.length !== 0 || targetSize === 0) return members;
  const why = `\`${group.name}\` is to have ${targetSize} VMs, and the answer names none of them`;
  return { group, items: null, gaps: [{ area: 'managedGroups', part: group.name, why }] };
}

interface Members {
  group: Reference;
  /** `null` when any page is missing: a part of a group's members proves nothing about the others. */
  items: ManagedMember[] | null;
  gaps: Gap[];
}

async function listGroups(compute: ComputeClients, project: Project): Promise<Reading<ManagedGroup>> {
  const fetchPage = async (pageToken: string) =>
    (await fetchAggregatedPage(compute.instanceGroupManagers(), { project: project.id, pageToken })) as RawPage;
  return readAggregated('managedGroups', fetchPage, {
    collect: (scoped: RawScoped) => scoped.instanceGroupManagers,
    convert: (raw: RawGroup): ManagedGroup => ({
      reference: ownReference(raw.selfLink, project),
      targetPools: raw.targetPools ?? [],
      targetSize: raw.targetSize ?? 0,
      members: null,
      statefulDevices: Object.keys(raw.statefulPolicy?.preservedState?.disks ?? {}),
    }),
  });
}

async function listMembers(compute: ComputeClients, project: Project, group: Reference): Promise<Members> {
  const items: ManagedMember[] = [];
  const fetchPage = (pageToken: string) => fetchMembers(compute, group, pageToken);
  const gaps = await readPages('managedGroups', fetchPage, (page) => {
    items.push(...(page.managedInstances ?? []).flatMap((raw) => memberOf(raw, project)));
    return [];
  });
  return { group, items: gaps.length > 0 ? null : items, gaps: gaps.map((gap) => ({ ...gap, part: group.name })) };
}

async function fetchMembers(compute: ComputeClients, group: Reference, pageToken: string): Promise<RawMembers> {
  const common = { project: group.project, instanceGroupManager: group.name, maxResults: 500, pageToken };
  const options = { autoPaginate: false };
  const [, , page] = isZone(group.location)
    ? await compute.instanceGroupManagers().listManagedInstances({ ...common, zone: group.location }, options)
    : await compute.regionInstanceGroupManagers().listManagedInstances({ ...common, region: group.location }, options);
  return page as RawMembers;
}

function memberOf(raw: RawMember, project: Project): ManagedMember[] {
  const instance = project.parse(raw.instance);
  if (!instance) return [];
  const errors = raw.lastAttempt?.errors?.errors ?? [];
  return [
    {
      instance,
      currentAction: String(raw.currentAction ?? 'NONE'),
      lastAttemptErrors: errors.map(({ code, message }) => `${code}: ${message}`),
      keeps: [raw.preservedStateFromPolicy, raw.preservedStateFromConfig].flatMap((state) => disksOf(state, project)),
    },
  ];
}

function disksOf(state: RawPreserved | null | undefined, project: Project): Reference[] {
  return Object.values(state?.disks ?? {}).flatMap(({ source }) => (source && project.parse(source)) || []);
}
