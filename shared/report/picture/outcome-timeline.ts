import type { ActionKind } from '../../model/action.ts';
import type { Outcome } from '../../model/plan.ts';
import type { Span, Timeline } from './timeline-picture.ts';

const lanes: { [Kind in ActionKind]?: string } = {
  'add-pool-members': 'pool member',
  'remove-pool-members': 'pool member',
  'attach-disk': 'disk',
  'detach-disk': 'disk',
  'keep-disk': 'disk',
  'create-disk': 'disk',
  'mount-disk': 'mount',
  'unmount-disk': 'mount',
  'label-node': 'node',
  'restart-pod': 'pods',
};

/** What was done and when, in seconds since the first of it began; `null` when nothing was done. */
export function outcomeTimeline(outcomes: Outcome[]): Timeline | null {
  const begun = outcomes.flatMap(({ startedAt }) => (startedAt === null ? [] : [startedAt]));
  if (begun.length === 0) return null;
  const zero = Math.min(...begun);
  return { spans: outcomes.flatMap((one) => spanOf(one, zero)), outage: null };
}

function spanOf({ state, kind, target, because, startedAt, finishedAt }: Outcome, zero: number): Span[] {
  if (startedAt === null) return [];
  const seconds = (at: number) => Math.round((at - zero) / 100) / 10;
  const text = `${kind ?? 'step'} ${target}: ${state}${because ? ` (${because})` : ''}`;
  return [
    {
      lane: (kind && lanes[kind]) ?? 'way in',
      from: seconds(startedAt),
      to: finishedAt === null ? null : seconds(finishedAt),
      text,
      look: state === 'done' ? 'open' : 'broken',
    },
  ];
}
