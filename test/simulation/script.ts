import { seededChance } from '../../sandbox/seeded-chance.ts';
import { type Command, type CommandKind, commandKinds } from './command.ts';
import { type PlannedFault, processFaults, transportFaults } from './faults.ts';
import { type Lead, leads, pickFrom, soon } from './leads.ts';
import type { PlannedMail } from './post-office.ts';
import { randomShape } from './random-shape.ts';
import type { SimulationSetup } from './simulated-world.ts';

/** A whole run, written down before it begins; plain data, so that a failing one can be cut down and kept. */
export interface Script extends SimulationSetup {
  commands: Command[];
}

/** Those that lead somewhere come more often. */
const common: CommandKind[] = [
  'preempt a VM',
  'delete a VM',
  'replace a VM at once',
  'resize a group',
  'remove a member by hand',
  'stop a VM',
  'send an event',
  'reboot a VM',
];

/** Everything follows from the seed. Every tenth world is led somewhere, by dice of its own. */
export function randomScript(seed: number): Script {
  const chance = seededChance(seed * 40_503 + 7);
  const script = looseScript(seed);
  return chance() < 0.9 ? script : pickFrom(leads, chance)(script, chance);
}

/** Most are short, as what breaks something mostly is when it is cut down; the long ones are for the rest. */
function looseScript(seed: number): Script {
  const chance = seededChance(seed * 2_654_435);
  const upTo = (most: number) => Math.floor(chance() * (most + 1));
  const isLong = chance() < 0.03;
  const shape = randomShape(chance);
  const workers = 1 + upTo(2);
  const isCalm = chance() < 0.15;
  const script = {
    seed,
    shape,
    skews: Array.from({ length: workers }, () => (chance() < 0.2 ? (upTo(600) - 300) * 1000 : 0)),
    faults: isCalm ? [] : Array.from({ length: 1 + upTo(3) }, () => randomFault(chance, workers)),
    mail: isCalm ? [] : Array.from({ length: upTo(2) }, () => randomMail(chance)),
    commands: Array.from({ length: isLong ? 2 + upTo(3) : 1 + Math.floor(upTo(3) / 3) }, () => randomCommand(chance)),
  };
  return isLong ? withLead(script, chance) : script;
}

/** What chance alone seldom brings together: without these some invariants have nothing to judge. */
const firstLeads: Lead[] = [
  (script) => ({
    ...script,
    shape: { ...script.shape, isExposed: true, mode: 'apply' },
    commands: [...script.commands, ...soon('edit the firewall', 'plan and apply')],
  }),
  (script) => ({ ...script, commands: [...soon('break the declaration', 'send an event'), ...script.commands] }),
  (script) => ({ ...script, commands: [...soon('lose the declaration', 'send an event'), ...script.commands] }),
  (script) => ({
    ...script,
    shape: { ...script.shape, repairSeconds: 600 },
    commands: [...soon('stop a VM', 'time passes', 'time passes', 'send an event'), ...script.commands],
  }),
  (script) => ({ ...script, faults: [...script.faults, ...unknownOutcomes] }),
];

const unknownOutcomes: PlannedFault[] = (['F-02', 'F-06'] as const).map((fault) => ({
  worker: 0,
  call: 1,
  fault,
  onlyWrites: true,
  on: 'projects/',
}));

function withLead(script: Script, chance: () => number): Script {
  return pickFrom(firstLeads, chance)(script, chance);
}

function randomCommand(chance: () => number): Command {
  const kinds = chance() < 0.5 ? common : commandKinds;
  const kind = kinds[Math.floor(chance() * kinds.length)] ?? 'send an event';
  const after = chance() < 0.4 ? Math.floor(chance() * 2000) : Math.floor(chance() * 25_000);
  return { kind, pick: Math.floor(chance() * 1000) / 1000, after };
}

function randomFault(chance: () => number, workers: number): PlannedFault {
  const faults = chance() < 0.6 ? transportFaults : processFaults;
  const onlyWrites = chance() < 0.6;
  return {
    worker: Math.floor(chance() * workers),
    call: 1 + Math.floor(chance() * 30),
    fault: faults[Math.floor(chance() * faults.length)] ?? 'F-01',
    seconds: Math.floor(chance() * 120),
    ...(onlyWrites && { onlyWrites }),
  };
}

function randomMail(chance: () => number): PlannedMail {
  const what = (['dropped', 'duplicated', 'delayed'] as const)[Math.floor(chance() * 3)] ?? 'dropped';
  return { message: 1 + Math.floor(chance() * 5), what, seconds: Math.floor(chance() * 60) };
}
