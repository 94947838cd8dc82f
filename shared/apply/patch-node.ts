import { ApiError } from '../errors.ts';
import { isProtected } from '../model/protection.ts';
import type { ApplyContext } from './context.ts';

export interface NodePatch {
  node: string;
  /** I-09: a node of the same name with another uid is another node; the API server answers 409. */
  uid: string;
  labels: Record<string, string | null>;
  annotations: Record<string, string | null>;
}

export async function patchNode(
  { node, uid, labels, annotations }: NodePatch,
  { clients }: ApplyContext,
): Promise<void> {
  const { setHeaderOptions, PatchStrategy } = await import('@kubernetes/client-node');
  const { core } = await clients.kubernetes();
  await core.patchNode(
    { name: node, body: { metadata: { uid, labels, annotations } } },
    setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
  );
}

export interface NodeFacts {
  uid: string;
  bootID: string;
  protected: boolean;
}

/** `null` when it is gone, or another node has its name. */
export async function readNodeFacts(name: string, { clients }: ApplyContext): Promise<NodeFacts | null> {
  const { core } = await clients.kubernetes();
  try {
    const { metadata, status } = await core.readNode({ name });
    return {
      uid: metadata?.uid ?? '',
      bootID: status?.nodeInfo?.bootID ?? '',
      protected: isProtected(metadata?.labels, metadata?.annotations),
    };
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}
