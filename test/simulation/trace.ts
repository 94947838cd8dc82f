import type { Entry, SentCall } from './history.ts';

/** A history as a person reads it: a line for what matters, with seconds from the beginning of the story. */
export function traceOf(entries: readonly Entry[], from: number): string[] {
  const zero = entries[from]?.at ?? 0;
  return entries.slice(from).flatMap((entry, index) => {
    const words = wordsOf(entry);
    if (words === null) return [];
    const seconds = ((entry.at - zero) / 1000).toFixed(3).padStart(9);
    return [`${String(from + index).padStart(5)} ${seconds} ${words}`];
  });
}

function wordsOf(entry: Entry): string | null {
  switch (entry.kind) {
    case 'sent':
      return entry.call.mutates || entry.call.fault ? `${callerOf(entry.call)} -> ${requestOf(entry.call)}` : null;
    case 'served':
      return entry.call.mutates || entry.call.fault
        ? `${callerOf(entry.call)}    served ${requestOf(entry.call)}: ${entry.call.status ?? 'no answer'}`
        : null;
    case 'answered':
    case 'operation':
      return null;
    case 'resource':
      return resourceWords(entry);
    case 'object':
      return entry.collection === '/pods'
        ? null
        : `${entry.collection} ${entry.key} ${entry.after ? 'written' : 'removed'} by ${entry.by ?? 'the cluster'}`;
    case 'script':
      return `script ${entry.call.verb} ${entry.call.disk} on ${entry.node}: ${entry.ok ? 'done' : 'not done'}`;
    case 'line':
      return `${entry.worker}#${entry.incarnation} ${entry.trigger} log: ${JSON.stringify(entry.line).slice(0, 400)}`;
    case 'declared':
      return `the declaration is ${entry.state}`;
    case 'message':
      return `message ${entry.id} ${entry.what}${entry.worker ? ` (${entry.worker}#${entry.incarnation})` : ''}`;
    case 'command':
      return `* ${entry.words}`;
    case 'asked':
      return `* somebody asks ${entry.worker} for ${entry.trigger}${entry.applies ? ', to apply' : ''}`;
    case 'answer':
      return `${entry.worker} answers ${entry.trigger}: ${entry.status}`;
    case 'faults end':
      return '* nothing goes wrong from here on';
    default:
      return `${entry.worker}#${entry.incarnation} ${entry.kind}`;
  }
}

function callerOf({ worker, incarnation, trigger, run }: SentCall): string {
  return `${worker}#${incarnation} ${trigger} ${run?.slice(0, 4) ?? ''}`;
}

function requestOf({ method, path, query, fault }: SentCall): string {
  return `${method} ${path}${query}${fault ? ` [${fault}]` : ''}`;
}

function resourceWords({ path, before, after, by }: Extract<Entry, { kind: 'resource' }>): string {
  const who = by ? ` by ${by.principal}` : '';
  if (!after) return `${path} is gone${who}`;
  if (!before) return `${path} is new${who}`;
  const changed = Object.keys({ ...before, ...after }).filter(
    (key) => JSON.stringify(Reflect.get(before, key)) !== JSON.stringify(Reflect.get(after, key)),
  );
  const told = changed.map((key) => `${key}=${JSON.stringify(Reflect.get(after, key))?.slice(0, 200)}`);
  return `${path} ${told.join(' ')}${who}`;
}
