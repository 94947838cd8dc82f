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
  return [...gaps, ...wiringFindings(live.wiring, cluster.spec.project)];
}

/** Of a cluster in this project. */
export function wiringFindings(wiring: Wiring, project: string): Finding[] {
  return [...wiringSchedule(wiring), ...wiringSubscription(wiring), ...wiringSinks(wiring, project)];
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
