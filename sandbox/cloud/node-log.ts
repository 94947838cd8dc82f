import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { isObject, type JsonObject } from '../compute/json.ts';
import type { ClusterPlace } from '../logging/entry/kubernetes.ts';
import type { Logging } from '../logging/logging.ts';
import type { Handler } from './hosts.ts';

/** Watches the nodes of a cluster and writes what GKE would log of them: audit entries and Events. */
export function logNodes(handle: Handler, logging: Logging, place: ClusterPlace): () => void {
  const end = new AbortController();
  const request = new Request('http://kubernetes/api/v1/nodes?watch=true', { signal: end.signal });
  void follow(handle, request, new NodeLog(logging, place)).catch((error: unknown) => {
    if (!end.signal.aborted) throw error;
  });
  return () => end.abort();
}

async function follow(handle: Handler, request: Request, log: NodeLog): Promise<void> {
  const { body } = await handle(request);
  if (!body) return;
  const lines = createInterface({ input: Readable.fromWeb(body as ReadableStream) });
  for await (const line of lines) {
    const change: unknown = line ? JSON.parse(line) : undefined;
    if (isObject(change) && isObject(change.object)) log.take(String(change.type), change.object);
  }
}

class NodeLog {
  readonly #logging: Logging;
  readonly #place: ClusterPlace;
  readonly #ready = new Map<string, string>();

  constructor(logging: Logging, place: ClusterPlace) {
    this.#logging = logging;
    this.#place = place;
  }

  take(type: string, node: JsonObject): void {
    const name = isObject(node.metadata) ? String(node.metadata.name) : '';
    if (type === 'ADDED') this.#added(name, node);
    if (type === 'DELETED') this.#deleted(name);
    else this.#changed(name, readyOf(node));
  }

  #added(name: string, node: JsonObject): void {
    this.#logging.takeNodeCall({
      ...this.#place,
      verb: 'create',
      node: name,
      principal: `system:node:${name}`,
      response: node,
    });
    this.#tell(name, 'RegisteredNode', `Node ${name} event: Registered Node ${name} in Controller`);
  }

  #deleted(name: string): void {
    const principal = 'system:serviceaccount:kube-system:node-controller';
    const response = { apiVersion: 'v1', kind: 'Status', status: 'Success' };
    this.#tell(name, 'DeletingNode', `Deleting Node ${name} because it's not present according to cloud provider`);
    this.#logging.takeNodeCall({ ...this.#place, verb: 'delete', node: name, principal, response });
    this.#tell(name, 'RemovingNode', `Node ${name} event: Removing Node ${name} from Controller`);
    this.#ready.delete(name);
  }

  #changed(name: string, ready: string): void {
    const before = this.#ready.get(name);
    this.#ready.set(name, ready);
    if (before === ready || (before === undefined && ready !== 'True')) return;
    const reason = ready === 'True' ? 'NodeReady' : 'NodeNotReady';
    if (before !== 'False' || ready !== 'Unknown') this.#tell(name, reason, `Node ${name} status is now: ${reason}`);
  }

  #tell(node: string, reason: string, message: string): void {
    this.#logging.takeNodeEvent({ ...this.#place, node, reason, message });
  }
}

function readyOf({ status }: JsonObject): string {
  const conditions = isObject(status) && Array.isArray(status.conditions) ? status.conditions.filter(isObject) : [];
  return String(conditions.find(({ type }) => type === 'Ready')?.status ?? 'Unknown');
}
