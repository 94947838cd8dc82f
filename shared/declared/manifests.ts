import type { DeclarationProblem, Manifest } from '../model/declared.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { problemOfForeign, problemOfMisplaced } from './foreign.ts';
import { wrongMetadata } from './metadata.ts';
import { shown } from './problems.ts';
import type { ParsedDocument } from './yaml.ts';

export interface Manifests {
  manifests: Manifest[];
  problems: DeclarationProblem[];
  warnings: DeclarationProblem[];
}

/** The Kubernetes objects of a document: one, or those of a list. `namespace` is for objects that name none. */
export function manifestsOf(document: ParsedDocument, namespace: string | null): Manifests {
  const found = flatten(document, '', {});
  const parts = found.map((item) => manifestOf(item, namespace));
  return {
    manifests: parts.flatMap(({ manifest }) => (manifest === null ? [] : [manifest])),
    problems: parts.flatMap(({ problem }) => (problem === null ? [] : [problem])),
    warnings: parts.flatMap(({ warning }) => (warning === null ? [] : [warning])),
  };
}

interface Item {
  value: Json;
  locate: Manifest['locate'];
}

/** `kind: List`, and typed lists such as `PodList`, whose items need no kind of their own. */
function flatten(item: Item, path: string, defaults: JsonObject): Item[] {
  const { value, locate } = item;
  if (!isObject(value)) return [item];
  if (!Array.isArray(value.items)) {
    const isEmptyList = value.items === null || (value.kind === 'List' && !('items' in value));
    return isEmptyList ? [] : [{ ...item, value: { ...defaults, ...value } }];
  }
  const inherited = inheritedBy(value);
  return value.items.flatMap((inner, index) => {
    const below = `items[${index}]`;
    return flatten({ value: inner, locate: (rest) => locate(joined(below, rest)) }, `${path}${below}`, inherited);
  });
}

function inheritedBy({ apiVersion, kind }: JsonObject): JsonObject {
  const itemKind = typeof kind === 'string' ? kind.replace(/List$/, '') : '';
  return itemKind === '' || itemKind === kind ? {} : { apiVersion: apiVersion ?? null, kind: itemKind };
}

interface Read {
  manifest: Manifest | null;
  problem: DeclarationProblem | null;
  warning: DeclarationProblem | null;
}

function manifestOf({ value, locate }: Item, namespace: string | null): Read {
  const problem = (message: string, path = ''): Read => ({
    manifest: null,
    problem: { source: locate(path), message },
    warning: null,
  });
  if (!isObject(value))
    return problem(`${shown(value)} is no Kubernetes object: expected apiVersion, kind and metadata`);
  const { apiVersion, kind, metadata } = value;
  const foreign = problemOfForeign(value);
  if (foreign !== null) return problem(foreign);
  if (!isText(apiVersion))
    return problem(`\`apiVersion\` ${received(apiVersion)}: expected text such as v1`, 'apiVersion');
  if (!isText(kind)) return problem(`\`kind\` ${received(kind)}: expected text such as Service`, 'kind');
  const misplaced = problemOfMisplaced(apiVersion, kind);
  if (misplaced !== null) return problem(misplaced);
  if (!isObject(metadata))
    return problem(`\`metadata\` ${received(metadata)}: expected a mapping with a name`, 'metadata');
  const wrong = wrongMetadata(metadata);
  if (wrong !== null) return problem(wrong.message, wrong.path);
  const name = metadata.name ?? null;
  if (name === null && isText(metadata.generateName)) {
    const message = `\`generateName: ${metadata.generateName}\`: an object without a name of its own cannot be compared`;
    return { manifest: null, problem: null, warning: { source: locate('metadata.generateName'), message } };
  }
  if (!isText(name)) return problem(`\`metadata.name\` ${received(name)}: every object needs one`, 'metadata.name');
  const own = isText(metadata.namespace) ? metadata.namespace : namespace;
  const manifest = { apiVersion, kind, name, namespace: own, object: value, source: locate(''), locate };
  return { manifest, problem: null, warning: null };
}

function received(value: Json | undefined): string {
  return value === undefined || value === null ? 'is missing' : `is ${shown(value)}`;
}

function joined(below: string, rest: string): string {
  return rest === '' || rest.startsWith('[') ? below + rest : `${below}.${rest}`;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
