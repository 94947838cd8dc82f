import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { register } from '../functions/index.ts';
import type { World } from '../shared/world.ts';

export interface FunctionUrls {
  nodeChange: string;
  driftAudit: string;
  manualRepair: string;
  close(): Promise<void>;
}

/** The three functions on the real functions-framework, each on a port of its own, in a world of the caller's making. */
export async function serveFunctions(world: World): Promise<FunctionUrls> {
  register(() => world);
  const names = ['nodeChange', 'driftAudit', 'manualRepair'] as const;
  const servers = await Promise.all(names.map((name) => listen(getTestServer(name))));
  const [nodeChange = '', driftAudit = '', manualRepair = ''] = servers.map(
    (server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  );
  return { nodeChange, driftAudit, manualRepair, close: async () => void (await Promise.all(servers.map(closed))) };
}

function listen(server: Server): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
