import type { ActionKind } from '../../../shared/model/action.ts';
import type { SentCall } from '../history.ts';
import { invariant, type Watching } from '../invariant.ts';
import type { RunView } from '../view.ts';
import { Deliveries } from './deliveries.ts';
import { Repairs } from './repairs.ts';

export const i30 = invariant({
  name: 'I-30',
  says: 'the intent is on record before each mutation, and the outcome after it',
  on: ['sent', 'line', 'message', 'started', 'asked', 'answer'],
  watch: (watching) => {
    const deliveries = new Deliveries();
    const repairs = new Repairs();
    return (entry) => {
      if (entry.kind === 'sent') judgeIntent(watching, entry.call);
      const answered = repairs.take(entry);
      if (answered) judgeOutcomes(watching, { ...answered, trigger: 'repair' });
      const ended = deliveries.take(entry);
      if (!ended || entry.kind !== 'message' || entry.what === 'lost' || deliveries.of(ended).length > 0) return;
      judgeOutcomes(watching, { ...ended, trigger: 'event' });
    };
  },
});

function judgeIntent({ view, judged, violated }: Watching, call: SentCall): void {
  if (!call.mutates || /\/leases(\/|$)/.test(call.path)) return;
  judged();
  const kinds: readonly string[] = kindsFor(call);
  if (!view.runOf(call)?.openIntents.some(({ kind }) => kinds.includes(kind)))
    violated(`${call.method} ${call.path}: no intent to ${kinds.join(' or ')} is on record`);
}

/** Nothing is left for the worker to do: what it began is over. */
function judgeOutcomes(
  { view, violated }: Watching,
  { worker, incarnation, trigger }: Pick<RunView, 'worker' | 'incarnation' | 'trigger'>,
): void {
  for (const run of view.runs.values())
    if (run.worker === worker && run.incarnation === incarnation && run.trigger === trigger)
      for (const { kind, target } of run.openIntents) violated(`${kind} ${target} has no outcome`);
}

/** Steps that send such a request; the first that fits. */
const steps: [RegExp, ActionKind[]][] = [
  [/^POST .*\/addInstance$/, ['add-pool-members']],
  [/^POST .*\/removeInstance$/, ['remove-pool-members']],
  [/^POST .*\/attachDisk$/, ['attach-disk']],
  [/^POST .*\/detachDisk$/, ['detach-disk']],
  [/^POST .*\/setDiskAutoDelete$/, ['keep-disk']],
  [/^POST .*\/disks$/, ['create-disk']],
  [/^POST .*\/targetPools$/, ['create-pool']],
  [/^POST .*\/httpHealthChecks$/, ['create-health-check']],
  [/^POST .*\/firewalls$/, ['create-firewall']],
  [/^PATCH .*\/firewalls\/[^/]+$/, ['patch-firewall']],
  [/^POST .*\/forwardingRules$/, ['create-forwarding-rule']],
  [/^POST .*\/setTarget$/, ['set-forwarding-rule-target']],
  [/^(POST|DELETE) .*\/underpin-mounts\/jobs(\/[^/]+)?$/, ['mount-disk', 'unmount-disk']],
  [/^PATCH .*\/nodes\/[^/]+$/, ['mount-disk', 'unmount-disk', 'label-node']],
  [/^PATCH .*\/services\/[^/]+\/status$/, ['set-service-status']],
  [/^DELETE .*\/pods\/[^/]+$/, ['restart-pod']],
  [/^DELETE \/api/, ['delete-object']],
  [/^PATCH \/api/, ['apply-object']],
];

function kindsFor({ method, path }: SentCall): ActionKind[] {
  return steps.find(([request]) => request.test(`${method} ${path}`))?.[1] ?? [];
}
