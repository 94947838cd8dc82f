import { Argument, Command } from 'commander';
import { jsonSchemaOf } from '../../shared/declared/json-schema.ts';
import type { SetExit } from './exit.ts';
import type { Terminal } from './terminal.ts';

export function schemaCommand(terminal: Terminal, _setExit: SetExit): Command {
  return new Command('schema')
    .description('print the JSON schema of cluster.yaml or stack.yaml, for editors')
    .addArgument(new Argument('<file>', 'which of the two').choices(['cluster', 'stack']))
    .addHelpText('after', '\nExample:\n  $ underpin schema cluster > cluster.schema.json')
    .action((file: string) => {
      terminal.out(`${JSON.stringify(jsonSchemaOf(file === 'cluster' ? 'Cluster' : 'Stack'), null, 2)}\n`);
    });
}
