import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Firewall, Instance, Live } from '../../model/live.ts';
import { type DeclaredFirewall, declaredFirewalls } from '../traffic/declared-firewall.ts';
import { surelyShutFrom } from '../traffic/destinations.ts';
import { matchFirewalls } from '../traffic/matching-firewall.ts';
import { missedBy, type PoolNodes, poolNodes, strangeTags } from '../traffic/pool-nodes.ts';
import { untagged } from '../traffic/untagged.ts';

/** N-06: a firewall means VMs by their tags; a VM of the group without them gets nothing, and is named once. */
export function targetTags(declared: Declared, live: Live): Finding[] {
  const lacks = [...ofMatched(declared, live), ...ofOthers(declared, live)];
  const sameTag = ({ instance, firewall }: Lack) => JSON.stringify([instance.id, firewall.targetTags.toSorted()]);
  return [...Map.groupBy(lacks, sameTag).values()].flatMap((group) => lacking(declared, live, group));
}

interface Lack {
  instance: Instance;
  firewall: Firewall;
  wanted: DeclaredFirewall;
}

function ofMatched(declared: Declared, live: Live): Lack[] {
  const nodes = poolNodes(declared, live);
  const matched = new Map(
    [...matchFirewalls(declared, live).values()].map((one) => [one.firewall.reference.name, one]),
  );
  return [...matched.values()].flatMap(({ firewall, serves }) => {
    const behind = nodes.get(serves[0]?.pool ?? '');
    if (!behind) return [];
    const lacked = serves.map((wanted) => ({ wanted, isLackedBy: notLetInBy(declared, live, { firewall, wanted }) }));
    return without(firewall, behind).flatMap((instance) => {
      const wanted = lacked.find(({ isLackedBy }) => isLackedBy(instance))?.wanted;
      return wanted ? [{ instance, firewall, wanted }] : [];
    });
  });
}

/** Another firewall may let the same in to the VM. What nobody said the sources of is to come from where this one takes it. */
function notLetInBy(
  { cluster }: Declared,
  live: Live,
  { firewall, wanted }: Pick<Lack, 'firewall' | 'wanted'>,
): (instance: Instance) => boolean {
  const sources = wanted.sources.length > 0 ? wanted.sources : firewall.sourceRanges;
  return surelyShutFrom(live, cluster.spec.network, { ...wanted, sources });
}

/** What is judged by its effect alone, such as the way in of the health checkers. */
function ofOthers(declared: Declared, live: Live): Lack[] {
  const [nodes, matches] = [poolNodes(declared, live), matchFirewalls(declared, live)];
  return declaredFirewalls(declared).flatMap((wanted) => {
    const behind = matches.has(wanted.key) ? undefined : nodes.get(wanted.pool);
    const found = behind && untagged(live, declared.cluster.spec.network, { wanted, nodes: behind });
    return found ? found.instances.map((instance) => ({ instance, firewall: found.firewall, wanted })) : [];
  });
}

/** A firewall that misses all of them is wrong itself, and told where firewalls are compared. */
function without(firewall: Firewall, nodes: PoolNodes): Instance[] {
  if (firewall.targetTags.length === 0) return [];
  const missed = missedBy(firewall, nodes);
  return missed.length === nodes.instances.length && !nodes.isDeclared ? [] : missed;
}

/** N-05: a tag that is for others, too, would open more by other firewalls. */
function tagOfTheOthers(firewall: Firewall, nodes: PoolNodes): string | undefined {
  const strange = nodes.isDeclared ? [] : strangeTags(firewall, nodes);
  const having = (tag: string) => nodes.instances.filter(({ tags }) => tags.includes(tag)).length;
  const own = firewall.targetTags.filter(
    (tag) => !strange.includes(tag) && (!nodes.isDeclared || nodes.tags.includes(tag)),
  );
  return own.toSorted().toSorted((one, other) => having(other) - having(one))[0];
}

function lacking(declared: Declared, live: Live, lacks: Lack[]): Finding[] {
  const [first] = lacks;
  if (!first) return [];
  const { instance, firewall, wanted } = first;
  const { project, location, name } = instance.reference;
  const tags = firewall.targetTags.toSorted();
  const nodes = poolNodes(declared, live).get(wanted.pool);
  const own = nodes && tagOfTheOthers(firewall, nodes);
  const firewalls = lacks.map((one) => `\`${one.firewall.reference.name}\``).join(' and ');
  const purposes = lacks.map((one) => one.wanted.purpose).join(' and ');
  const found = finding({
    severity: 'critical',
    subject: `Instance/${location}/${name}`,
    path: 'tags',
    rule: 'N-06',
    declared: tags,
    live: instance.tags,
    why: `the VM has none of the target tags of firewall ${firewalls} (${tags.join(', ')}), so nothing of ${purposes} reaches it`,
    command: own
      ? `gcloud compute instances add-tags ${name} --project=${project} --zone=${location} --tags=${own}`
      : null,
    source: declared.source,
    stack: wanted.stack,
    neededBy: wanted.neededBy,
  });
  return [found];
}
