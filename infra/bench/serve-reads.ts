import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** As little as one read needs, so that the server's own time does not count. */
export async function serveReads(): Promise<{ url: string; close(): void }> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ kind: 'compute#project', name: 'my-project', id: '1' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}
