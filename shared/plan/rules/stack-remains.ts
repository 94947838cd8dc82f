import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import { isMarkedText } from '../../model/protection.ts';
import { type DeclaredDisk, declaredDisks, diskSubject, type Holder } from '../declared-disk.ts';
import { refusalOf, unreadKeeper } from '../disk-refusal.ts';
import { gapIn } from '../gaps.ts';
import { unmountAndDetachCommand } from '../release-command.ts';
import { wantedForwarding } from '../traffic/forwarding.ts';
import { deleteForwardingCommand, describeForwardingCommand, whyNotOurs } from '../traffic/forwarding-command.ts';
import { type MatchedFirewall, matchFirewalls } from '../traffic/matching-firewall.ts';
import { byProtocol, portsText, withoutPorts } from '../traffic/ports.ts';

/** N-10: what a stack leaves behind outside the cluster. Underpin deletes nothing there; a person may. */
export function stackRemains(declared: Declared, live: Live): Finding[] {
  return [...forwardings(declared, live), ...ownFirewalls(declared, live), ...heldDisks(declared, live)];
}

function forwardings(declared: Declared, live: Live): Finding[] {
  return wantedForwarding(declared, live).flatMap(({ found, exposure, ports }) => {
    if (!found) return [];
    const { name, location } = found.reference;
    const stays = whyNotOurs(found);
    return remains({
      subject: `ForwardingRule/${location}/${name}`,
      stack: exposure.stack,
      why: `it goes on sending port ${ports} of ${found.address} to the nodes${stays ? `; ${stays}` : ''}`,
      command: stays ? describeForwardingCommand(found) : deleteForwardingCommand(live, found),
    });
  });
}

/** One that lets other stacks' traffic in too is not this stack's to delete. */
function ownFirewalls(declared: Declared, live: Live): Finding[] {
  const matches = new Set(matchFirewalls(declared, live).values());
  return [...matches].flatMap((match) => {
    const { firewall, serves } = match;
    const [stack = null, ...others] = new Set(serves.map((one) => one.stack));
    if (stack === null || others.length > 0) return [];
    const stays = whyItStays(match);
    const { name, project } = firewall.reference;
    return remains({
      subject: `Firewall/${name}`,
      stack,
      why: `it goes on letting traffic in to the nodes${stays ? `; ${stays}` : ''}`,
      command: `gcloud compute firewall-rules ${stays ? 'describe' : 'delete'} ${name} --project=${project}`,
    });
  });
}

/** I-26: a mark, or what a firewall that was made by hand opens besides; `null`: it is for the stack alone. */
function whyItStays({ firewall, isOurs, serves }: MatchedFirewall): string | null {
  if (isMarkedText(firewall.description)) return 'it is marked underpin.dev/protect';
  const besides = withoutPorts(firewall.allowed, byProtocol(serves.flatMap(({ allowed }) => allowed)));
  if (isOurs || besides.length === 0) return null;
  return `somebody made it for ${portsText(besides)} as well, so that it is not this stack's to delete`;
}

function heldDisks(declared: Declared, live: Live): Finding[] {
  return declaredDisks(declared, live).flatMap((one) => {
    const holders = one.holders.filter(({ boot }) => !boot); // D-14
    return holders.flatMap((holder) => heldDisk(one, holder));
  });
}

function heldDisk(one: DeclaredDisk, holder: Holder): Finding[] {
  const { name } = holder.instance.reference;
  const { why, command } = wayOut(one, holder);
  return remains({
    subject: diskSubject(one.reference),
    stack: one.stack.name,
    why: `it stays attached to ${name}, with its data; ${why}`,
    command,
  });
}

/** As for the detachment of any disk: from a VM that is off or runs, and of a disk that is nobody else's (D-12). */
function wayOut(one: DeclaredDisk, holder: Holder): { why: string; command: string } {
  const { status, reference } = holder.instance;
  const { name, project, location } = reference;
  const look = `gcloud compute instances describe ${name} --project=${project} --zone=${location}`;
  const refusal = refusalOf(one);
  if (refusal) return { why: refusal.why, command: refusal.command ?? look };
  const unread = unreadKeeper(one) ?? gapIn(one.live, ['disks', 'volumes']);
  if (unread) return { why: `whether somebody else keeps it there is not known: ${unread}`, command: look };
  if (status !== 'TERMINATED' && status !== 'RUNNING')
    return { why: `${name} is ${status}: it can be detached when that is TERMINATED, or RUNNING again`, command: look };
  const why = status === 'RUNNING' ? `${name} runs, and may have it mounted` : `${name} is TERMINATED`;
  return { why, command: unmountAndDetachCommand(holder) };
}

function remains(fields: { subject: string; stack: string; why: string; command: string }): Finding[] {
  return [finding({ severity: 'warning', path: '', rule: 'N-10', ...fields })];
}
