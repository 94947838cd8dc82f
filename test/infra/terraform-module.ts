import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, parseHcl, referencesIn } from './hcl.ts';

/** All .tf files of one directory, as Terraform reads them: together. */
export interface TerraformModule {
  directory: string;
  text: string;
  blocks: Block[];
}

export function readModule(directory: string): TerraformModule {
  const files = readdirSync(directory).filter((file) => file.endsWith('.tf'));
  const texts = files.sort().map((file) => readFileSync(join(directory, file), 'utf8'));
  return { directory, text: texts.join('\n'), blocks: texts.flatMap(parseHcl) };
}

export function blocksOf({ blocks }: TerraformModule, type: string): Block[] {
  return blocks.filter((block) => block.type === type);
}

/** `google_pubsub_topic.nodes`, `data.google_project.home`, `var.region`, `local.labels`, `module.underpin`. */
export function declaredNames(module: TerraformModule): Set<string> {
  const named = module.blocks.flatMap(({ type, labels, attributes }) => {
    if (type === 'resource') return [labels.join('.')];
    if (type === 'data') return [`data.${labels.join('.')}`];
    if (type === 'variable') return [`var.${labels[0]}`];
    if (type === 'module') return [`module.${labels[0]}`];
    if (type === 'locals') return [...attributes.keys()].map((name) => `local.${name}`);
    return [];
  });
  return new Set(named);
}

export function expressionsOf(block: Block): string[] {
  return [...block.attributes.values(), ...block.blocks.flatMap(expressionsOf)];
}

export function referencesOf(module: TerraformModule): string[] {
  return module.blocks.flatMap((block) => expressionsOf(block).flatMap(referencesIn));
}

/** The strings of a list among the locals. */
export function localList(module: TerraformModule, name: string): string[] {
  const expression = blocksOf(module, 'locals').flatMap(({ attributes }) => attributes.get(name) ?? [])[0];
  if (expression === undefined) throw new RangeError(`there is no local \`${name}\``);
  return [...expression.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
}
