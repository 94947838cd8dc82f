import type { Handler } from './cloud/hosts.ts';
import type { Cloud } from './cloud.ts';
import { type HttpServer, serveHttp } from './serve-http.ts';

/** Where each part of a cloud listens: URLs without a path, `http://127.0.0.1:PORT`. */
export interface Endpoints {
  compute: string;
  logging: string;
  pubsub: string;
  scheduler: string;
  storage: string;
  /** Tokens and keys, metadata server, GKE, Resource Manager, IAM. */
  accounts: string;
  close(): Promise<void>;
}

export type Part = Exclude<keyof Endpoints, 'close'>;

/** Puts a cloud on real ports; free ones unless told. */
export async function serveCloud(cloud: Cloud, ports: Partial<Record<Part, number>> = {}): Promise<Endpoints> {
  const servers = new Map<Part, HttpServer>();
  for (const part of parts) servers.set(part, await serveHttp(cloud[part].handle as Handler, portOf(ports[part])));
  const url = (part: Part) => servers.get(part)?.url ?? '';
  return {
    compute: url('compute'),
    logging: url('logging'),
    pubsub: url('pubsub'),
    scheduler: url('scheduler'),
    storage: url('storage'),
    accounts: url('accounts'),
    close: async () => {
      cloud.close();
      await Promise.all([...servers.values()].map((server) => server.close()));
    },
  };
}

const parts: readonly Part[] = ['compute', 'logging', 'pubsub', 'scheduler', 'storage', 'accounts'];

function portOf(port: number | undefined): { port?: number } {
  return port === undefined ? {} : { port };
}
