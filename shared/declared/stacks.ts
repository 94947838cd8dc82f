import { isClusterWide } from '../model/cluster-wide.ts';
import type { DeclarationProblem, Manifest, Stack } from '../model/declared.ts';
import type { JsonObject } from '../model/json.ts';
import { isProtected } from '../model/protection.ts';
import { type StackFile, stackSchema } from '../model/stack.ts';
import { manifestsOf } from './manifests.ts';
import { readStrict } from './strict.ts';
import type { ParsedDocument } from './yaml.ts';

/** The documents of one directory. */
export interface DirectoryDocuments {
  directory: string;
  /** What its `stack.yaml` holds. */
  stackDocuments: ParsedDocument[];
  documents: ParsedDocument[];
}

export interface Stacks {
  stacks: Stack[];
  problems: DeclarationProblem[];
  warnings: DeclarationProblem[];
}

/** `defaultNamespace`: of objects that name none; `null` while it is not known. */
export function stacksOf(directories: DirectoryDocuments[], rootName: string, defaultNamespace: string | null): Stacks {
  const read = directories.map((directory) => stackOf(directory, rootName));
  const { stacks, problems, warnings } = merge(read.flatMap(({ stack }) => (stack === null ? [] : [stack])));
  return {
    stacks,
    problems: [...read.flatMap((one) => one.problems), ...problems, ...duplicates(stacks, defaultNamespace)],
    warnings: [...read.flatMap((one) => one.warnings), ...warnings],
  };
}

interface Read {
  stack: Stack | null;
  problems: DeclarationProblem[];
  warnings: DeclarationProblem[];
}

function stackOf({ directory, stackDocuments, documents }: DirectoryDocuments, rootName: string): Read {
  const [own, ...surplus] = stackDocuments;
  const file = own === undefined ? null : readStrict(stackSchema, own);
  const spec = file?.value?.spec ?? emptySpec();
  const parts = documents.map((document) => manifestsOf(document, spec.namespace ?? null));
  const manifests = parts.flatMap((part) => part.manifests);
  const named = nameOf(file?.value?.metadata.name, manifests, directory === '' ? rootName : directory);
  const problems = [
    ...(file?.problems ?? []),
    ...surplus.map(({ source }) => ({ source, message: 'a second document: one stack.yaml describes one stack' })),
    ...parts.flatMap((part) => part.problems),
  ];
  const warnings = [...parts.flatMap((part) => part.warnings), ...named.warnings];
  const isEmpty = own === undefined && manifests.length === 0;
  const source = own?.source ?? null;
  const marks = file?.value?.metadata.annotations;
  const stack = {
    name: named.name,
    directory,
    spec,
    protected: isProtected(marks),
    source,
    manifests,
    ...located(own),
  };
  return { stack: isEmpty ? null : stack, problems, warnings };
}

function located(document: ParsedDocument | undefined): Pick<Stack, 'locate'> {
  return document === undefined ? {} : { locate: document.locate };
}

function emptySpec(): StackFile['spec'] {
  return stackSchema.shape.spec.parse({});
}

function nameOf(declared: string | undefined, manifests: Manifest[], directory: string) {
  if (declared !== undefined) return { name: declared, warnings: [] };
  const labels = [...new Set(manifests.flatMap(({ object }) => appLabel(object) ?? []))];
  const fallback = directory.split('/').at(-1) ?? directory;
  const [only] = labels;
  if (only !== undefined && labels.length === 1) return { name: only, warnings: [] };
  const [first] = manifests;
  if (labels.length === 0 || first === undefined) return { name: fallback, warnings: [] };
  const listed = labels.map((label) => `\`${label}\``).join(', ');
  const message = `the objects of this directory have different app labels (${listed}): read as the stack \`${fallback}\`; give it a stack.yaml with a name, or a directory for each`;
  return { name: fallback, warnings: [{ source: first.source, message }] };
}

function appLabel(object: JsonObject): string | undefined {
  const { metadata } = object as { metadata?: { labels?: { app?: unknown } | null } | null };
  const app = metadata?.labels?.app;
  return typeof app === 'string' ? app : undefined;
}

/** Directories of one app are one stack: the tear-down by its label takes them all. */
function merge(stacks: Stack[]): Stacks {
  const byName = new Map<string, Stack>();
  const problems: DeclarationProblem[] = [];
  const warnings: DeclarationProblem[] = [];
  for (const stack of stacks) {
    const first = byName.get(stack.name);
    if (first === undefined) {
      byName.set(stack.name, stack);
      continue;
    }
    if (first.source !== null && stack.source !== null)
      problems.push(secondName(first.name, first.source, stack.source));
    warnings.push(...mergeWarning(first, stack));
    const own = first.source === null && stack.source !== null ? stack : first;
    byName.set(stack.name, { ...own, manifests: [...first.manifests, ...stack.manifests] });
  }
  return { stacks: [...byName.values()].map(inOwnNamespace), problems, warnings };
}

/** Also what comes from a directory that has no stack.yaml of its own. */
function inOwnNamespace(stack: Stack): Stack {
  const { namespace } = stack.spec;
  if (namespace === undefined) return stack;
  return { ...stack, manifests: stack.manifests.map((one) => ({ ...one, namespace: one.namespace ?? namespace })) };
}

function secondName(name: string, first: Stack['source'], source: NonNullable<Stack['source']>): DeclarationProblem {
  const where = first === null ? '' : `${first.file}:${first.line}`;
  return { source, message: `the stack \`${name}\` is declared twice, first at ${where}: give one another name` };
}

function mergeWarning(first: Stack, second: Stack): DeclarationProblem[] {
  const source = second.source ?? second.manifests[0]?.source;
  if (source === undefined) return [];
  const message = `\`${second.directory}\` belongs to the stack \`${first.name}\` of \`${first.directory}\` by its app label, and is read as part of it`;
  return [{ source, message }];
}

/** C-15: the same object twice is an error that names both places. */
function duplicates(stacks: Stack[], defaultNamespace: string | null): DeclarationProblem[] {
  const seen = new Map<string, Manifest>();
  return stacks
    .flatMap(({ manifests }) => manifests)
    .flatMap((manifest) => {
      const key = identityOf(manifest, defaultNamespace);
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, manifest);
        return [];
      }
      const where = `${first.source.file}:${first.source.line}`;
      const message = `\`${manifest.kind}/${manifest.name}\` is declared twice, first at ${where}: remove one of them`;
      return [{ source: manifest.source, message }];
    });
}

function identityOf(manifest: Manifest, defaultNamespace: string | null): string {
  const { apiVersion, kind, name } = manifest;
  const namespace = isClusterWide(manifest) ? null : (manifest.namespace ?? defaultNamespace);
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return JSON.stringify([group, kind, namespace, name]);
}
