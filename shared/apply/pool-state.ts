import { ApiError, hasStatus, isOutcomeUnknown, messageOf, RetryLaterError } from '../errors.ts';
import type { InstanceIdentity, LeavingInstance } from '../model/action.ts';
import type { Gap, Instance, TargetPool } from '../model/live.ts';
import { type Reference, referencePath, sameReference } from '../model/reference.ts';
import { observeInstances } from '../observe/instances.ts';
import { nodesOnVms, observeNodes } from '../observe/nodes.ts';
import { projectOf } from '../observe/project.ts';
import { observeTargetPools } from '../observe/target-pools.ts';
import { nodeOn } from '../plan/live-index.ts';
import { isEnding, placeByNode } from '../plan/node-group.ts';
import type { ApplyContext, Done } from './context.ts';

type Reading = Pick<ApplyContext, 'clients' | 'declared' | 'reads'>;

/** Read again right before a write and right after it (I-14, I-19): one list serves all pools of a stage. */
export async function readPool(pool: Reference, { clients, declared, reads }: Reading): Promise<TargetPool> {
  const { items, gaps } = await shared(reads, `pools ${pool.location}`, () =>
    observeTargetPools(clients.compute, projectOf(declared.cluster.spec.project), pool.location),
  );
  const found = items.find(({ reference }) => referencePath(reference) === referencePath(pool));
  if (found) return found;
  if (gaps[0]) throw new RetryLaterError(`pool \`${pool.name}\` cannot be read: ${gaps[0].why}`);
  throw new ApiError(`pool \`${pool.name}\` no longer exists`, 404, 'notFound');
}

/**
 * P-14, I-09: those that are still the VM the plan was made for, that nobody has marked since (I-26), and that have not come
 * back (P-08); a VM gone since is one with `id: null`.
 */
export async function stillTheSame(instances: LeavingInstance[], context: ApplyContext): Promise<InstanceIdentity[]> {
  const { vms, gap } = await readVms(context);
  if (gap) throw cannotBeRead(gap);
  return instances.filter(({ reference, id, status }) => {
    const vm = vms.get(referencePath(reference));
    const isBack = status !== undefined && isEnding(status) && vm !== undefined && !isEnding(vm.status);
    return (vm?.id ?? null) === id && !vm?.protected && !isBack;
  });
}

/** Of those that are to be members, who may be one by now: whoever is about to go would come in with this, and go with the next event. */
export async function mayJoin(instances: InstanceIdentity[], context: ApplyContext): Promise<InstanceIdentity[]> {
  const [there, kept] = await Promise.all([stillRunning(instances, context), notSentAway(instances, context)]);
  return there.filter((instance) => kept.includes(instance));
}

export function whyNotJoining(instances: InstanceIdentity[]): string {
  const names = instances.map(({ reference }) => reference.name).join(', ');
  return `${names} was replaced since the plan was made (P-14), marked (I-26), sent away by its node (P-09), or runs no more`;
}

/** P-07, P-08: each of them has to be seen; what lies elsewhere need not be. */
async function stillRunning(instances: InstanceIdentity[], context: ApplyContext): Promise<InstanceIdentity[]> {
  const { vms, gap } = await readVms(context);
  if (gap && !instances.every(({ reference }) => vms.has(referencePath(reference)))) throw cannotBeRead(gap);
  return instances.filter(({ reference, id }) => {
    const vm = vms.get(referencePath(reference));
    return vm?.id === id && !vm.protected && vm.status === 'RUNNING';
  });
}

async function readVms({ clients, declared, reads }: ApplyContext): Promise<{ vms: Map<string, Instance>; gap?: Gap }> {
  const { items, gaps } = await shared(reads, 'instances', () =>
    observeInstances(clients.compute, projectOf(declared.cluster.spec.project)),
  );
  const vms = new Map(items.map((one: Instance) => [referencePath(one.reference), one]));
  return { vms, ...(gaps[0] && { gap: gaps[0] }) };
}

function cannotBeRead({ why }: Gap): RetryLaterError {
  return new RetryLaterError(`the VMs cannot be read again: ${why}`);
}

