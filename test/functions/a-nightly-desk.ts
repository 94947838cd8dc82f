import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { driftAudit } from '../../functions/drift-audit.ts';
import { wireDriftAudit, wireNodeChange } from '../../sandbox/cloud/wiring.ts';
import { serveHttp } from '../../sandbox/serve-http.ts';
import type { Report } from '../../shared/model/report.ts';
import { aHomeWorld, type HomeWorld, type HomeWorldOptions } from '../a-home-world.ts';

const project = 'my-project';
const reports = `projects/${project}/topics/underpin-reports`;

export interface NightlyDesk extends HomeWorld {
  /** As the Scheduler calls it. */
  night(): Promise<Report>;
  ask(init?: RequestInit): Promise<{ status: number; headers: Headers; text: string }>;
  /** Names in the bucket of reports. */
  kept(): string[];
  /** What came to the topic, oldest first. */
  told(): Promise<{ text: string; cluster: string }[]>;
}

let served = 0;

/** Loading them is work that the virtual clock does not see. */
const libraries = [
  '@kubernetes/client-node',
  '@google-cloud/storage',
  '@google-cloud/pubsub-api/build/src/v1/publisher_client.js',
  '@google-cloud/scheduler/build/src/v1/cloud_scheduler_client.js',
  'croner',
];

/** drift-audit on the real framework over the sandbox, wired as the deployment wires it. */
export async function aNightlyDesk(options: HomeWorldOptions = {}): Promise<NightlyDesk> {
  const names = {
    UNDERPIN_REPORT_TOPIC: reports,
    UNDERPIN_REPORT_BUCKET: 'reports',
    UNDERPIN_SCHEDULE: `projects/${project}/locations/us-central1/jobs/underpin-drift-audit`,
    UNDERPIN_SUBSCRIPTION: `projects/${project}/subscriptions/underpin-node-change`,
    UNDERPIN_DEAD_LETTER_SUBSCRIPTION: `projects/${project}/subscriptions/underpin-node-change-dead-letter`,
    UNDERPIN_SINK: `projects/${project}/sinks/underpin-nodes`,
  };
  const home = await aHomeWorld({ ...options, environment: { ...names, ...options.environment } });
  await Promise.all(libraries.map((library) => import(library)));
  const bucket = await serveHttp(home.cloud.storage.handle);
  home.cloud.storage.createBucket('reports');
  home.world.config.storageEndpoint = bucket.url;
  wireNodeChange(home.cloud, { project, endpoint: 'https://node-change.test/' });
  wireDriftAudit(home.cloud, { project, region: 'us-central1', endpoint: 'https://drift-audit.test/' });
  const reader = `projects/${project}/subscriptions/reader`;
  home.cloud.pubsub.createSubscription({ name: reader, topic: reports });

  const name = `driftAudit${++served}`;
  http(name, driftAudit(home.world));
  const server = getTestServer(name);
  const url = await listen(server);
  const ask = (init: RequestInit = {}) =>
    home.clock.drive(
      fetch(url, init).then(async (response) => ({
        status: response.status,
        headers: response.headers,
        text: await response.text(),
      })),
    );
  return {
    ...home,
    ask,
    night: async () => JSON.parse((await ask({ method: 'POST' })).text),
    kept: () => home.cloud.storage.names('reports').toSorted(),
    told: () => readMessages(home, reader),
    close: () => {
      server.close();
      void bucket.close();
      home.close();
    },
  };
}

async function readMessages({ clock, cloud }: HomeWorld, subscription: string) {
  const body = JSON.stringify({ maxMessages: 100, returnImmediately: true });
  const headers = { 'content-type': 'application/json' };
  const request = new Request(`https://pubsub.googleapis.com/v1/${subscription}:pull`, {
    method: 'POST',
    headers,
    body,
  });
  const answer = await (await clock.drive(cloud.pubsub.handle(request))).json();
  const { receivedMessages = [] } = answer as { receivedMessages?: { message: { data: string } }[] };
  return receivedMessages.map(({ message }) => JSON.parse(Buffer.from(message.data, 'base64').toString()));
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
  });
}
