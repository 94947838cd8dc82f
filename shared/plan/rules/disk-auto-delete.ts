import type { Declared } from '../../model/declared.ts';
import type { Finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import { type DeclaredDisk, declaredDisks, type Holder } from '../declared-disk.ts';
import { diskFinding } from '../disk-finding.ts';
import { keptByManagedGroup, refusalOf, unreadMaker } from '../disk-refusal.ts';

/** D-02: whoever has a declared disk, whatever its status or its group: with autoDelete on, the disk dies with that VM. */
export function diskAutoDelete(declared: Declared, live: Live): Finding[] {
  return declaredDisks(declared, live)
    .filter((one) => one.found && !keptByManagedGroup(one) && !unreadMaker(one))
    .flatMap((one) => one.holders.filter(isToKeep).map((holder) => diesWith(one, holder)));
}

/** A boot disk dies with its VM as a rule. */
function isToKeep({ autoDelete, boot }: Holder): boolean {
  return autoDelete && !boot;
}

/** Of a disk that is to be left alone it is only told. */
function diesWith(one: DeclaredDisk, { instance: { reference, id }, deviceName }: Holder): Finding {
  const { name, project, location } = reference;
  return diskFinding(one, {
    severity: 'critical',
    rule: 'D-02',
    path: `attachment[${name}].autoDelete`,
    declared: false,
    live: true,
    why: `the disk dies with ${name}: autoDelete is on`,
    command: `gcloud compute instances set-disk-auto-delete ${name} --project=${project} --zone=${location} --device-name=${deviceName} --no-auto-delete`,
    action: refusalOf(one) ? null : { kind: 'keep-disk', disk: one.reference, deviceName, instance: { reference, id } },
  });
}
