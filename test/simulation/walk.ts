import { canHit, type FaultName, processFaults, transportFaults } from './faults.ts';
import type { SentCall } from './history.ts';
import { runScript } from './run-script.ts';
import { scenarios, withFaults } from './scenarios.ts';
import type { Script } from './script.ts';
import { type Result, resultOf } from './totals.ts';

export interface WalkStep {
  scenario: string;
  call: number;
  fault: FaultName;
}

/** Every request of every scenario, with a crash at each of its three points and with every fault. */
export async function stepsOfWalk(): Promise<WalkStep[]> {
  const steps: WalkStep[] = [];
  for (const [scenario, script] of Object.entries(scenarios)) {
    for (const call of await callsOf(script))
      for (const fault of [...processFaults, ...transportFaults])
        if (canHit({ worker: 0, call: call.number, fault }, call)) steps.push({ scenario, call: call.number, fault });
  }
  return steps;
}

/** The requests that the story takes when all goes well, until all is right. */
async function callsOf(script: Script): Promise<SentCall[]> {
  const { entries } = await runScript(script);
  return entries.flatMap((entry) => (entry.kind === 'sent' ? [entry.call] : []));
}

export async function takeStep({ scenario, call, fault }: WalkStep): Promise<Result> {
  const script = scenarios[scenario];
  if (!script) throw new Error(`there is no scenario \`${scenario}\``);
  return resultOf(await runScript(withFaults(script, { worker: 0, call, fault, seconds: 90 })));
}
