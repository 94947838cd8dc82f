import type { ActionOf } from '../model/action.ts';
import { type ApplyContext, blocked, type Done, done, marked, waiting } from './context.ts';
import { patchNode, readNodeFacts, replacedNode } from './patch-node.ts';

export async function labelNode(action: ActionOf<'label-node'>, context: ApplyContext): Promise<Done> {
  const node = await readNodeFacts(action.node, context);
  if (node?.uid !== action.uid) return blocked(`${action.node} was replaced since the plan was made (P-14)`);
  if (node.protected) return marked(action.node);
  const { uid, labels } = action;
  if (Object.entries(action.seen).some(([key, value]) => (node.annotations[key] ?? null) !== value))
    return waiting(`${action.node} tells of another mount than when the plan was made`);
  if (!(await patchNode({ node: action.node, uid, labels }, context))) return replacedNode(action.node);
  const words = Object.entries(labels).map(([key, value]) => (value === null ? `${key}=mounted` : `${key}-`));
  return done(`kubectl label node ${action.node} ${words.join(' ')}`);
}
