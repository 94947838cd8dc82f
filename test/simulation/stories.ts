import { scenarios } from './scenarios.ts';
import type { Script } from './script.ts';
import { clockStories } from './stories/clocks.ts';
import { controlStories } from './stories/control.ts';
import { diskStories } from './stories/disks.ts';
import { markStories } from './stories/marks.ts';
import { networkStories } from './stories/network.ts';
import { pageStories } from './stories/pages.ts';
import { podStories } from './stories/pods.ts';
import { poolStories } from './stories/pools.ts';
import { readStories } from './stories/reads.ts';
import { secondLookStories } from './stories/second-looks.ts';
import { unmountStories } from './stories/unmounts.ts';

/** Each about one thing that must not be done: what a wrong variant of the product would do. */
export const stories: Record<string, Script> = {
  ...scenarios,
  ...poolStories,
  ...diskStories,
  ...unmountStories,
  ...podStories,
  ...readStories,
  ...secondLookStories,
  ...pageStories,
  ...markStories,
  ...networkStories,
  ...controlStories,
  ...clockStories,
};

export function storyCalled(name: string): Script {
  const script = stories[name];
  if (!script) throw new Error(`there is no story \`${name}\`; there are: ${Object.keys(stories).join('; ')}`);
  return script;
}
