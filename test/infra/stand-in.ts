import { type Block, referencesIn } from './hcl.ts';
import { providerAttributes } from './provider-schema.ts';
import { blocksOf, type TerraformModule } from './terraform-module.ts';

/**
 * The same module with `terraform_data`, which every Terraform has built in, in place of the provider's resources: its
 * plan proves variables, conditions, counts, for_each keys and references without the provider, which has to be
 * downloaded. What an apply would tell is unknown in that plan too.
 */
export function standIn(module: TerraformModule): string {
  const kept = module.blocks.filter(({ type }) => ['variable', 'locals', 'output'].includes(type));
  const resources = [...blocksOf(module, 'resource'), ...blocksOf(module, 'data')];
  return [...kept.map(printBlock), ...resources.map(printResource)].join('\n');
}

function printResource({ type, labels, attributes, blocks }: Block): string {
  const kind = type === 'data' ? `data.${labels[0]}` : (labels[0] ?? '');
  const meta = ['for_each', 'count'].flatMap((name) => {
    const expression = attributes.get(name);
    return expression === undefined ? [] : [`  ${name} = ${rename(expression)}`];
  });
  const fields = [...attributes]
    .filter(([name]) => !['for_each', 'count', 'depends_on'].includes(name))
    .map(([name, expression]) => `    ${name} = ${renameEach(expression, attributes.get('for_each'))}`);
  const nested = blocks.filter((block) => block.type !== 'lifecycle').map((block) => `    ${printNested(block, kind)}`);
  return [
    `resource "terraform_data" "${nameOf(kind, labels[1])}" {`,
    ...meta,
    '  input = {',
    ...fields,
    ...computedBy(kind),
    ...merged(nested),
    '  }',
    '}',
  ].join('\n');
}

function computedBy(path: string): string[] {
  const names = providerAttributes[path]?.split(' ') ?? [];
  return names.map((name) => `${name} = "${name}"`);
}

/** A block that stands twice is a list of two. */
function merged(nested: string[]): string[] {
  return nested.filter(
    (line, at) => nested.findIndex((other) => other.split(' = ')[0] === line.split(' = ')[0]) === at,
  );
}

function printNested({ type, labels, attributes, blocks }: Block, within: string): string {
  const content = type === 'dynamic' ? blocks.find((block) => block.type === 'content') : undefined;
  if (!content) return `${type} = [${printObject({ attributes, blocks }, `${within}.${type}`)}]`;
  const name = labels[0] ?? '';
  const each = (expression: string) =>
    expression.replaceAll(`${name}.value`, `${name}_value`).replaceAll(`${name}.key`, `${name}_key`);
  const object = each(printObject(content, `${within}.${name}`));
  return `${name} = [for ${name}_key, ${name}_value in ${rename(attributes.get('for_each') ?? '')} : ${object}]`;
}

function printObject({ attributes, blocks }: Pick<Block, 'attributes' | 'blocks'>, path: string): string {
  const fields = [...attributes].map(([name, expression]) => `${name} = ${rename(expression)}`);
  return `{\n${[...fields, ...computedBy(path), ...blocks.map((block) => printNested(block, path))].join('\n')}\n}`;
}

function printBlock({ type, labels, attributes, blocks }: Block): string {
  const head = [type, ...labels.map((label) => `"${label}"`)].join(' ');
  const lines = [...attributes].map(([name, expression]) => `${name} = ${rename(expression)}`);
  return `${head} {\n${[...lines, ...blocks.map(printBlock)].join('\n')}\n}`;
}

/** Where for_each is a resource itself, each.value is that resource. */
function renameEach(expression: string, forEach: string | undefined): string {
  const overResource = forEach !== undefined && /^google_\w+\.\w+$/.test(forEach);
  return rename(overResource ? expression.replace(/\beach\.value\./g, 'each.value.output.') : expression);
}

function rename(expression: string): string {
  return [...new Set(referencesIn(expression))]
    .filter((name) => /^(?:data\.|google_|kubernetes_)/.test(name))
    .reduce((text, name) => {
      const standing = `terraform_data.${nameOf(...splitName(name))}`;
      const attribute = new RegExp(`\\b${name.replaceAll('.', '\\.')}(\\[(?:[^\\[\\]]|\\[[^\\]]*\\])*\\])?\\.`, 'g');
      return text.replace(attribute, `${standing}$1.output.`).replaceAll(new RegExp(`\\b${name}\\b`, 'g'), standing);
    }, expression);
}

function splitName(name: string): [string, string] {
  const at = name.lastIndexOf('.');
  return [name.slice(0, at), name.slice(at + 1)];
}

function nameOf(kind: string, name = ''): string {
  return `${kind.replace('.', '_')}__${name}`;
}
