import type { Command } from 'commander';
import { RefusedError } from '../../shared/errors.ts';
import type { Part } from '../../shared/model/scope.ts';

export interface PartOptions {
  node?: string;
  pool?: string;
  disk?: string;
  stack?: string;
}

export function addPartOptions(command: Command): Command {
  return command
    .option('--node <name>', 'only what concerns this node')
    .option('--pool <name>', 'only this target pool')
    .option('--disk <name>', 'only this disk')
    .option('--stack <name>', 'only this stack');
}

export function partOf({ node, pool, disk, stack }: PartOptions): Part | undefined {
  const named = Object.entries({ node, pool, disk, stack }).filter(([, name]) => name !== undefined);
  if (named.length > 1) {
    throw new RefusedError(
      `name one of --node, --pool, --disk and --stack, not ${named.map(([kind]) => `--${kind}`).join(' and ')}`,
    );
  }
  return named.map(([kind, name]) => ({ [kind]: name }) as unknown as Part)[0];
}
