import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Firewall, Instance, Live } from '../../model/live.ts';
import { matchFirewalls } from '../traffic/matching-firewall.ts';
import { missedBy, type PoolNodes, poolNodes } from '../traffic/pool-nodes.ts';

/** N-06: a firewall means VMs by their tags; a VM of the group without them gets nothing, and is named. */
export function targetTags(declared: Declared, live: Live): Finding[] {
  const nodes = poolNodes(declared, live);
  const seen = new Set<string>();
  return [...matchFirewalls(declared, live).values()].flatMap(({ firewall, serves: [wanted] }) => {
    const behind = wanted && nodes.get(wanted.pool);
    if (!behind || seen.has(firewall.reference.name)) return [];
    seen.add(firewall.reference.name);
    return without(firewall, behind).map((instance) => lacking(declared, firewall, { instance, wanted }));
  });
}

/** A firewall that misses all of them is wrong itself, and told where firewalls are compared. */
function without(firewall: Firewall, nodes: PoolNodes): Instance[] {
  if (firewall.targetTags.length === 0) return [];
  const missed = missedBy(firewall, nodes);
  return missed.length === nodes.instances.length && !nodes.isDeclared ? [] : missed;
}

interface Lacking {
  instance: Instance;
  wanted: { stack: string | null; neededBy: string[]; purpose: string };
}

function lacking({ source }: Declared, firewall: Firewall, { instance, wanted }: Lacking): Finding {
  const { project, location, name } = instance.reference;
  const tags = firewall.targetTags.toSorted();
  return finding({
    severity: 'critical',
    subject: `Instance/${location}/${name}`,
    path: 'tags',
    rule: 'N-06',
    declared: tags,
    live: instance.tags,
    why: `the VM has none of the target tags of firewall \`${firewall.reference.name}\` (${tags.join(', ')}), so nothing of ${wanted.purpose} reaches it`,
    command: `gcloud compute instances add-tags ${name} --project=${project} --zone=${location} --tags=${tags[0] ?? ''}`,
    source,
    stack: wanted.stack,
    neededBy: wanted.neededBy,
  });
}
