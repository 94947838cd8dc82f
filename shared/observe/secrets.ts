import { createHmac } from 'node:crypto';
import type { Difference } from '../model/difference.ts';
import { asObject, type JsonObject } from '../model/json.ts';
import { text } from './discovery.ts';

const optIn = 'underpin.dev/compare';
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** C-12: opt-in by name: the manifest of the one Secret carries `underpin.dev/compare: hash`. */
export function isComparedByHash(manifest: JsonObject): boolean {
  return asObject(asObject(manifest.metadata).annotations)[optIn] === 'hash';
}

/** Names, labels and annotations alone; values do not go further than this. */
export function metadataOf(secret: JsonObject): JsonObject {
  const { apiVersion = 'v1', kind = 'Secret' } = secret;
  return { apiVersion, kind, metadata: withoutLastApplied(asObject(secret.metadata)) };
}

/** Every value replaced by its hash under a key that lives as long as the run, `stringData` as the server stores it. */
export function hashedSecret(secret: JsonObject, key: string): JsonObject {
  const hash = (bytes: Buffer) => createHmac('sha256', key).update(bytes).digest('base64');
  const data: JsonObject = {};
  for (const [name, value] of Object.entries(asObject(secret.data)))
    data[name] = hash(Buffer.from(text(value), 'base64'));
  for (const [name, value] of Object.entries(asObject(secret.stringData))) data[name] = hash(Buffer.from(text(value)));
  const { stringData: _plain, ...rest } = secret;
  return { ...rest, metadata: withoutLastApplied(asObject(secret.metadata)), data };
}

/** Not even the hash is printed. */
export function withoutValues(difference: Difference): Difference {
  if (!/^data(?:\.|$)/.test(difference.path)) return difference;
  const { declared, live } = difference;
  return { ...difference, declared: declared && '(hidden)', live: live && '(differs)' };
}

/** kubectl repeats the whole Secret there. */
function withoutLastApplied(metadata: JsonObject): JsonObject {
  const { [lastApplied]: _repeated, ...annotations } = asObject(metadata.annotations);
  return { ...metadata, annotations };
}
