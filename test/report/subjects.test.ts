import test from 'ava';
import type { Live } from '../../shared/model/live.ts';
import { planFor } from '../../shared/plan/plan.ts';
import { pathsOf } from '../../shared/plan/traffic/paths.ts';
import { reportOf } from '../../shared/report/report.ts';
import { subjectsOf } from '../../shared/report/subjects.ts';
import { aFirewall, aHealthCheck, aHealthCheckersFirewall, aPool } from '../builders/compute.ts';
import { aGap, anOpenedService, anOpening } from '../builders/live.ts';

function summaryOf(live: Live) {
  const declared = anOpening();
  const plan = planFor(declared, live, { cluster: 'home', concern: 'everything', mode: 'plan' });
  return reportOf(plan, { subjects: subjectsOf(declared, live, pathsOf(declared, live)), gaps: live.gaps }).summary;
}

const all = ({ inSync, drift, unknown }: ReturnType<typeof summaryOf>) => inSync + drift + unknown;

test('a firewall made by hand that differs is counted once, under its own name', (t) => {
  const whole = summaryOf(anOpenedService());
  const wide = aFirewall({ allowed: [{ protocol: 'tcp', ports: ['25565', '25570'] }] });
  const found = summaryOf(anOpenedService({ firewalls: [wide, aHealthCheckersFirewall()] }));
  t.is(found.drift, 1);
  t.is(all(found), all(whole));
});

test('a health check of another name is counted once, read or not', (t) => {
  const healthChecks = [aHealthCheck({ name: 'by-hand' })];
  const live = anOpenedService({ healthChecks });
  live.pools = live.pools.map((pool) =>
    aPool(live.instances, { name: pool.reference.name, healthChecks: ['x/by-hand'] }),
  );
  const unread = summaryOf({ ...live, healthChecks: [], gaps: [aGap('healthChecks')] });
  t.is(unread.unknown, 1);
  t.is(all(unread), all(summaryOf(live)));
});
