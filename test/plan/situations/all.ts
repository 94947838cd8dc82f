import { addresses } from './addresses.ts';
import { disks } from './disks.ts';
import { firewalls } from './firewalls.ts';
import { ignored } from './ignored.ts';
import { members } from './members.ts';
import { objects } from './objects.ts';
import { pathsTold } from './path-text.ts';
import { pools } from './pools.ts';
import { remains } from './remains.ts';
import { type Situation, type Situations, told } from './situation.ts';
import { traffic } from './traffic.ts';
import { wired } from './wired.ts';

type Texts = [title: string, text: () => string][];

const textsBy = (text: (one: Situation) => string, situations: Situations) => (): Texts =>
  Object.entries(situations).map(([title, make]) => [title, () => text(make())]);

/** By the name of the file that says what is told of them. */
export const all: Record<string, () => Texts> = {
  addresses: textsBy(told, addresses),
  disks: textsBy(told, disks),
  firewalls: textsBy(told, firewalls),
  ignored: textsBy(told, ignored),
  members: textsBy(told, members),
  objects: textsBy(told, objects),
  pools: textsBy(told, pools),
  remains: textsBy(told, remains),
  traffic: textsBy(told, traffic),
  wired: textsBy(told, wired),
  'address-paths': textsBy(pathsTold, addresses),
  'firewall-paths': textsBy(pathsTold, firewalls),
  'pool-paths': textsBy(pathsTold, pools),
  'traffic-paths': textsBy(pathsTold, traffic),
};

export function fileOf(subject: string): URL {
  return new URL(`${subject}.txt`, import.meta.url);
}
