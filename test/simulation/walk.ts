import { canHit, type FaultName, type PlannedFault, processFaults, transportFaults } from './faults.ts';
import type { SentCall } from './history.ts';
import { play } from './play.ts';
import { runScript } from './run-script.ts';
import { scenarios, withFaults } from './scenarios.ts';
import type { Script } from './script.ts';
import type { Result } from './totals.ts';

export interface WalkStep {
  scenario: string;
  /** By the request it meets; a second one meets the story that the first one has made. */
  faults: { call: number; fault: FaultName }[];
}

const allFaults = [...processFaults, ...transportFaults];
const crashes = ['crash before send', 'crash after apply', 'crash after response'] as const;
const shortScenarios = ['a VM is added', 'a VM comes back under its name', 'a disk follows its node'];
const fiveScenarios = [...shortScenarios, 'a VM is gone for good', 'a disk leaves a stopped VM'];

/** Every request of every scenario, with a crash at each of its three points and with every fault. */
export async function stepsOfWalk(): Promise<WalkStep[]> {
  const steps: WalkStep[] = [];
  for (const [scenario, script] of Object.entries(scenarios))
    for (const { number, ...call } of await callsOf(script))
      for (const fault of allFaults)
        if (canHit({ worker: 0, call: number, fault }, call))
          steps.push({ scenario, faults: [{ call: number, fault }] });
  return steps;
}

/**
 * Two crashes at any two requests of the short scenarios; and on five, any fault at any request with any other fault at
 * the request that comes next.
 */
export async function pairsOfWalk(): Promise<WalkStep[]> {
  const steps: WalkStep[] = [];
  for (const scenario of shortScenarios) {
    const calls = await callsOf(scenarioCalled(scenario));
    for (const [index, { number }] of calls.entries())
      for (const later of calls.slice(index + 1))
        for (const one of crashes)
          for (const other of crashes)
            steps.push({
              scenario,
              faults: [number, later.number].map((call, at) => ({ call, fault: at ? other : one })),
            });
  }
  for (const scenario of fiveScenarios)
    for (const { number, ...call } of await callsOf(scenarioCalled(scenario)))
      for (const fault of allFaults.filter((one) => canHit({ worker: 0, call: number, fault: one }, call)))
        for (const next of allFaults)
          steps.push({
            scenario,
            faults: [
              { call: number, fault },
              { call: number + 1, fault: next },
            ],
          });
  return steps;
}

/** The requests that the story takes when all goes well, until nothing may go wrong any more. */
async function callsOf(script: Script): Promise<SentCall[]> {
  const { entries } = await runScript(script);
  const end = entries.findIndex(({ kind }) => kind === 'faults end');
  return entries.slice(0, end).flatMap((entry) => (entry.kind === 'sent' ? [entry.call] : []));
}

function scenarioCalled(name: string): Script {
  const script = scenarios[name];
  if (!script) throw new Error(`there is no scenario \`${name}\``);
  return script;
}

export async function takeStep({ scenario, faults }: WalkStep): Promise<Result> {
  const planned = faults.map((one): PlannedFault => ({ worker: 0, seconds: 90, ...one }));
  return play(withFaults(scenarioCalled(scenario), ...planned));
}
