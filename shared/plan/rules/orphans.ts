import type { Declared } from '../../model/declared.ts';
import { exposuresOf } from '../../model/exposure.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Live, Quota } from '../../model/live.ts';
import { lastSegment, parseReference, type Reference, sameReference } from '../../model/reference.ts';
import { gapIn } from '../gaps.ts';
import { foreignOwner, poolReference } from '../pool.ts';
import { resolveAddress } from '../traffic/address.ts';
import { declaredFirewalls } from '../traffic/declared-firewall.ts';
import { wantedForwarding } from '../traffic/forwarding.ts';
import { matchFirewalls } from '../traffic/matching-firewall.ts';

/** N-10: what nothing declares and nothing uses, with what is left of the quota. Nothing is ever deleted. */
export function orphans(declared: Declared, live: Live): Finding[] {
  const { region } = declared.cluster.spec;
  // Without all of these, something unseen may use what looks unused.
  if (gapIn(live, ['pools', 'forwardingRules', 'addresses', 'firewalls'], [region])) return [];
  return [
    ...strayPools(declared, live),
    ...strayForwardingRules(declared, live),
    ...strayAddresses(declared, live),
    ...strayFirewalls(declared, live),
  ];
}

function strayPools(declared: Declared, live: Live): Finding[] {
  const declaredPools = declared.cluster.spec.pools.map(({ name }) => poolReference(declared, name));
  const isUsed = (pool: Reference) =>
    live.forwardingRules.some(({ target }) => target && lastSegment(target) === pool.name) ||
    live.pools.some(({ backupPool }) => backupPool && lastSegment(backupPool) === pool.name);
  return live.pools
    .filter((pool) => !declaredPools.some((one) => sameReference(one, pool.reference)) && !isUsed(pool.reference))
    .map((pool) => {
      const owner = foreignOwner(pool);
      const why = `no forwarding rule sends it traffic and nothing declares it${owner ? `; it was made for ${owner}` : ''}`;
      return about(declared, live, {
        kind: 'TargetPool',
        reference: pool.reference,
        why,
        metric: 'TARGET_POOLS',
        noun: 'target-pools',
      });
    });
}

function strayForwardingRules(declared: Declared, live: Live): Finding[] {
  const { project, region } = declared.cluster.spec;
  const known = new Set(wantedForwarding(declared, live).flatMap(({ found }) => found?.reference.name ?? []));
  return live.forwardingRules
    .filter(({ reference }) => reference.location === region && !known.has(reference.name))
    .filter(({ target, description }) => isOurs(declared, description) || leadsNowhere(live, target, project, region))
    .map(({ reference, target, description }) => {
      const why = isOurs(declared, description)
        ? 'Underpin made it for something that is no longer declared'
        : `its target pool \`${lastSegment(target)}\` does not exist`;
      return about(declared, live, {
        kind: 'ForwardingRule',
        reference,
        why,
        metric: 'FORWARDING_RULES',
        noun: 'forwarding-rules',
      });
    });
}

function leadsNowhere(live: Live, target: string | null, project: string, region: string): boolean {
  const pool = target ? parseReference(target, project) : undefined;
  if (pool?.collection !== 'targetPools' || pool.location !== region) return false;
  return !live.pools.some(({ reference }) => reference.name === pool.name);
}

function strayAddresses(declared: Declared, live: Live): Finding[] {
  const { region } = declared.cluster.spec;
  const known = new Set(
    exposuresOf(declared).map(({ address }) => resolveAddress(declared, live, address).reserved?.reference.name),
  );
  return live.addresses
    .filter(
      ({ reference, users, status }) =>
        reference.location === region && users.length === 0 && status === 'RESERVED' && !known.has(reference.name),
    )
    .map(({ reference, address }) =>
      about(declared, live, {
        kind: 'Address',
        reference,
        why: `${address} is reserved and paid for, and nothing uses or declares it`,
        metric: 'STATIC_ADDRESSES',
        noun: 'addresses',
      }),
    );
}

/** Only Underpin's own: what other firewalls are for cannot be seen. */
function strayFirewalls(declared: Declared, live: Live): Finding[] {
  const known = new Set([
    ...declaredFirewalls(declared).map(({ name }) => name),
    ...[...matchFirewalls(declared, live).values()].map(({ firewall }) => firewall.reference.name),
  ]);
  return live.firewalls
    .filter(({ reference, description }) => isOurs(declared, description) && !known.has(reference.name))
    .map(({ reference }) => {
      const why = 'Underpin made it for something that is no longer declared, and it still lets traffic in';
      return {
        ...about(declared, live, { kind: 'Firewall', reference, why, metric: 'FIREWALLS', noun: 'firewall-rules' }),
        severity: 'warning',
      };
    });
}

function isOurs({ cluster }: Declared, description: string): boolean {
  return description.startsWith('Kept by Underpin for ') && description.endsWith(`cluster ${cluster.metadata.name}`);
}

interface Orphan {
  kind: string;
  reference: Reference;
  why: string;
  metric: string;
  /** As gcloud calls them. */
  noun: string;
}

function about({ source }: Declared, { quotas }: Live, { kind, reference, why, metric, noun }: Orphan): Finding {
  const { project, location, name } = reference;
  const isGlobal = location === 'global';
  return finding({
    severity: 'info',
    subject: isGlobal ? `${kind}/${name}` : `${kind}/${location}/${name}`,
    path: '',
    rule: 'N-10',
    live: name,
    why: `${why}${headroom(quotas.filter((one) => one.metric === metric))}`,
    command: `gcloud compute ${noun} delete ${name} --project=${project}${isGlobal ? '' : ` --region=${location}`}`,
    source,
    undeclared: true,
  });
}

function headroom(quotas: Quota[]): string {
  const [tightest] = quotas.toSorted((one, other) => one.limit - one.usage - (other.limit - other.usage));
  return tightest ? ` (quota ${tightest.metric}: ${tightest.usage} of ${tightest.limit} used)` : '';
}
