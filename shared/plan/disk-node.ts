import type { KubernetesNode } from '../model/live.ts';
import { isMarkedMounted, mountRecordOf } from '../model/mount-record.ts';
import type { DeclaredDisk } from './declared-disk.ts';
import { type Coming, isWithSiblings, whyNoPlace } from './disk-place.ts';
import { needsFormat } from './mount-request.ts';
import type { Standing } from './node-group.ts';

export interface ChosenNode {
  chosen: Standing;
  why: string;
  /** Nowhere is a place for the disk: what is in its way on the VM that would be the one. */
  blockedBy: string | null;
}

export type NodeChoice = ChosenNode | { waitingFor: string } | { elsewhere: string[] };

/**
 * Which VM gets a disk that none holds: the one whose node last had it mounted (mostly it came back under its name), else
 * a Ready node, with another disk of the stack if there is one, else the only VM there is. Those with a place for it go
 * before all others. Stable: the same facts choose the same node.
 */
export function chooseNode(one: DeclaredDisk, coming: Coming = new Map()): NodeChoice {
  if (one.candidates.length === 0) return nowhere(one);
  const running = one.candidates.filter(({ place }) => place === 'wanted' || place === 'excluded');
  const free = running.filter((standing) => whyNoPlace(one, standing, coming) === null);
  const choice = chooseAmong(one, free.length > 0 ? free : running, coming);
  return 'chosen' in choice ? { ...choice, blockedBy: whyNoPlace(one, choice.chosen, coming) } : choice;
}

function chooseAmong(
  one: DeclaredDisk,
  running: Standing[],
  coming: Coming,
): Pick<ChosenNode, 'chosen' | 'why'> | { waitingFor: string } {
  const [former] = running.filter((standing) => mayReturn(one, standing)).toSorted(byNewestMount(one));
  if (former) return { chosen: former, why: 'its node had the disk mounted before' };
  const ready = running.filter(takesPods);
  const beside = ready.find((standing) => isWithSiblings(one, standing, coming));
  if (beside) return { chosen: beside, why: `another disk of stack \`${one.stack.name}\` is there` };
  const [first] = ready;
  if (first) return { chosen: first, why: `it is the first Ready node of \`${one.disk.nodes}\` in the disk's zone` };
  const [only] = running;
  // A disk that has to be formatted waits for its node: the proof that it is empty is lost with the attachment (D-06).
  const isAlone = one.candidates.length === 1 && one.group.coming.length === 0 && !needsFormat(one);
  if (only && isAlone) return { chosen: only, why: `it is the only VM of \`${one.disk.nodes}\` in the disk's zone` };
  return {
    waitingFor: only
      ? `no node of \`${one.disk.nodes}\` is Ready yet`
      : `no VM of \`${one.disk.nodes}\` is RUNNING yet`,
  };
}

/**
 * To a VM made anew under its name the disk goes at once, and its node will be Ready; a VM that the disk has left is as any
 * other, and so is each for a disk that is to be formatted there (D-06).
 */
function mayReturn(one: DeclaredDisk, standing: Standing): boolean {
  const { node } = standing;
  const { name } = one.disk;
  if (!node || (!mountRecordOf(node, name) && !isMarkedMounted(node, name))) return false;
  return takesPods(standing) || (wasMadeAnew(one, standing) && !needsFormat(one));
}

/** P-14: known to be, by the record of the VM before; and that one was the last to have the disk. */
function wasMadeAnew({ live, disk: { name } }: DeclaredDisk, { node, instance }: Standing): boolean {
  const id = node && mountRecordOf(node, name)?.instanceId;
  return !!id && id !== instance.id && live.nodes.every((other) => mountedAt(other, name) <= mountedAt(node, name));
}

function takesPods({ node }: Standing): boolean {
  return node?.ready === 'True' && !node.unschedulable;
}

/** Whoever had it before that one kept the record all the same; stable where there is none. */
function byNewestMount({ disk: { name } }: DeclaredDisk): (one: Standing, other: Standing) => number {
  return (one, other) => mountedAt(other.node, name) - mountedAt(one.node, name);
}

function mountedAt(node: KubernetesNode | null, disk: string): number {
  return (node && Date.parse(mountRecordOf(node, disk)?.mountedAt ?? '')) || 0;
}

function nowhere({ group, zones }: DeclaredDisk): NodeChoice {
  const isComing = group.coming.some(({ instance }) => zones.includes(instance.location));
  const elsewhere = new Set(group.standings.map(({ instance }) => instance.reference.location));
  if (isComing || elsewhere.size === 0)
    return { waitingFor: `node group \`${group.group.name}\` has no VM in ${zones.join(' or ')} yet` };
  return { elsewhere: [...elsewhere].sort() };
}
