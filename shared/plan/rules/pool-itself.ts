import type { PoolDeclaration } from '../../model/cluster.ts';
import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Live, TargetPool } from '../../model/live.ts';
import { lastSegment } from '../../model/reference.ts';
import { gapIn } from '../gaps.ts';
import { foreignOwner, livePool, poolReference, poolSubject } from '../pool.ts';
import { stacksOn } from '../traffic/declared-firewall.ts';
import { createPoolAction, createPoolCommand } from '../traffic/new-pool.ts';

/** Whether a declared pool is there, is ours, and has the settings that only a new pool could change (N-08). */
export function poolItself(declared: Declared, live: Live): Finding[] {
  const gap = gapIn(live, ['pools']);
  return declared.cluster.spec.pools.flatMap((pool) => {
    const subject = poolSubject(poolReference(declared, pool.name));
    const found = livePool(declared, pool.name, live);
    if (!found) return [gap ? unseen(declared, subject, gap) : absent(declared, live, pool)];
    const owner = foreignOwner(found);
    return owner ? [refused(declared, found, owner)] : settings(declared, pool, found);
  });
}

function unseen({ source }: Declared, subject: string, gap: string): Finding {
  return finding({ outcome: 'unknown', severity: 'warning', subject, path: '', rule: 'P-07', why: gap, source });
}

function absent(declared: Declared, live: Live, declaration: PoolDeclaration): Finding {
  const pool = poolReference(declared, declaration.name);
  const gap = gapIn(live, ['instances', 'managedGroups']);
  return finding({
    severity: 'critical',
    subject: poolSubject(pool),
    path: '',
    rule: 'N-01',
    declared: declaration.name,
    why: 'the pool is declared and does not exist; only a manual repair creates it',
    command: createPoolCommand(declared, declaration, live),
    action: createPoolAction(declared, declaration, live),
    blockedBy: gap && `its members are not known: ${gap}`,
    source: declared.source,
    neededBy: stacksOn(declared, declaration),
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

/** N-08: what only another pool, or `setBackup` by a person, could change. */
function settings(declared: Declared, pool: PoolDeclaration, found: TargetPool): Finding[] {
  const { project, location } = found.reference;
  const backup = `gcloud compute target-pools set-backup ${pool.name} --project=${project} --region=${location} --backup-pool=${pool.backupPool} --failover-ratio=${pool.failoverRatio ?? 0}`;
  const compared = [
    {
      path: 'sessionAffinity',
      ours: pool.sessionAffinity,
      theirs: found.sessionAffinity,
      why: 'session affinity cannot be changed in place: a new pool and the forwarding rules pointed at it are needed',
      command: `gcloud compute target-pools create ${pool.name}-new --project=${project} --region=${location} --session-affinity=${pool.sessionAffinity}`,
    },
    {
      path: 'backupPool',
      ours: pool.backupPool,
      theirs: found.backupPool && lastSegment(found.backupPool),
      why: 'traffic goes to the declared backup pool only when the pool names it',
      command: backup,
    },
    {
      path: 'failoverRatio',
      ours: pool.failoverRatio,
      theirs: found.failoverRatio,
      why: 'the pool hands over to its backup at another share of healthy members than declared',
      command: backup,
    },
  ];
  return compared
    .filter(({ ours, theirs }) => ours !== undefined && !isSame(ours, theirs))
    .map(({ path, ours, theirs, why, command }) =>
      finding({
        severity: 'warning',
        subject: poolSubject(found.reference),
        path,
        rule: 'N-08',
        declared: ours ?? null,
        live: theirs,
        why,
        command,
        source: declared.source,
      }),
    );
}

/** The API keeps ratios as 32-bit numbers: 0.1 reads back as 0.10000000149. */
function isSame(ours: string | number | undefined, theirs: string | number | null): boolean {
  if (typeof ours !== 'number' || typeof theirs !== 'number') return ours === theirs;
  return Math.abs(ours - theirs) < 1e-6;
}
