import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { httpHealthChecks } from './http-health-checks.ts';

export interface FieldEntry {
  type: string;
  rule?: string;
  keyType?: string;
}

export interface MethodEntry {
  requestType: string;
  responseType: string;
  options: Record<string, unknown>;
}

/** A message (`fields`) or a service (`methods`) as protobuf.js writes them down. */
export interface Entry {
  fields?: Record<string, FieldEntry>;
  nested?: Record<string, { values?: Record<string, number> }>;
  methods?: Record<string, MethodEntry>;
}

export type Entries = Record<string, Entry>;

export type Version = 'v1' | 'beta';

const loaded = new Map<Version, Entries>();

/** Google's own description of the API, which ships with its client library. */
export function loadDescription(version: Version): Entries {
  const known = loaded.get(version);
  if (known) return known;
  const entries = { ...readEntries(version), ...httpHealthChecks(version) };
  loaded.set(version, entries);
  return entries;
}

/** The file holds v1, v1beta and v1small and is 11.7 MB long: only the part in question is decoded and parsed. */
function readEntries(version: Version): Entries {
  const path = createRequire(import.meta.url).resolve('@google-cloud/compute/build/protos/protos.json');
  const bytes = readFileSync(path);
  const [from, to] = version === 'v1' ? ['"v1":', '"v1beta":'] : ['"v1beta":', '"v1small":'];
  const start = bytes.indexOf(from) + from.length;
  const part = bytes.toString('utf8', start, bytes.indexOf(to, start)).trimEnd().replace(/,$/, '');
  return (JSON.parse(part) as { nested: Entries }).nested;
}
