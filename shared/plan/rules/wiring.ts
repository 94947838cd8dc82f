import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Gap, Live } from '../../model/live.ts';
import type { Wiring } from '../../model/wiring.ts';
import { wiringSchedule } from './wiring-schedule.ts';
import { wiringSinks } from './wiring-sinks.ts';
import { wiringSubscription } from './wiring-subscription.ts';

/** What wakes Underpin: when it is broken, nothing else here would ever be told. */
export function wiring({ cluster }: Declared, live: Live): Finding[] {
  const gaps = live.gaps.filter(({ area }) => area === 'wiring').map(unread);
  if (!live.wiring) return gaps;
  const { project } = cluster.spec;
  const parts = [wiringSchedule, wiringSubscription, (one: Wiring) => wiringSinks(one, project)];
  return [...gaps, ...parts.flatMap((part) => part(live.wiring as Wiring))];
}

function unread({ part, why }: Gap): Finding {
  return finding({
    outcome: 'unknown',
    severity: 'warning',
    subject: `Wiring/${part ?? 'all'}`,
    path: '',
    why,
    rule: 'W-00',
  });
}
