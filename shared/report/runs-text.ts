import { columnsOf } from './columns.ts';
import { printable } from './printable.ts';
import type { RunRecord } from './runs.ts';

/** A table, one run a line, with the steps of those that changed something below. */
export function runsText(runs: readonly RunRecord[]): string {
  if (runs.length === 0) return 'No runs are on record.\n';
  const rows = runs.map(({ at, cluster, by, hash, ...rest }) => [
    at.slice(0, 19).replace('T', ' '),
    cluster,
    by,
    hash?.slice(0, 8) ?? '',
    endOf(rest),
  ]);
  const head = ['TIME', 'CLUSTER', 'BY', 'PLAN', 'END'];
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => columnsOf(printable(row[column] ?? '')))),
  );
  const line = (row: string[]) =>
    row
      .map((cell, column) => padded(printable(cell), widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return `${[line(head), ...runs.flatMap(({ steps }, index) => [line(rows[index] ?? []), ...steps.map((step) => `    ${printable(step)}`)])].join('\n')}\n`;
}

function endOf({ planned, blocked, outcomes }: Pick<RunRecord, 'planned' | 'blocked' | 'outcomes'>): string {
  const counts = Object.entries(outcomes).map(([state, count]) => `${count} ${state}`);
  if (counts.length > 0) return counts.join(', ');
  const plan = [planned > 0 && `${planned} planned`, blocked > 0 && `${blocked} blocked`].filter(Boolean);
  return plan.join(', ') || 'nothing to do';
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - columnsOf(cell)));
}
