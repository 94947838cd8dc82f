import { hasStatus } from '../errors.ts';
import { isProtected } from '../model/protection.ts';
import { type ApplyContext, type Done, waiting } from './context.ts';

export interface NodePatch {
  node: string;
  /** I-09: a node of the same name with another uid is another node; the API server answers 409. */
  uid: string;
  /** What the patch is decided by: a node that has changed since that read is left, with 409 as well. */
  resourceVersion?: string;
  labels?: Record<string, string | null>;
  annotations?: Record<string, string | null>;
}

/** False when the node is no more, another of its name is there (managed groups keep the names, P-14), or it has changed. */
export async function patchNode({ node, ...metadata }: NodePatch, { clients }: ApplyContext): Promise<boolean> {
  const { setHeaderOptions, PatchStrategy } = await import('@kubernetes/client-node');
  const { core } = await clients.kubernetes();
  try {
    await core.patchNode(
      { name: node, body: { metadata } },
      setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
    );
    return true;
  } catch (error) {
    if (hasStatus(error, 404, 409)) return false;
    throw error;
  }
}

export function replacedNode(node: string): Done {
  return waiting(`node ${node} was replaced by another of its name meanwhile; the next pass looks anew (P-14)`);
}

export interface NodeFacts {
  uid: string;
  resourceVersion: string;
  bootID: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  protected: boolean;
}

/** `null` when it is gone, or another node has its name. */
export async function readNodeFacts(name: string, { clients }: ApplyContext): Promise<NodeFacts | null> {
  const { core } = await clients.kubernetes();
  try {
    const { metadata, status } = await core.readNode({ name });
    return {
      uid: metadata?.uid ?? '',
      resourceVersion: metadata?.resourceVersion ?? '',
      bootID: status?.nodeInfo?.bootID ?? '',
      labels: metadata?.labels ?? {},
      annotations: metadata?.annotations ?? {},
      protected: isProtected(metadata?.labels, metadata?.annotations),
    };
  } catch (error) {
    if (hasStatus(error, 404)) return null;
    throw error;
  }
}
