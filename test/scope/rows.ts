import test from 'ava';
import type { Decision } from '../../shared/model/decision.ts';
import { readEvent } from '../../shared/scope/scope.ts';

type Where = Partial<Pick<Decision, 'project' | 'zone' | 'instance' | 'instanceId' | 'region' | 'cluster'>>;

/** `act gone`, `ignore` …; a region follows from the zone. Without `where` only the outcome is looked at. */
export type Row = readonly [title: string, event: unknown, outcome: string, where?: Where];

const nowhere = { project: null, zone: null, instance: null, instanceId: null, region: null, cluster: null };

export function testRows(rows: readonly Row[]): void {
  for (const [title, event, outcome, where] of rows) {
    test(`${title}: ${outcome}`, (t) => {
      const { decision, change, why, publishedAt: _, source: __, ...found } = readEvent(event);
      t.is(decision === 'act' ? `act ${change}` : decision, outcome, why);
      const region = where?.zone ? where.zone.replace(/-.$/, '') : null;
      if (where) t.deepEqual(found, { ...nowhere, region, ...where });
    });
  }
}
