import type { Declared } from '../../model/declared.ts';
import { exposuresOf } from '../../model/exposure.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { ForwardingRule, Live, Quota } from '../../model/live.ts';
import { lastSegment, parseReference, type Reference, sameReference } from '../../model/reference.ts';
import { gapIn } from '../gaps.ts';
import { foreignOwner, poolReference } from '../pool.ts';
import { declaredFirewalls } from '../traffic/declared-firewall.ts';
import { wantedForwarding } from '../traffic/forwarding.ts';
import { whyNotOurs } from '../traffic/forwarding-command.ts';
import { keeperOf } from '../traffic/keeper.ts';
import { matchFirewalls } from '../traffic/matching-firewall.ts';

/**
 * N-10: what this cluster's declaration does not name and nothing uses, with what is left of the quota. Another declaration
 * may name it, so that the commands look, and delete nothing.
 */
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
  const users = [
    ...live.forwardingRules.map(({ target }) => target),
    ...live.pools.map(({ backupPool }) => backupPool),
  ];
  const isUsed = (pool: Reference) => users.some((url) => url !== null && mayBe(pool, url, declared));
  return live.pools
    .filter((pool) => !declaredPools.some((one) => sameReference(one, pool.reference)) && !isUsed(pool.reference))
    .map((pool) => {
      const owner = foreignOwner(pool);
      const why = `no forwarding rule sends it traffic, and ${notDeclared}${owner ? `; it was made for ${owner}` : ''}`;
      return orphan(declared, live, {
        kind: 'TargetPool',
        reference: pool.reference,
        why,
        metric: 'TARGET_POOLS',
        noun: 'target-pools',
      });
    });
}

/** Of another region, or of another kind, it is a namesake; what cannot be understood may be this one (P-02). */
function mayBe({ location, collection, name }: Reference, url: string, { cluster }: Declared): boolean {
  const target = parseReference(url, cluster.spec.project);
  if (!target) return lastSegment(url) === name;
  // Its project may be said by its number.
  return target.location === location && target.collection === collection && target.name === name;
}

function strayForwardingRules(declared: Declared, live: Live): Finding[] {
  const { project, region } = declared.cluster.spec;
  const known = new Set(wantedForwarding(declared, live).flatMap(({ found }) => found?.reference.name ?? []));
  return live.forwardingRules
    .filter(({ reference }) => reference.location === region && !known.has(reference.name))
    .flatMap((rule) => {
      const { reference, target, description } = rule;
      const why = isOurs(declared, description)
        ? `Underpin made it, and ${notDeclared} any more`
        : whyNowhere(declared, live, target ? parseReference(target, project) : undefined);
      if (why === null) return [];
      const whys = [why, ...whyToKeep(live, rule)].join('; ');
      const about = { kind: 'ForwardingRule', reference, why: whys, isKept: whyNotOurs(rule) !== null };
      return [orphan(declared, live, { ...about, metric: 'FORWARDING_RULES', noun: 'forwarding-rules' })];
    });
}

/** What to think of before it is deleted (P-10, N-02). */
function whyToKeep({ addresses }: Live, rule: ForwardingRule): string[] {
  const isReserved = addresses.some(({ address }) => address === rule.address);
  const loss = isReserved ? null : `its address ${rule.address} is not reserved, and is lost with it`;
  return [whyNotOurs(rule), loss].filter((one) => one !== null);
}

/** A declared pool that is empty is told as such, and one with members is somebody's. */
function whyNowhere(declared: Declared, live: Live, target: Reference | undefined): string | null {
  const { pools, region } = declared.cluster.spec;
  if (target?.collection !== 'targetPools' || target.location !== region) return null;
  const pool = live.pools.find(({ reference }) => reference.location === region && reference.name === target.name);
  if (!pool) return `its target pool \`${target.name}\` does not exist`;
  if (pool.members.length > 0 || pool.backupPool || pools.some(({ name }) => name === target.name)) return null;
  return `${notDeclared}, and its target pool \`${target.name}\` has no member`;
}

function strayAddresses(declared: Declared, live: Live): Finding[] {
  const { region } = declared.cluster.spec;
  const known = new Set(exposuresOf(declared).map(({ address }) => address));
  return live.addresses
    .filter(({ reference, address, users, status, type }) => {
      // A range reserved for private services has no user either.
      const isPlaced = reference.location === region || (reference.location === 'global' && type === 'EXTERNAL');
      return (
        isPlaced && users.length === 0 && status === 'RESERVED' && !known.has(reference.name) && !known.has(address)
      );
    })
    .map(({ reference, address, type }) =>
      orphan(declared, live, {
        kind: 'Address',
        reference,
        why: `${address} is reserved${type === 'EXTERNAL' ? ' and paid for' : ''}, nothing uses it, and ${notDeclared}`,
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
      const why = `Underpin made it, ${notDeclared} any more, and it still lets traffic in`;
      return {
        ...orphan(declared, live, { kind: 'Firewall', reference, why, metric: 'FIREWALLS', noun: 'firewall-rules' }),
        severity: 'warning',
      };
    });
}

function isOurs({ cluster }: Declared, description: string): boolean {
  return keeperOf(description) === cluster.metadata.name;
}

/** Of other clusters of the project nothing is known here. */
const notDeclared = "this cluster's declaration does not name it";

const deleteIt = "; delete it if no other cluster's declaration names it";

interface Orphan {
  kind: string;
  reference: Reference;
  why: string;
  metric: string;
  /** As gcloud calls them. */
  noun: string;
  /** By the cloud controller, for whose Service it would come again (P-10). */
  isKept?: boolean;
}

function orphan(
  { source }: Declared,
  { quotas }: Live,
  { kind, reference, why, metric, noun, isKept }: Orphan,
): Finding {
  const { project, location, name } = reference;
  const isGlobal = location === 'global';
  // Firewalls are global without saying so.
  const globalFlag = kind === 'Firewall' ? '' : ' --global';
  return finding({
    severity: 'info',
    subject: isGlobal ? `${kind}/${name}` : `${kind}/${location}/${name}`,
    path: '',
    rule: 'N-10',
    live: name,
    why: `${why}${headroom(quotas.filter((one) => one.metric === metric))}${isKept ? '' : deleteIt}`,
    command: `gcloud compute ${noun} describe ${name} --project=${project}${isGlobal ? globalFlag : ` --region=${location}`}`,
    source,
    undeclared: true,
  });
}

function headroom(quotas: Quota[]): string {
  const [tightest] = quotas.toSorted((one, other) => one.limit - one.usage - (other.limit - other.usage));
  return tightest ? ` (quota ${tightest.metric}: ${tightest.usage} of ${tightest.limit} used)` : '';
}
