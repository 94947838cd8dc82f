import { scenarios } from '../scenarios.ts';
import type { Script } from '../script.ts';
import { afterwards, aStory, hasty, oneNode, withDisk } from './a-story.ts';

const fiveMinutes = 300_000;

/** Each is played with right clocks, too, and the same has to be written then (I-34). */
export const clockStories: Record<string, Script> = {
  'a clock goes before': aStory(
    {},
    ['exclude a node', 'send an event', { kind: 'exclude a node', pick: 0.9 }, 'send an event'],
    { skews: [fiveMinutes] },
  ),
  'a stranger has the Lease, and a clock goes before': aStory(
    {},
    ['exclude a node', 'a stranger takes the Lease', afterwards('send an event', 1)],
    { skews: [fiveMinutes] },
  ),
  ...Object.fromEntries(
    ['a VM is gone for good', 'a disk follows its node'].flatMap((name) => [
      [`${name}, and a clock goes before`, { ...scenarios[name], skews: [fiveMinutes] } as Script],
      [`${name}, and a clock goes behind`, { ...scenarios[name], skews: [-fiveMinutes] } as Script],
    ]),
  ),
  ...Object.fromEntries(
    [fiveMinutes, -fiveMinutes].map((skew) => [
      `a pod is faster than its disk, and a clock goes ${skew > 0 ? 'before' : 'behind'}`,
      aStory(
        { ...withDisk({ begins: 'attached' }), ...hasty, ...oneNode },
        ['send an event', afterwards('send an event', 10), afterwards('send an event', 20)],
        { skews: [skew] },
      ),
    ]),
  ),
  'the clock of the cluster goes before': aStory({ clusterSkew: fiveMinutes }, [
    'exclude a node',
    'send an event',
    { kind: 'exclude a node', pick: 0.9 },
    'send an event',
  ]),
};
