import type { ApiError } from '../api-error.ts';
import type { JsonObject } from '../json.ts';
import type { Match } from './match.ts';
import { type Field, messageOf } from './message.ts';
import { malformed } from './validate.ts';

/** Parameters of every Google API, and those the gax transport adds. */
const system = new Set(
  ['alt', 'fields', 'key', 'prettyPrint', 'quotaUser', 'userIp', 'callback', 'access_token', 'oauth_token'].concat([
    'upload_protocol',
    'uploadType',
    '$alt',
    '$fields',
    '$prettyPrint',
    '$.xgafv',
    '$userProject',
    'userProject',
  ]),
);

/** Every list takes it; version 7 of the description forgot it for some lists of v1. */
const partialSuccess: Field = { type: 'bool', repeated: false, map: false, values: undefined };

/** The query as typed values. Clients write booleans as `true` and as `True`. */
export function readQuery({ route, version }: Match, search: URLSearchParams): JsonObject {
  const query: JsonObject = {};
  if (search.size === 0) return query;
  const message = messageOf(version, route.requestType);
  for (const [name, text] of search) {
    if (system.has(name)) continue;
    const field =
      message?.get(name) ?? (name === 'returnPartialSuccess' && isList(route.id) ? partialSuccess : undefined);
    if (!field || route.parameters.includes(name) || name === route.bodyField) throw unknownParameter(name);
    const value = readValue(name, field.type, text);
    query[name] = field.repeated ? [...listOf(query[name]), value] : value;
  }
  return query;
}

function readValue(name: string, type: string, text: string): string | number | boolean {
  if (type === 'string') return text;
  if (type === 'bool') {
    if (/^(?:true|1)$/i.test(text)) return true;
    if (/^(?:false|0)$/i.test(text)) return false;
  } else if (type === 'float' || type === 'double') {
    if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  } else if (/^-?\d+$/.test(text)) {
    return /64$/.test(type) ? text : Number(text);
  }
  throw malformed(`Invalid value at '${name}' (TYPE_${type.toUpperCase()}), "${text}"`, name);
}

function isList(id: string): boolean {
  return /\.(?:aggregatedList|list\w*)$/.test(id);
}

function unknownParameter(name: string): ApiError {
  const why = `Cannot bind query parameter. Field '${name}' could not be found in request message.`;
  return malformed(`Invalid JSON payload received. Unknown name "${name}": ${why}`, name);
}

function listOf(value: unknown): (string | number | boolean)[] {
  return Array.isArray(value) ? value : [];
}
