import { act, type Change, ignore, type Verdict } from '../model/decision.ts';
import type { Entry } from './entry.ts';
import { quote } from './foreign.ts';

type Meaning = readonly [Change, string];

const stopped: Meaning = [
  'leaving',
  'Compute Engine stopped the VM because it could not serve its disks, keys or image',
];

/** Entries that Compute Engine writes by itself: one each, without version, told after the fact. */
const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['preempted', ['leaving', 'the VM was preempted; it has about 30 s']],
  ['baremetalCaretakerPreempted', ['leaving', 'the bare-metal VM was preempted']],
  ['hostError', ['leaving', 'the host of the VM failed']],
  ['guestTerminate', ['leaving', 'the VM was shut down from inside']],
  ['terminateOnHostMaintenance', ['leaving', 'the VM was stopped for host maintenance']],
  ['repair.recreateInstance', ['leaving', 'the managed group replaces this VM under the same name']],
  ['repair.restartInstance', ['leaving', 'the managed group restarts this VM']],
  ['repair.deleteInstance', ['leaving', 'the managed group deletes this VM']],
  ['automaticRestart', ['restarted', 'Compute Engine started the VM again']],
  ['instanceManagerHaltForRestart', ['restarted', 'the VM was halted to be started again']],
  ['stoppedDueToPdDoubleServe', stopped],
  ['kmsKeyError', stopped],
  ['shredmillKeyError', stopped],
  ['invalidVmImage', stopped],
  ['scratchDiskCreationFailed', stopped],
]);
const localSsd = /^localSsd(?:Initialization(?:Key)?|VerifyTar|Recovery(?:Failed|Timeout))Error$/;

/** The VM runs on through a live migration, and a notice is not the thing itself. */
const harmless =
  /^(?:migrateOnHostMaintenance|upcoming[A-Za-z]*|scheduled[A-Za-z]*Maintenance|localSsdRecoveryAttempting)$/;

/** `null`: not an event that the system writes. */
export function readSystemEvent({ verb, method, source }: Entry): Verdict | null {
  const meaning = meanings.get(verb) ?? (localSsd.test(verb) ? stopped : undefined);
  if (meaning) return act(meaning[0], `${quote(method)}: ${meaning[1]}`);
  if (harmless.test(verb)) return ignore(`${quote(method)}: the VM stays in service under the same id`);
  if (source !== 'system-event') return null;
  return act(
    'unknown',
    `${quote(method)}: Compute Engine did something to the VM that is not known here, and looking is cheap`,
  );
}
