import type { JsonObject } from '../compute/json.ts';

/** A message as the API tells it; `data` is base64. */
export type PubsubMessage = {
  data?: string;
  attributes?: { [name: string]: string };
  messageId: string;
  publishTime: string;
  orderingKey?: string;
};

/** Both spellings, as a push carries them. */
export function pushedMessage(message: PubsubMessage): JsonObject {
  return { ...message, message_id: message.messageId, publish_time: message.publishTime };
}
