import type { ActionOf } from '../model/action.ts';
import { type ApplyContext, blocked, type Done, done, marked, waiting } from './context.ts';
import { patchNode, readNodeFacts } from './patch-node.ts';

/** Whoever writes to the node between a look and its patch may have mounted the disk: then it is looked at anew. */
const looks = 3;

export async function labelNode(action: ActionOf<'label-node'>, context: ApplyContext): Promise<Done> {
  const { uid, labels } = action;
  for (let look = 0; look < looks; look++) {
    const node = await readNodeFacts(action.node, context);
    if (node?.uid !== uid) return blocked(`${action.node} was replaced since the plan was made (P-14)`);
    if (node.protected) return marked(action.node);
    if (Object.entries(action.seen).some(([key, value]) => (node.annotations[key] ?? null) !== value))
      return waiting(`${action.node} tells of another mount than when the plan was made`);
    const { resourceVersion } = node;
    if (!(await patchNode({ node: action.node, uid, resourceVersion, labels }, context))) continue;
    const words = Object.entries(labels).map(([key, value]) => (value === null ? `${key}=mounted` : `${key}-`));
    return done(`kubectl label node ${action.node} ${words.join(' ')}`);
  }
  return waiting(`node ${action.node} keeps changing; the next pass looks anew`);
}
