import { isObject, type Json, type JsonObject } from '../../compute/json.ts';

/**
 * The request as the audit log shows it: maps and the `items` of tags and metadata as lists, byte fields mangled by
 * being read as text, references without the host, and the type of the call.
 */
export function auditRequest(method: string, request: JsonObject): JsonObject {
  return { ...(flatten(request) as JsonObject), '@type': requestType(method) };
}

export function requestType(method: string): string {
  return `type.googleapis.com/${method}`;
}

function flatten(value: Json | undefined, key = ''): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => flatten(item, key) ?? null);
  if (typeof value === 'string') return flattenText(value, key);
  if (!isObject(value)) return value;
  if (key === 'labels' || key === 'resourceLabels') return listOf(value);
  if ((key === 'tags' || key === 'metadata') && Array.isArray(value.items)) return flatten(value.items, key);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, flatten(item, name)]));
}

function listOf(map: JsonObject): Json[] {
  return Object.entries(map).map(([key, value]) => ({ key, value: value ?? '' }));
}

function flattenText(text: string, key: string): string {
  if (/fingerprint$/i.test(key)) return Buffer.from(text, 'base64').toString('utf8');
  return text.replace(/^https:\/\/[^/]+\/compute\/[^/]+\/(?=projects\/)/, '');
}
