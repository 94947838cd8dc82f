import type { ClusterDeclaration } from '../../model/cluster.ts';
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
  return [...gaps, ...wiringFindings(live.wiring, cluster)];
}

export function wiringFindings(wiring: Wiring, { spec }: ClusterDeclaration): Finding[] {
  const place = { project: spec.project, zone: `${spec.region}-a` };
  return [...wiringSchedule(wiring), ...wiringSubscription(wiring), ...wiringSinks(wiring, place)];
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
