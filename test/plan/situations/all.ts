import { readFileSync } from 'node:fs';
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

/** `# what is the matter`, and below it what is said. */
export function expectedOf(subject: string): Map<string, string> {
  const parts = readFileSync(fileOf(subject), 'utf8').split(/^# /m).slice(1);
  return new Map(
    parts.map((part) => {
      const end = part.indexOf('\n');
      return [part.slice(0, end), part.slice(end + 1).trim()];
    }),
  );
}
