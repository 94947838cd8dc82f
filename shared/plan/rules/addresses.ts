import type { Declared } from '../../model/declared.ts';
import { exposuresOf } from '../../model/exposure.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Address, ForwardingRule, Live } from '../../model/live.ts';
import { parseReference } from '../../model/reference.ts';
import type { Source } from '../../model/source.ts';
import { gapIn } from '../gaps.ts';
import { isNumber, type ResolvedAddress, resolveAddress, tierFlag } from '../traffic/address.ts';
import { doesTheSame, wantedForwarding } from '../traffic/forwarding.ts';

interface Case {
  declared: Declared;
  live: Live;
  address: ResolvedAddress;
  stacks: string[];
  source: Source;
}

/** Every declared address is reserved, regional, external, and used by nothing but the declared forwarding rules (N-02, N-03). */
export function addresses(declared: Declared, live: Live): Finding[] {
  const named = Map.groupBy(
    exposuresOf(declared).filter(({ address }) => address !== ''),
    ({ address }) => resolveAddress(declared, live, address).ip ?? address,
  );
  return [...named.values()].flatMap((exposures) => {
    const [first] = exposures;
    if (!first) return [];
    const address = resolveAddress(declared, live, first.address);
    const stacks = [...new Set(exposures.map(({ stack }) => stack))].sort();
    const one = { declared, live, address, stacks, source: first.source };
    if (address.reserved) return [...type(one, address.reserved), ...users(one, address.reserved)];
    return [address.unknown ? unseen(one, address.unknown) : absent(one)];
  });
}

function unseen(one: Case, why: string): Finding {
  return about(one, { outcome: 'unknown', severity: 'warning', path: '', why });
}

function absent(one: Case): Finding {
  const { address, live, declared } = one;
  const { region } = declared.cluster.spec;
  const elsewhere = live.addresses.find(
    ({ reference, address: ip }) => reference.name === address.declared || ip === address.declared,
  );
  if (elsewhere) return misplaced(one, elsewhere);
  const inUse = ephemeralRule(one);
  if (inUse !== null) return ephemeral(one, inUse);
  const why = isNumber(address.declared)
    ? `no address \`${address.declared}\` is reserved in ${region}, and nothing uses it: another number would have to be declared`
    : `no address \`${address.declared}\` is reserved in ${region}`;
  return about(one, {
    severity: 'critical',
    path: '',
    declared: address.declared,
    why,
    command: `gcloud compute addresses create ${isNumber(address.declared) ? 'NAME' : address.declared} ${place(one)}`,
  });
}

/** N-03, in words: the API itself only says "invalid". */
function misplaced(one: Case, { reference, address }: Address): Finding {
  const { region } = one.declared.cluster.spec;
  const isGlobal = reference.location === 'global';
  const why = isGlobal
    ? `\`${one.address.declared}\` (${address}) is a global address; a target pool is regional and takes addresses of ${region} only: reserve one there`
    : `\`${one.address.declared}\` (${address}) is reserved in ${reference.location}; a target pool in ${region} takes addresses of its own region only`;
  return about(one, {
    severity: 'critical',
    path: 'region',
    rule: 'N-03',
    declared: region,
    live: reference.location,
    why,
    // A name is taken in its own region alone.
    command: `gcloud compute addresses create ${reference.name} ${place(one)}`,
  });
}

/** A forwarding rule that serves it on a number without a reservation: the declared one, or that of a rule made without an address. */
function ephemeralRule({ declared, live, address }: Case): ForwardingRule | null {
  const { region } = declared.cluster.spec;
  const reserved = new Set(live.addresses.map((one) => one.address));
  const wanted = wantedForwarding(declared, live).filter((one) => one.address.declared === address.declared);
  const serving = live.forwardingRules.filter((rule) => {
    if (rule.reference.location !== region || reserved.has(rule.address)) return false;
    return isNumber(address.declared)
      ? rule.address === address.declared
      : wanted.some((one) => doesTheSame(rule, one));
  });
  const [first = null] = serving;
  return serving.every((rule) => rule.address === first?.address) ? first : null;
}

/** k/k#38521: it serves today and belongs to nobody. */
function ephemeral(one: Case, { address: number, networkTier }: ForwardingRule): Finding {
  const { declared } = one.address;
  const name = isNumber(declared) ? 'NAME' : declared;
  const serves = isNumber(declared) ? number : `forwarding rules serve it on ${number}, which`;
  return about(one, {
    severity: 'critical',
    path: 'status',
    declared: 'a reserved address',
    live: 'ephemeral',
    why: `${serves} is in use and not reserved: it is lost when its last forwarding rule is deleted`,
    command: `gcloud compute addresses create ${name} --addresses=${number} ${place(one)}${tierFlag(networkTier)}`,
  });
}

function type(one: Case, { type: live }: Address): Finding[] {
  if (live === 'EXTERNAL') return [];
  const why = `nobody outside reaches an address of type ${live}`;
  return [about(one, { severity: 'critical', path: 'addressType', declared: 'EXTERNAL', live, why })];
}

function users(one: Case, { users: live }: Address): Finding[] {
  const wanted = wantedForwarding(one.declared, one.live).filter(({ address }) => address.ip === one.address.ip);
  // What lies across the declared range is told where the range is compared.
  const known = new Set(
    wanted.flatMap(({ found, overlapping }) =>
      [...(found ? [found] : []), ...overlapping].map(({ reference }) => reference.name),
    ),
  );
  const isUnread = gapIn(one.live, ['forwardingRules'], [one.declared.cluster.spec.region]) !== null;
  return live.flatMap((url) => {
    const user = parseReference(url, one.declared.cluster.spec.project);
    // Which of them is the declared one cannot be told; that is unknown where it is compared.
    if (user?.collection === 'forwardingRules' && isUnread) return [];
    if (user?.collection === 'forwardingRules' && known.has(user.name)) return [];
    const what = user ? `${user.collection} \`${user.location}/${user.name}\`` : `\`${url}\``;
    const fields = {
      path: `users[${user?.name ?? url}]`,
      live: url,
      why: `it is used by ${what}, which this cluster's declaration does not name`,
    };
    return [about(one, { severity: 'warning', ...fields, command: describeUser(one, url) })];
  });
}

function describeUser({ declared }: Case, url: string): string {
  const { project } = declared.cluster.spec;
  const user = parseReference(url, project);
  const where = user?.collection === 'forwardingRules' ? 'forwarding-rules' : 'instances';
  const flag = where === 'instances' ? 'zone' : 'region';
  return `gcloud compute ${where} describe ${user?.name ?? url} --project=${project} --${flag}=${user?.location ?? ''}`;
}

function place({ declared: { cluster } }: Case): string {
  return `--project=${cluster.spec.project} --region=${cluster.spec.region}`;
}

function about(one: Case, fields: Pick<Finding, 'severity' | 'path' | 'why'> & Partial<Finding>): Finding {
  const { spec } = one.declared.cluster;
  const name = one.address.reserved?.reference.name ?? one.address.declared;
  return finding({
    subject: `Address/${spec.region}/${name}`,
    rule: 'N-02',
    command: `gcloud compute addresses describe ${name} ${place(one)}`,
    source: one.source,
    stack: one.stacks.length === 1 ? (one.stacks[0] ?? null) : null,
    neededBy: one.stacks,
    ...fields,
  });
}
