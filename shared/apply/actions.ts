import type { Action, ActionKind, ActionOf } from '../model/action.ts';
import { addPoolMembers, verifyAddedMembers } from './add-pool-members.ts';
import { type ApplyContext, blocked, type Done } from './context.ts';
import { removePoolMembers, verifyRemovedMembers } from './remove-pool-members.ts';

interface Performer<Kind extends ActionKind> {
  act(action: ActionOf<Kind>, context: ApplyContext): Promise<Done>;
  /** Runs when all actions of the stage have acted, so that one read serves them all. */
  verify?(action: ActionOf<Kind>, context: ApplyContext, acted: Done): Promise<Done>;
}

const performers: { [Kind in ActionKind]?: Performer<Kind> } = {
  'add-pool-members': { act: addPoolMembers, verify: verifyAddedMembers },
  'remove-pool-members': { act: removePoolMembers, verify: verifyRemovedMembers },
};

export function act(action: Action, context: ApplyContext): Promise<Done> {
  const performer = performers[action.kind] as Performer<ActionKind> | undefined;
  return performer ? performer.act(action, context) : Promise.resolve(blocked(`${action.kind} is not available`));
}

export async function verify(action: Action, context: ApplyContext, acted: Done): Promise<Done> {
  const performer = performers[action.kind] as Performer<ActionKind> | undefined;
  return acted.state === 'done' && performer?.verify ? performer.verify(action, context, acted) : acted;
}
