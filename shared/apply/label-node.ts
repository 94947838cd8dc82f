import type { ActionOf } from '../model/action.ts';
import { type ApplyContext, type Done, done } from './context.ts';
import { patchNode } from './patch-node.ts';

export async function labelNode(action: ActionOf<'label-node'>, context: ApplyContext): Promise<Done> {
  await patchNode(action, context);
  const words = Object.entries(action.labels).map(([key, value]) => (value === null ? `${key}=mounted` : `${key}-`));
  return done(`kubectl label node ${action.node} ${words.join(' ')}`);
}
