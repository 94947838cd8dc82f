import { type Entries, type FieldEntry, loadDescription, type Version } from './load.ts';

export interface Field {
  type: string;
  repeated: boolean;
  map: boolean;
  /** Enums travel as strings whose values the description lists beside the field. */
  values: ReadonlySet<string> | undefined;
}

export type Message = ReadonlyMap<string, Field>;

const messages = new Map<string, Message>();

/** The fields of a message; only those in use are ever worked out. */
export function messageOf(version: Version, type: string): Message | undefined {
  const key = `${version}/${type}`;
  const known = messages.get(key);
  if (known) return known;
  const entry = loadDescription(version)[type];
  if (!entry?.fields) return undefined;
  const fields = Object.entries(entry.fields).map(([name, field]) => [name, fieldOf(name, field, entry)] as const);
  const message = new Map(fields);
  messages.set(key, message);
  return message;
}

function fieldOf(name: string, { type, rule, keyType }: FieldEntry, entry: Entries[string]): Field {
  const own = name.charAt(0).toUpperCase() + name.slice(1);
  const values = (entry.nested?.[own] ?? entry.nested?.[`${own}Enum`])?.values;
  return {
    type,
    repeated: rule === 'repeated',
    map: keyType !== undefined,
    values: values && type === 'string' ? new Set(Object.keys(values)) : undefined,
  };
}
