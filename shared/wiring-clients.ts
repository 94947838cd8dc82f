import { clientOptions, gax, googleFetch } from './google-client.ts';
import type { JsonObject } from './model/json.ts';
import type { Transport } from './transport.ts';
import type { World } from './world.ts';

export type WiringClients = ReturnType<typeof wiringClients>;

/** Google's own clients for what wakes Underpin, each loaded when first asked for: a node change pays for none of them. */
export function wiringClients({ config, credentials }: World, transport: Transport) {
  const optionsFor = (endpoint: string) => clientOptions({ endpoint, transport, credentials }) as never;
  const pubsub = config.pubsubEndpoint ?? 'https://pubsub.googleapis.com';
  return {
    config,
    scheduler: async () => {
      const { CloudSchedulerClient } = await import('@google-cloud/scheduler/build/src/v1/cloud_scheduler_client.js');
      const endpoint = config.schedulerEndpoint ?? 'https://cloudscheduler.googleapis.com';
      return new CloudSchedulerClient(optionsFor(endpoint), gax as never);
    },
    publisher: async () => {
      const { PublisherClient } = await import('@google-cloud/pubsub-api/build/src/v1/publisher_client.js');
      return new PublisherClient(optionsFor(pubsub), gax as never);
    },
    subscriber: async () => {
      const { SubscriberClient } = await import('@google-cloud/pubsub-api/build/src/v1/subscriber_client.js');
      return new SubscriberClient(optionsFor(pubsub), gax as never);
    },
    /** One GET; Google's logging client is another large package. */
    sink: async (name: string): Promise<JsonObject> => {
      const endpoint = config.loggingEndpoint ?? 'https://logging.googleapis.com';
      const response = await googleFetch({ transport, credentials })(new URL(`/v2/${name}`, endpoint).href, {
        method: 'GET',
      });
      return (await response.json()) as JsonObject;
    },
  };
}
