import type { DeployedFunctions } from './accounts/deployed-functions.ts';
import type { FunctionUrls } from './functions.ts';
import { serveHttp } from './serve-http.ts';

export type Doors = Pick<FunctionUrls, 'nodeChange' | 'driftAudit' | 'manualRepair'>;

const names = {
  nodeChange: 'underpin-node-change',
  driftAudit: 'underpin-drift-audit',
  manualRepair: 'underpin-manual-repair',
};

/** What Cloud Run keeps in front of each function: who may not call it gets no further. The addresses of the doors. */
export async function serveDoors(functions: Doors, deployed: DeployedFunctions): Promise<Doors> {
  const open = async (key: keyof Doors) => {
    const door = async (request: Request) => deployed.refuse(names[key], request) ?? passOn(request, functions[key]);
    return (await serveHttp(door)).url;
  };
  const [nodeChange, driftAudit, manualRepair] = await Promise.all([
    open('nodeChange'),
    open('driftAudit'),
    open('manualRepair'),
  ]);
  return { nodeChange, driftAudit, manualRepair };
}

async function passOn(request: Request, base: string): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  for (const name of ['host', 'connection', 'content-length', 'transfer-encoding']) headers.delete(name);
  const body = request.body ? await request.arrayBuffer() : null;
  const answer = await fetch(base + pathname + search, { method: request.method, headers, body });
  const kept = new Headers(answer.headers);
  for (const name of ['connection', 'content-encoding', 'content-length', 'transfer-encoding']) kept.delete(name);
  const hasBody = answer.status !== 204 && answer.status !== 304;
  return new Response(hasBody ? await answer.arrayBuffer() : null, { status: answer.status, headers: kept });
}
