import type { ErrorFacts } from '../api-error.ts';
import type { JsonObject } from '../json.ts';

export type Action = 'NONE' | 'CREATING' | 'RECREATING' | 'RESTARTING' | 'DELETING';

/** A VM a managed group wants to exist, whether it does or not. The name stays, the VM behind it changes. */
export interface Member {
  /** `projects/P/zones/Z/instances/N`. */
  path: string;
  action: Action;
  /** The template its VM was made of. */
  template: string;
  /** The version of the group its VM is of (update.ts); empty while there is none. */
  version: string;
  /** The id of the VM that must go before a new one comes. */
  replaces: string | undefined;
  /** An operation of the group on this VM has not ended. */
  busy: boolean;
  /** What the last attempt failed with, and when the next one may be. */
  error: ErrorFacts | undefined;
  retryTime: number;
  /** Equal in all log entries that one intent causes. */
  trigger: string;
}

export interface ManagedGroup {
  /** The path of the manager. */
  path: string;
  members: Map<string, Member>;
  deleting: boolean;
  /** When it will look again: looks at one moment are one look. */
  looks: Set<number>;
}

/** The managed groups of a world, and whose each VM is. */
export class ManagedGroups {
  readonly #groups = new Map<string, ManagedGroup>();
  readonly #owners = new Map<string, string>();

  create(path: string): ManagedGroup {
    const group = { path, members: new Map(), deleting: false, looks: new Set<number>() };
    this.#groups.set(path, group);
    return group;
  }

  get(path: string): ManagedGroup | undefined {
    return this.#groups.get(path);
  }

  delete(path: string): void {
    for (const member of this.#groups.get(path)?.members.keys() ?? []) this.#owners.delete(member);
    this.#groups.delete(path);
  }

  ownerOf(instance: string): ManagedGroup | undefined {
    return this.#groups.get(this.#owners.get(instance) ?? '');
  }

  add(group: ManagedGroup, member: Pick<Member, 'path' | 'template' | 'trigger'>): Member {
    const whole: Member = {
      action: 'CREATING',
      version: '',
      replaces: undefined,
      busy: false,
      error: undefined,
      retryTime: 0,
      ...member,
    };
    group.members.set(member.path, whole);
    this.#owners.set(member.path, group.path);
    return whole;
  }

  remove(group: ManagedGroup, path: string): void {
    group.members.delete(path);
    this.#owners.delete(path);
  }
}

/** The counters of `currentActions`; all of them are always there. */
export function countActions(members: Iterable<Member>): JsonObject {
  const names = [
    'none',
    'creating',
    'creatingWithoutRetries',
    'verifying',
    'recreating',
    'deleting',
    'abandoning',
  ].concat(['restarting', 'refreshing', 'suspending', 'resuming', 'stopping', 'starting']);
  const counts = Object.fromEntries(names.map((name) => [name, 0]));
  for (const { action } of members) counts[action.toLowerCase()] = (counts[action.toLowerCase()] ?? 0) + 1;
  return counts;
}
