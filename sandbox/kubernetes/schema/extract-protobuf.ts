import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FieldNumbers } from './protobuf-file.ts';
import schema from './schema.json' with { type: 'json' };
import type { SchemaFile } from './schema-file.ts';

/**
 * Writes protobuf.json anew: the field numbers of the types of schema.json, from the `generated.proto` files under the
 * folders it is given: `node sandbox/kubernetes/schema/extract-protobuf.ts API APIMACHINERY APIEXTENSIONS`.
 */
interface ProtoField {
  name: string;
  number: string;
  type: string;
}

const file: SchemaFile = schema;
const messages = new Map<string, ProtoField[]>();

for (const folder of process.argv.slice(2))
  for (const path of protoFiles(folder)) readProto(readFileSync(path, 'utf8'));
const numbers = Object.entries(file.types).map(([name, type]): [string, FieldNumbers] => [
  name,
  numbersOf(name, new Set(Object.keys(type.fields ?? {})), []),
]);
const told = numbers.filter(([, one]) => Object.keys(one).length > 0);
const lines = told.map(([name, one]) => `${JSON.stringify(name)}: ${JSON.stringify(one)}`);
writeFileSync(new URL('protobuf.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`);

function protoFiles(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return entries.filter((entry) => entry.endsWith('generated.proto')).map((entry) => join(folder, entry));
}

function readProto(text: string): void {
  const space = /^package (.*);/m.exec(text)?.[1] ?? '';
  for (const [, name = '', body = ''] of text.matchAll(/^message (\w+) \{\n(.*?)^\}/gms)) {
    const fields = [...body.matchAll(/^\s+(?:optional |repeated )?(map<[^>]+>|[\w.]+) (\w+) = (\d+);/gm)];
    const read = fields.map(([, type = '', field = '', number = '']) => ({
      name: field,
      number,
      type: resolve(type, space),
    }));
    messages.set(shortName(`${space}.${name}`), read);
  }
}

/** A message of the same package goes by its name alone. */
function resolve(type: string, space: string): string {
  if (/^(string|bytes|bool|double|u?int\d+|map<)/.test(type)) return type;
  return shortName(type.startsWith('.') ? type.slice(1) : type.includes('.') ? type : `${space}.${type}`);
}

function shortName(name: string): string {
  return name
    .replace(/^k8s\.io\.(apimachinery|apiextensions_apiserver|api)\.(pkg\.)?(apis\.|api\.)?/, '')
    .replace(/^meta\.v1\./, '')
    .replace(/^([a-z]+)\.(v\d\w*)\./, '$1/$2.');
}

/** A field that the JSON does not have is a structure whose fields stand in its place. */
function numbersOf(name: string, fields: ReadonlySet<string>, above: readonly string[]): FieldNumbers {
  const result: FieldNumbers = {};
  for (const field of messages.get(name) ?? []) {
    const isBytes = field.type === 'bytes' || field.type.endsWith('bytes>');
    const known = [...fields].find((one) => plain(one) === plain(field.name));
    if (known) result[field.number] = isBytes ? `${known}*` : known;
    else if (messages.has(field.type) && ![...above, name].includes(field.type))
      result[field.number] = numbersOf(field.type, fields, [...above, name]);
  }
  return result;
}

/** `$ref` is `ref` there, `x-kubernetes-list-type` `xKubernetesListType`, `webhooks` `Webhooks`. */
function plain(name: string): string {
  return name.replaceAll(/[$-]/g, '').toLowerCase();
}
