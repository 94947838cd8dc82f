import type { Action, ActionKind } from '../model/action.ts';
import type { Declared } from '../model/declared.ts';
import type { Finding } from '../model/finding.ts';
import type { Live } from '../model/live.ts';
import type { Part } from '../model/scope.ts';
import { healthCheckReference } from './traffic/health-check.ts';

interface Known {
  declared: Pick<Declared, 'cluster'>;
  live: Pick<Live, 'nodes'>;
}

/**
 * What is of the part that a person asked about. A disk that leaves one node for another is of both, and moves as a whole:
 * half of it would leave it on no VM, or could never be done (I-01).
 */
export function select(part: Part | undefined, findings: Finding[], known: Known): Finding[] {
  const asked = new Set(findings.filter((one) => concerns(part, one, known)));
  const leaving = new Set(
    findings.filter(({ action }) => action?.kind === 'detach-disk').map(({ subject }) => subject),
  );
  const isMoved = (one: Finding) => leaving.has(one.subject) && isOfKind(one, ['detach-disk', 'attach-disk']);
  const moved = new Set([...asked].filter(isMoved).map(({ subject }) => subject));
  const follows = (one: Finding) => moved.has(one.subject) && isOfKind(one, stepsOfMove);
  return findings.filter((one) => asked.has(one) || follows(one));
}

const stepsOfMove: ActionKind[] = ['unmount-disk', 'detach-disk', 'attach-disk', 'mount-disk'];

function isOfKind({ action }: Finding, kinds: ActionKind[]): boolean {
  return action !== null && kinds.includes(action.kind);
}

/** Whether a finding belongs to the one node, pool, disk or stack that a person asked about. */
function concerns(part: Part | undefined, one: Finding, { declared, live }: Known): boolean {
  if (!part) return true;
  if ('stack' in part) return one.stack === part.stack || one.neededBy.includes(part.stack);
  if ('pool' in part) return isOfPool(one, part.pool, declared);
  if ('disk' in part) return diskOf(one) === part.disk;
  const names = namesOf(part.node, live);
  return (
    nodesOf(one.action).some((name) => names.includes(name)) ||
    names.some((name) => one.subject === `Node/${name}`) ||
    names.includes(lastOf(bracketed(one.path)))
  );
}

/** N-01: without its health check a pool is not made. */
function isOfPool({ subject }: Finding, name: string, { cluster }: Known['declared']): boolean {
  if (subject.startsWith('TargetPool/')) return lastOf(subject) === name;
  const pool = cluster.spec.pools.find((one) => one.name === name);
  return pool?.healthCheck !== undefined && subject === `HttpHealthCheck/${healthCheckReference(cluster, pool).name}`;
}

/** A node may have another name than its VM; a finding speaks of it by either. */
function namesOf(node: string, { nodes }: Pick<Live, 'nodes'>): string[] {
  const pairs = nodes.map(({ name, instance }) => [name, ...(instance ? [instance.name] : [])]);
  return [node, ...pairs.filter((names) => names.includes(node)).flat()];
}

function diskOf({ subject, action }: Finding): string | null {
  if (subject.startsWith('Disk/')) return lastOf(subject);
  if (!action) return null;
  if ('mount' in action) return action.mount.disk;
  return 'disk' in action ? action.disk.name : null;
}

function nodesOf(action: Action | null): string[] {
  if (!action) return [];
  if ('instances' in action) return action.instances.map(({ reference }) => reference.name);
  if ('instance' in action) return [action.instance.reference.name];
  return 'node' in action ? [action.node] : [];
}

function bracketed(path: string): string {
  return /\[([^\]]+)\]/.exec(path)?.[1] ?? '';
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
