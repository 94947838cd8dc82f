import { Command } from 'commander';
import { accessOf } from '../../infra/kubernetes/access-of.ts';
import { renderAccess } from '../../infra/kubernetes.ts';
import { RefusedError } from '../../shared/errors.ts';
import type { Declared } from '../../shared/model/declared.ts';
import { locationOf } from './declaration-directory.ts';
import type { SetExit } from './exit.ts';
import type { Terminal } from './terminal.ts';

interface RbacOptions {
  auditor: string[];
  repairer: string[];
  builder: string[];
  cluster?: string;
}

export function rbacCommand(terminal: Terminal, _setExit: SetExit): Command {
  return new Command('rbac')
    .description('print what a cluster must hold before Underpin can work in it, for kubectl apply -f -')
    .argument('[dir]', 'directory or gs://bucket/prefix with cluster.yaml (default: the current one, or containers/)')
    .option('--auditor <email>', 'who may look; may be given several times, as those below', addAccount, [])
    .option('--repairer <email>', 'who may repair too', addAccount, [])
    .option('--builder <email>', 'which repairers may bring declared objects about too', addAccount, [])
    .option('--cluster <name>', 'which cluster, when the directory declares several')
    .addHelpText(
      'after',
      '\nExample:\n  $ underpin rbac containers --auditor=a@example.com --repairer=r@example.com | kubectl apply -f -',
    )
    .action(async (directory: string | undefined, { auditor, repairer, builder, cluster }: RbacOptions) => {
      if (auditor.length + repairer.length === 0) {
        throw new RefusedError('name the service accounts: --auditor=EMAIL and --repairer=EMAIL');
      }
      const declared = await readThose(locationOf(directory), cluster);
      const access = accessOf(declared, { auditors: auditor, repairers: repairer, builders: builder });
      terminal.out(renderAccess(access));
    });
}

/** One after the other: an option that takes many words would take the directory too. */
function addAccount(email: string, accounts: string[]): string[] {
  if (!/^[^@\s]+@[^@\s]+$/.test(email))
    throw new RefusedError(`\`${email}\` is no e-mail address: name the accounts one by one, as in --auditor=EMAIL`);
  return [...accounts, email];
}

/** Several clusters in one directory: a superset for each, unless one is named. */
async function readThose(location: string, cluster: string | undefined): Promise<Declared[]> {
  const { readDeclarations } = await import('../../shared/declared/declared.ts');
  const { declared, problems } = await readDeclarations(location);
  const meant = declared.filter(({ cluster: { metadata } }) => cluster === undefined || metadata.name === cluster);
  const broken = problems.find((one) => cluster === undefined || one.cluster === cluster);
  if (broken) throw broken.error;
  if (meant.length === 0) throw new RefusedError(`no cluster \`${cluster}\` in \`${location}\``);
  return meant;
}
