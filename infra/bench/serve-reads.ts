import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** As little as one read needs, so that its own time does not count: a metadata server's token, and a project. */
export async function serveReads(): Promise<{ url: string; close(): void }> {
  const server = createServer(({ url = '' }, response) => {
    response.setHeader('metadata-flavor', 'Google');
    response.setHeader(
      'content-type',
      url.includes('/token') || url.includes('/compute/') ? 'application/json' : 'text/plain',
    );
    response.end(answerTo(url));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

function answerTo(url: string): string {
  if (url.includes('/token')) return JSON.stringify({ access_token: 'token', expires_in: 3599, token_type: 'Bearer' });
  if (url.includes('/compute/v1/')) return JSON.stringify({ kind: 'compute#project', name: 'my-project', id: '1' });
  if (url.includes('universe')) return 'googleapis.com';
  if (url.includes('project-id')) return 'my-project';
  return 'computeMetadata/';
}
