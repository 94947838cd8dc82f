import { addresses } from './addresses.ts';
import { disks } from './disks.ts';
import { firewalls } from './firewalls.ts';
import { members } from './members.ts';
import { objects } from './objects.ts';
import { pools } from './pools.ts';
import type { Situations } from './situation.ts';
import { traffic } from './traffic.ts';
import { wired } from './wired.ts';

/** By the name of the file that says what is told of them. */
export const all: Record<string, Situations> = { addresses, disks, firewalls, members, objects, pools, traffic, wired };

export function fileOf(subject: string): URL {
  return new URL(`${subject}.txt`, import.meta.url);
}
