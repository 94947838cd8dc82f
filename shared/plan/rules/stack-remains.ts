import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { AttachedDisk, Instance, Live } from '../../model/live.ts';
import { isMarkedText } from '../../model/protection.ts';
import type { Reference } from '../../model/reference.ts';
import { attachmentsOf, diskReference } from '../attached-disk.ts';
import { diskSubject } from '../declared-disk.ts';
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

function heldDisks({ cluster, stacks }: Declared, live: Live): Finding[] {
  return stacks.flatMap(({ name: stack, spec }) =>
    spec.disks.flatMap((disk) => {
      const reference = diskReference(cluster, disk);
      return attachmentsOf(live, reference).flatMap((one) =>
        // D-14
        one.attached.boot ? [] : heldDisk({ stack, reference, mountPath: disk.mountPath }, one),
      );
    }),
  );
}

/** Both in one line: a disk that is in use is not detached. */
function heldDisk(
  { stack, reference, mountPath }: { stack: string; reference: Reference; mountPath: string },
  { instance, attached }: { instance: Instance; attached: AttachedDisk },
): Finding[] {
  const { project, location, name: vm } = instance.reference;
  const where = `--project=${project} --zone=${location}`;
  return remains({
    subject: diskSubject(reference),
    stack,
    why: `it stays attached to ${vm} and mounted at ${mountPath}, with its data`,
    command: `gcloud compute ssh ${vm} ${where} --command='sudo umount ${mountPath}' && gcloud compute instances detach-disk ${vm} ${where} --device-name=${attached.deviceName}`,
  });
}

function remains(fields: { subject: string; stack: string; why: string; command: string }): Finding[] {
  return [finding({ severity: 'warning', path: '', rule: 'N-10', ...fields })];
}
