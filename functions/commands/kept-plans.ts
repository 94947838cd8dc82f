import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KnownPlan, type KnownPlans, plansInMemory } from '../../shared/known-plans.ts';
import type { Action } from '../../shared/model/action.ts';
import { loggableAction } from '../../shared/model/loggable-action.ts';

const most = 20;

/** Plans that were shown on this machine: `plan` and `apply` are two processes. */
export function keptPlans(stateDirectory: string | null): KnownPlans {
  if (stateDirectory === null) return plansInMemory();
  const directory = join(stateDirectory, 'plans');
  const memory = plansInMemory();
  const fileOf = (hash: string) => join(directory, `${hash.replace(/\W/g, '_')}.json`);
  return {
    remember: async (known) => {
      try {
        mkdirSync(directory, { recursive: true, mode: 0o700 });
        writeFileSync(fileOf(known.plan.hash), JSON.stringify(known, withoutObjects), { mode: 0o600 });
        forgetOld(directory);
      } catch {
        // They only tell what moved meanwhile: a plan that cannot be kept is a plan all the same.
        await memory.remember(known);
      }
    },
    find: async (hash) => readPlan(fileOf(hash)) ?? memory.find(hash),
  };
}

/** Only what tells steps apart is kept: an object may hold secrets. */
function withoutObjects(key: string, value: unknown): unknown {
  return key === 'action' && isAction(value) ? loggableAction(value) : value;
}

function isAction(value: unknown): value is Action {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

function readPlan(file: string): KnownPlan | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as KnownPlan;
  } catch {
    return null;
  }
}

function forgetOld(directory: string): void {
  const files = readdirSync(directory).map((name) => join(directory, name));
  const byAge = files.toSorted((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  for (const file of byAge.slice(most)) rmSync(file, { force: true });
}
