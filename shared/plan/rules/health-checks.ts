import type { PoolDeclaration } from '../../model/cluster.ts';
import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { HealthCheck, Live, TargetPool } from '../../model/live.ts';
import { lastSegment } from '../../model/reference.ts';
import { gapIn } from '../gaps.ts';
import { foreignOwner, livePool, poolSubject } from '../pool.ts';
import { stacksOn } from '../traffic/declared-firewall.ts';
import { healthCheckBody, healthCheckCommand, healthCheckReference } from '../traffic/health-check.ts';

/** N-09: a declared pool asks its members by the declared check; without one it sends traffic to the dead as well. */
export function healthChecks(declared: Declared, live: Live): Finding[] {
  return declared.cluster.spec.pools.flatMap((pool) => {
    if (!pool.healthCheck) return [];
    const found = livePool(declared, pool.name, live);
    if (found && foreignOwner(found)) return [];
    const name = healthCheckName(declared, live, pool);
    const check = live.healthChecks.find(({ reference }) => reference.name === name);
    // Which check a pool has is told by the pool alone.
    const gap = gapIn(live, found ? ['healthChecks'] : ['healthChecks', 'pools']);
    const own = check
      ? settings(declared, pool, check)
      : [gap ? unseen(declared, pool, { name, why: gap }) : absent(declared, pool)];
    const prepare = check ? '' : `${gap ? describeCommand(declared, pool) : createCommand(declared, pool)} && `;
    return [...own, ...(found ? ofPool(declared, pool, { found, prepare }) : [])];
  });
}

function absent(declared: Declared, pool: PoolDeclaration): Finding {
  const healthCheck = healthCheckReference(declared.cluster, pool);
  const body = healthCheckBody(declared.cluster, pool);
  return about(declared, pool, {
    severity: 'critical',
    path: '',
    declared: `port ${body.port}, ${body.requestPath}`,
    why: `pool \`${pool.name}\` needs it to know which members are alive`,
    command: createCommand(declared, pool),
    action: { kind: 'create-health-check', healthCheck, body },
  });
}

function createCommand({ cluster }: Declared, pool: PoolDeclaration): string {
  return healthCheckCommand('create', healthCheckReference(cluster, pool), healthCheckBody(cluster, pool));
}

function describeCommand({ cluster }: Declared, pool: PoolDeclaration): string {
  const { project, name } = healthCheckReference(cluster, pool);
  return `gcloud compute http-health-checks describe ${name} --project=${project}`;
}

function settings(declared: Declared, pool: PoolDeclaration, found: HealthCheck): Finding[] {
  const body = healthCheckBody(declared.cluster, pool);
  const compared: [string, string | number, string | number][] = [
    ['port', Number(body.port), found.port],
    ['requestPath', String(body.requestPath), found.path],
  ];
  return compared
    .filter(([, ours, theirs]) => ours !== theirs)
    .map(([path, ours, theirs]) =>
      about(declared, pool, {
        subject: `HttpHealthCheck/${found.reference.name}`,
        severity: 'critical',
        path,
        declared: ours,
        live: theirs,
        why: `the health checkers of pool \`${pool.name}\` ask at \`${theirs}\` where \`${ours}\` is declared`,
        command: healthCheckCommand('update', found.reference, body),
      }),
    );
}

/** `prepare`: the declared one has to be there first, as the pool would be left without any. */
function ofPool(
  declared: Declared,
  pool: PoolDeclaration,
  { found, prepare }: { found: TargetPool; prepare: string },
): Finding[] {
  const { project, location, name } = found.reference;
  const wanted = nameOf(declared, pool);
  const place = `${name} --project=${project} --region=${location}`;
  const [present] = found.healthChecks.map((url) => lastSegment(url));
  const fields = { subject: poolSubject(found.reference), path: 'healthChecks', declared: wanted };
  const add = `gcloud compute target-pools add-health-checks ${place} --http-health-check=${wanted}`;
  if (!present) {
    const why = 'the pool has no health check: it sends traffic to members that are dead';
    return [about(declared, pool, { ...fields, severity: 'critical', live: null, why, command: prepare + add })];
  }
  if (!pool.healthCheck?.name || present === wanted) return [];
  const remove = `gcloud compute target-pools remove-health-checks ${place} --http-health-check=${present}`;
  const why = `a pool takes one health check, and this one has \`${present}\``;
  const command = `${prepare}${remove} && ${add}`;
  return [about(declared, pool, { ...fields, severity: 'warning', live: present, why, command })];
}

function unseen(declared: Declared, pool: PoolDeclaration, { name, why }: { name: string; why: string }): Finding {
  const subject = `HttpHealthCheck/${name}`;
  return about(declared, pool, { subject, outcome: 'unknown', severity: 'warning', path: '', why });
}

/** Of the declared check; where none is named, of the one that the pool has; else of the one that is made. */
export function healthCheckName(declared: Declared, live: Live, pool: PoolDeclaration): string {
  if (pool.healthCheck?.name) return pool.healthCheck.name;
  const [url] = livePool(declared, pool.name, live)?.healthChecks ?? [];
  return url === undefined ? nameOf(declared, pool) : lastSegment(url);
}

function nameOf({ cluster }: Declared, pool: PoolDeclaration): string {
  return healthCheckReference(cluster, pool).name;
}

function about(
  declared: Declared,
  pool: PoolDeclaration,
  fields: Pick<Finding, 'severity' | 'path' | 'why'> & Partial<Finding>,
): Finding {
  return finding({
    subject: `HttpHealthCheck/${nameOf(declared, pool)}`,
    rule: 'N-09',
    source: declared.source,
    neededBy: stacksOn(declared, pool),
    ...fields,
  });
}