/** P-08, P-09: less those whose node has neither label nor taint any more. One list serves a stage, and only who needs it asks. */
export async function stillSentAway(instances: LeavingInstance[], context: ApplyContext): Promise<LeavingInstance[]> {
  if (instances.every(({ node }) => node === undefined)) return instances;
  const { items, gaps } = await readNodes(context);
  if (gaps[0]) throw new RetryLaterError(`the nodes cannot be read again: ${gaps[0].why}`);
  const sending = new Set(items.filter(placeByNode).map(({ name }) => name));
  return instances.filter(({ node }) => node === undefined || sending.has(node));
}

/** P-09: less those whose node sends its VM away by now. Nodes that cannot be read say nothing against an addition (P-07). */
async function notSentAway(instances: InstanceIdentity[], context: ApplyContext): Promise<InstanceIdentity[]> {
  const [{ items }, { vms }] = await Promise.all([readNodes(context), readVms(context)]);
  const nodes = nodesOnVms(items, [...vms.values()]);
  return instances.filter(({ reference }) => !placeByNode(nodeOn({ nodes }, reference) ?? null));
}

function readNodes({ clients, declared, reads }: ApplyContext) {
  return shared(reads, 'nodes', () => observeNodes(clients.kubernetes, projectOf(declared.cluster.spec.project)));
}

export function isMember({ members }: TargetPool, instance: InstanceIdentity | undefined): boolean {
  return (
    instance !== undefined &&
    members.some((member) => member.instance && sameReference(member.instance, instance.reference))
  );
}

/**
 * P-11: "not currently attached" and "already a member" are success when a fresh read says that the wish is true. So is an
 * answer that never came: it may have been done (I-28).
 */
export async function tolerate(error: unknown, isFulfilled: () => Promise<boolean>): Promise<void> {
  const mayBeDone = isAboutMembers(error) || isOutcomeUnknown(error);
  if (!mayBeDone || !(await isFulfilled().catch(() => false))) throw error;
}

const mostTold = 5;

/** P-11: a batch fails as a whole for one bad member; each then goes by itself. What kept any of them from it, or `null`. */
export async function oneByOne(
  instances: LeavingInstance[],
  act: (instance: LeavingInstance) => Promise<Done>,
): Promise<string | null> {
  const reasons: string[] = [];
  let hasDone = false;
  for (const instance of instances) {
    try {
      const { state, because } = await act(instance);
      if (state !== 'done') reasons.push(`${because}`);
      hasDone ||= state === 'done';
    } catch (error) {
      // What is done is told and read back, whatever holds back the rest.
      if (!isAboutMembers(error) && !hasDone) throw error;
      reasons.push(`${instance.reference.name}: ${messageOf(error)}`);
      if (!isAboutMembers(error)) break;
    }
  }
  const more = reasons.length > mostTold ? `; and ${reasons.length - mostTold} more` : '';
  return reasons.length > 0 ? reasons.slice(0, mostTold).join('; ') + more : null;
}

/** Who is in or out against the wish, and why, as far as an answer told. */
export function notAsWished(instances: InstanceIdentity[], words: string, { because }: Done): string {
  const told = `${instances.map(({ reference }) => reference.name).join(', ')} ${words}`;
  return because === null ? told : `${told}: ${because}`;
}

/** Neither a missing permission, nor a quota, nor a switch that is off would let the next member through. */
export function isAboutMembers(error: unknown): error is ApiError {
  return hasStatus(error, 400, 404, 409);
}

/**
 * Callers that ask at the same moment get the same read: it starts after each of them asked, so it is as fresh as one of
 * their own, and twenty pools cost one.
 */
function shared<T>(reads: ApplyContext['reads'], key: string, read: () => Promise<T>): Promise<T> {
  const known = reads.get(key) as Promise<T> | undefined;
  if (known) return known;
  const fresh = Promise.resolve().then(() => {
    reads.delete(key);
    return read();
  });
  reads.set(key, fresh);
  return fresh;
}
