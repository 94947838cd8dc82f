import { type Finding, finding } from '../../model/finding.ts';
import type { ObservedObject, OwnedDifference } from '../../model/objects.ts';
import { applyAction, applyCommand, protection, replaceCommand } from './object-command.ts';

type Differing = Extract<ObservedObject['result'], { state: 'differs' }>;

/** One finding for each field, at its line. */
export function differingObject(object: ObservedObject): Finding[] {
  const { result, subject, stack, manifest } = object;
  if (result.state !== 'differs') return [];
  const decided = result.differences.map((one) => differingField(one, object, result));
  const undecided = result.undecided.map(({ path, pointer, declared, live }) =>
    finding({
      outcome: 'unknown',
      severity: 'warning',
      subject,
      path,
      declared,
      live,
      why: `whether it differs could not be told: ${result.undecidedWhy}`,
      rule: 'C-17',
      source: manifest.locate(pointer),
      stack,
    }),
  );
  return [...decided, ...undecided];
}

function differingField(one: OwnedDifference, object: ObservedObject, { refusal }: Differing): Finding {
  const { subject, stack, manifest } = object;
  return finding({
    severity: 'warning',
    subject,
    path: one.path,
    declared: one.declared,
    live: one.live,
    why: whyOf(one, refusal),
    rule: 'C-01',
    command: refusal === null ? applyCommand(object) : replaceCommand(object),
    action: applyAction(object),
    blockedBy: refusal === null ? protection(object) : `the API server refuses the change in place: ${refusal}`,
    source: manifest.locate(one.pointer),
    stack,
  });
}

function whyOf({ why, writer }: OwnedDifference, refusal: string | null): string {
  const by = writer === null ? '' : `; last written by \`${writer.manager}\`${writer.time && ` at ${writer.time}`}`;
  return refusal === null ? why + by : `${why}${by}; it can only be replaced, which deletes it first`;
}
