import { type Finding, finding } from '../../model/finding.ts';
import type { ObservedObject, OwnedDifference } from '../../model/objects.ts';
import { sparing } from '../sparing.ts';
import { holdsData } from './held-data.ts';
import { applyAction, applyCommand, lookCommand, protection, replaceCommand } from './object-command.ts';

type Differing = Extract<ObservedObject['result'], { state: 'differs' }>;

/** One finding for each field, at its line. */
export function differingObject(object: ObservedObject): Finding[] {
  const { result, subject, stack, manifest } = object;
  if (result.state !== 'differs') return [];
  const whole = {
    paths: result.differences.map(({ path }) => path),
    by: '`kubectl apply` of the file',
    look: lookCommand(object),
  };
  const decided = result.differences
    .map((one) => ({ ...differingField(one, object, result), whole }))
    .map((one) => sparing(one, result.controlled ?? [], 'what a controller decides'));
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
    why: whyOf(one, object, refusal),
    rule: 'C-01',
    command: commandFor(object, refusal),
    action: applyAction(object),
    blockedBy: refusal === null ? protection(object) : `the API server refuses the change in place: ${refusal}`,
    source: manifest.locate(one.pointer),
    stack,
  });
}

/** What has to stay is never deleted for the sake of a field: a person looks at it, and decides. */
function commandFor(object: ObservedObject, refusal: string | null): string {
  if (refusal === null) return applyCommand(object);
  return whyItStays(object) ? lookCommand(object) : replaceCommand(object);
}

function whyItStays({ protected: isProtected, manifest }: ObservedObject): string | null {
  if (isProtected) return 'it is marked underpin.dev/protect';
  return holdsData(manifest) ? `with a ${manifest.kind} goes what no file brings back` : null;
}

function whyOf({ why, writer }: OwnedDifference, object: ObservedObject, refusal: string | null): string {
  const by = writer === null ? '' : `; last written by \`${writer.manager}\`${writer.time && ` at ${writer.time}`}`;
  if (refusal === null) return why + by;
  const stays = whyItStays(object);
  const toDecide = stays === null ? '' : `, and ${stays}: only a person can decide that`;
  return `${why}${by}; it can only be replaced, which deletes it first${toDecide}`;
}
