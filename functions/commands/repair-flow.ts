import type { Declared } from '../../shared/model/declared.ts';
import type { RepairAnswer } from '../../shared/model/repair.ts';
import type { Scope } from '../../shared/model/scope.ts';
import type { Runtime } from '../../shared/runtime.ts';
import { readOneCluster } from './declaration-directory.ts';
import { keptPlans } from './kept-plans.ts';
import { openLedger } from './ledger.ts';
import { withProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

export interface RepairFlow {
  declared: Declared;
  runtime: Runtime;
  plan(scope?: Partial<Scope>): Promise<RepairAnswer>;
  apply(hash: string, scope?: Partial<Scope>): Promise<RepairAnswer>;
}

const ifInterrupted = `Stopped. What was sent goes on. \`underpin history\` lists the steps that were
begun, and \`underpin plan\` what is left. Another run may begin within a minute.`;

/** Plan and apply with the user's own credentials, for the cluster that the directory declares. */
export async function openRepairFlow(
  directory: string | undefined,
  cluster: string | undefined,
  terminal: Terminal,
): Promise<RepairFlow> {
  const { config, runtime, credentials } = terminal.openWorld(() => undefined);
  const declared = await readOneCluster(directory, cluster);
  // Who has none is told so once, and not in every line of a plan that knows nothing.
  await credentials.accessToken();
  const { name } = declared.cluster.metadata;
  // The clients are half a second to load: not for --help.
  const { repair } = await import('../../shared/repair.ts');
  const plans = keptPlans(config.stateDirectory);
  const go = (mode: 'plan' | 'apply', hash: string | null, scope: Partial<Scope>) =>
    withProgress(`${mode === 'plan' ? 'Looking at' : 'Working on'} cluster ${name}`, terminal, (tell) =>
      repair(
        declared,
        { scope: { cluster: name, concern: 'everything', ...scope, mode }, plan: hash },
        { world: terminal.openWorld(tell), plans },
      ),
    );
  return {
    declared,
    runtime,
    plan: (scope = {}) => go('plan', null, scope),
    apply: async (hash, scope = {}) => {
      openLedger(config.stateDirectory, runtime).refuseUnwritable();
      const release = terminal.onInterrupt(ifInterrupted);
      return go('apply', hash, scope).finally(release);
    },
  };
}
