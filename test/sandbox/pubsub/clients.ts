import { PublisherClient } from '@google-cloud/pubsub-api/build/src/v1/publisher_client.js';
import { SubscriberClient } from '@google-cloud/pubsub-api/build/src/v1/subscriber_client.js';
import { fixedCredentials } from '../../../shared/credentials.ts';
import { clientOptions, gax } from '../../../shared/google-client.ts';
import type { Transport } from '../../../shared/transport.ts';

/** Google's own clients, by REST. */
export function pubsubClients(endpoint: string, transport: Transport = fetch) {
  const options = clientOptions({ endpoint, transport, credentials: fixedCredentials('token') }) as never;
  return {
    publisher: new PublisherClient(options, gax as never),
    subscriber: new SubscriberClient(options, gax as never),
  };
}
