import type { PoolDeclaration } from '../../model/cluster.ts';
import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Live, TargetPool } from '../../model/live.ts';
import { gapIn } from '../gaps.ts';
import { foreignOwner, livePool, poolReference, poolSubject } from '../pool.ts';

/** Whether a declared pool is there, is ours, and has the settings that only a new pool could change (N-08). */
export function poolItself(declared: Declared, live: Live): Finding[] {
  const gap = gapIn(live, ['pools']);
  return declared.cluster.spec.pools.flatMap((pool) => {
    const subject = poolSubject(poolReference(declared, pool.name));
    const found = livePool(declared, pool.name, live);
    if (!found) return [gap ? unseen(declared, subject, gap) : absent(declared, pool)];
    const owner = foreignOwner(found);
    return owner ? [refused(declared, found, owner)] : settings(declared, pool, found);
  });
}

function unseen({ source }: Declared, subject: string, gap: string): Finding {
  return finding({ outcome: 'unknown', severity: 'warning', subject, path: '', rule: 'P-07', why: gap, source });
}

function absent(declared: Declared, { name, sessionAffinity }: PoolDeclaration): Finding {
  const pool = poolReference(declared, name);
  return finding({
    severity: 'critical',
    subject: poolSubject(pool),
    path: '',
    rule: 'N-01',
    declared: name,
    why: 'the pool is declared and does not exist; only a manual repair creates it',
    command: `gcloud compute target-pools create ${name} --project=${pool.project} --region=${pool.location}${sessionAffinity === 'NONE' ? '' : ` --session-affinity=${sessionAffinity}`}`,
    action: { kind: 'create-pool', pool, body: { name, sessionAffinity } },
    source: declared.source,
  });
}

function refused({ source }: Declared, { reference }: TargetPool, owner: string): Finding {
  return finding({
    severity: 'warning',
    subject: poolSubject(reference),
    path: '',
    rule: 'P-10',
    why: `the pool belongs to ${owner}: the cloud controller keeps it and would undo every change; declare another pool`,
    source,
  });
}

function settings({ source }: Declared, pool: PoolDeclaration, found: TargetPool): Finding[] {
  if (pool.sessionAffinity === found.sessionAffinity) return [];
  return [
    finding({
      severity: 'warning',
      subject: poolSubject(found.reference),
      path: 'sessionAffinity',
      rule: 'N-08',
      declared: pool.sessionAffinity,
      live: found.sessionAffinity,
      why: 'session affinity cannot be changed in place: a new pool and the forwarding rules pointed at it are needed',
      command: `gcloud compute target-pools create ${pool.name}-new --project=${found.reference.project} --region=${found.reference.location} --session-affinity=${pool.sessionAffinity}`,
      source,
    }),
  ];
}
