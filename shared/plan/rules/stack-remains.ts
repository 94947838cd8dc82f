import type { Declared } from '../../model/declared.ts';
import { type Finding, finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import { wantedForwarding } from '../traffic/forwarding.ts';
import { matchFirewalls } from '../traffic/matching-firewall.ts';

/** N-10: what a stack leaves behind outside the cluster. Underpin deletes nothing there; a person may. */
export function stackRemains(declared: Declared, live: Live): Finding[] {
  return [...forwardings(declared, live), ...ownFirewalls(declared, live), ...heldDisks(declared, live)];
}

function forwardings(declared: Declared, live: Live): Finding[] {
  return wantedForwarding(declared, live).flatMap(({ found, exposure, ports }) => {
    if (!found) return [];
    const { name, project, location } = found.reference;
    return remains({
      subject: `ForwardingRule/${location}/${name}`,
      stack: exposure.stack,
      why: `it goes on sending port ${ports} of ${found.address} to the nodes`,
      command: `gcloud compute forwarding-rules delete ${name} --project=${project} --region=${location}`,
    });
  });
}

/** One that lets other stacks' traffic in too is not this stack's to delete. */
function ownFirewalls(declared: Declared, live: Live): Finding[] {
  const matches = new Set(matchFirewalls(declared, live).values());
  return [...matches].flatMap(({ firewall, serves }) => {
    const [stack = null, ...others] = new Set(serves.map((one) => one.stack));
    if (stack === null || others.length > 0) return [];
    const { name, project } = firewall.reference;
    return remains({
      subject: `Firewall/${name}`,
      stack,
      why: 'it goes on letting traffic in to the nodes',
      command: `gcloud compute firewall-rules delete ${name} --project=${project}`,
    });
  });
}

function heldDisks({ stacks }: Declared, live: Live): Finding[] {
  return stacks.flatMap(({ name: stack, spec }) =>
    spec.disks.flatMap(({ name, mountPath }) => {
      const holders = live.instances.filter(({ disks }) => disks.some(({ source }) => source?.name === name));
      return holders.flatMap(({ reference: { project, location, name: vm } }) => {
        const where = `--project=${project} --zone=${location}`;
        return remains({
          subject: `Disk/${location}/${name}`,
          stack,
          why: `it stays attached to ${vm} and mounted at ${mountPath}, with its data`,
          command: `gcloud compute ssh ${vm} ${where} --command='sudo umount ${mountPath}'\ngcloud compute instances detach-disk ${vm} ${where} --disk=${name}`,
        });
      });
    }),
  );
}

function remains(fields: { subject: string; stack: string; why: string; command: string }): Finding[] {
  return [finding({ severity: 'warning', path: '', rule: 'N-10', ...fields })];
}
