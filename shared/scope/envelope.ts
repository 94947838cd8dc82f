import { objectAt, quote, textAt, valueAt } from './foreign.ts';
import { momentAt } from './moment.ts';

/** What is left when all wrapping is off. */
export interface Letter {
  body: object;
  /** Attributes of the Pub/Sub message and of the CloudEvent, names in lower case; inner ones win. */
  attributes: ReadonlyMap<string, string>;
  publishedAt: string | null;
  eventType: string | null;
}
type Opened = { inner: unknown } | { letter: true } | { refusal: string };

/** A log entry in a structured CloudEvent in a Pub/Sub push is three layers and text between them. */
const layersAtMost = 12;

/**
 * Takes off Pub/Sub push and pull, CloudEvents (structured, or already parsed by the functions framework), background
 * events, base64 and JSON text, in any nesting. `headers` are the `ce-*` headers of a binary CloudEvent.
 */
export function openEnvelope(input: unknown, headers: object): Letter | { refusal: string } {
  const attributes = new Map<string, string>();
  keepAttributes(headers, attributes);
  let publishedAt: string | null = null;
  let layer = input;
  for (let count = 0; count < layersAtMost; count += 1) {
    const opened = openLayer(layer, attributes);
    publishedAt ??= publishTimeOf(layer);
    if ('refusal' in opened) return opened;
    if ('letter' in opened && typeof layer === 'object' && layer !== null)
      return { body: layer, attributes, publishedAt, eventType: attributes.get('type') ?? null };
    if ('inner' in opened) layer = opened.inner;
  }
  return { refusal: `it is wrapped more than ${layersAtMost} times` };
}

function publishTimeOf(layer: unknown): string | null {
  const ofMessage = momentAt(layer, 'publishTime') ?? momentAt(objectAt(layer, 'message'), 'publishTime');
  return ofMessage ?? (textAt(layer, 'specversion') === null ? null : momentAt(layer, 'time'));
}

function openLayer(layer: unknown, attributes: Map<string, string>): Opened {
  if (typeof layer === 'string') return openText(layer);
  if (layer instanceof Uint8Array) return openText(Buffer.from(layer).toString('utf8'));
  if (Array.isArray(layer)) return { refusal: `it is a list of ${layer.length}; hand over one event at a time` };
  if (typeof layer !== 'object' || layer === null)
    return { refusal: `it is ${layer === null ? 'null' : typeof layer}, not an event` };
  if (isLogEntry(layer)) return { letter: true };
  if (isCloudEvent(layer)) return openCloudEvent(layer, attributes);
  const message = messageIn(layer);
  if (message !== null) return openMessage(message, attributes);
  const data = objectAt(layer, 'data');
  return data === null ? { letter: true } : { inner: data };
}

function openCloudEvent(event: object, attributes: Map<string, string>): Opened {
  keepAttributes(event, attributes);
  const data = valueAt(event, 'data') ?? textAt(event, 'data_base64');
  if (data !== undefined && data !== null) return { inner: data };
  return attributes.has('methodname') ? { inner: { protoPayload: {} } } : { refusal: 'the CloudEvent carries no data' };
}

function openMessage(message: object, attributes: Map<string, string>): Opened {
  keepAttributes(objectAt(message, 'attributes'), attributes);
  // GKE tells the facts in attributes; its data is an English sentence.
  if (attributes.has('type_url')) return { letter: true };
  const data = valueAt(message, 'data');
  return data === undefined || data === '' ? { refusal: 'the Pub/Sub message carries no data' } : { inner: data };
}

function openText(text: string): Opened {
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  const parsed = parseJson(text) ?? parseJson(decoded);
  if (parsed !== undefined) return { inner: parsed };
  const isBase64 = /^[\w+/-]+={0,2}$/.test(text.slice(0, 1000)) && !decoded.includes('\uFFFD');
  return { refusal: `it is neither JSON nor base64 of JSON: \`${quote((isBase64 ? decoded : text).slice(0, 60))}\`` };
}

/** Trimming takes a byte order mark too. Only objects and lists: a JSON number or string in a message is no event, and base64 may look like a number. */
function parseJson(text: string): unknown {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return undefined;
  try {
    return JSON.parse(trimmed);
  } catch {
    return undefined;
  }
}

function isLogEntry(value: object): boolean {
  return ['protoPayload', 'jsonPayload', 'textPayload', 'structPayload'].some(
    (key) => valueAt(value, key) !== undefined,
  );
}

function isCloudEvent(value: object): boolean {
  return textAt(value, 'specversion') !== null && textAt(value, 'type') !== null;
}

/** A push or a pull holds it under `message`; it also comes bare. */
function messageIn(layer: object): object | null {
  const message = objectAt(layer, 'message');
  if (message !== null && ['data', 'attributes', 'messageId'].some((key) => valueAt(message, key) !== undefined))
    return message;
  const isBare =
    objectAt(layer, 'attributes') !== null || ['data', 'messageId'].some((key) => textAt(layer, key) !== null);
  return isBare && textAt(layer, 'kind') === null ? layer : null;
}

function keepAttributes(from: object | null, into: Map<string, string>): void {
  for (const [key, value] of Object.entries(from ?? {}).slice(0, 100)) {
    if (typeof value === 'string') into.set(key.toLowerCase().replace(/^ce-/, ''), value);
  }
}
