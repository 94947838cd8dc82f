import { Command, Option } from 'commander';
import type { Area } from '../../infra/doctor/check.ts';
import type { DoctorRequest } from '../../infra/doctor/examination.ts';
import { jsonText } from '../../shared/report/printable.ts';
import { locationOf } from './declaration-directory.ts';
import { doctorJson, doctorText, summaryOf } from './doctor-text.ts';
import type { ExitStatus, SetExit } from './exit.ts';
import { withProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

type DoctorOptions = Omit<DoctorRequest, 'location' | 'urls'> & { url: string[]; output: 'text' | 'json' };

const examples = `
Examples:
  $ underpin doctor containers
  $ underpin doctor containers --project=my-project --region=us-central1 --name=staging

Exit status: 0 all in order, 1 something failed, 2 wrong use, 3 nothing failed and
something could not be looked at.`;

export function doctorCommand(terminal: Terminal, setExit: SetExit): Command {
  return new Command('doctor')
    .description('check the whole deployment by real calls: accounts, permissions, wiring, functions, clusters')
    .argument('[dir]', 'directory or gs://bucket/prefix with cluster.yaml (default: the current one, or containers/)')
    .option('--project <id>', "where Underpin runs (default: the first cluster's project)")
    .option('--region <region>', "where its functions are (default: the first cluster's region)")
    .option('--name <prefix>', 'what the deployment is named by', 'underpin')
    .option(
      '--url <url>',
      'a further address that must refuse a call without identity; may be given several times',
      (url: string, urls: string[]) => [...urls, url],
      [],
    )
    .addOption(new Option('-o, --output <format>', 'text or json').choices(['text', 'json']).default('text'))
    .addHelpText('after', examples)
    .action(async (directory: string | undefined, { output, url, ...named }: DoctorOptions) => {
      const request = { ...named, location: locationOf(directory), urls: url };
      const { examine } = await import('../../infra/doctor/doctor.ts');
      const areas = await withProgress('Looking at the deployment', terminal, (tell) =>
        examine(request, terminal.openWorld(tell), (part) => tell(`looking at ${part}`)),
      );
      terminal.out(output === 'json' ? jsonText(doctorJson(areas)) : doctorText(areas, terminal.style));
      setExit(exitStatusOf(areas));
    });
}

function exitStatusOf(areas: readonly Area[]): ExitStatus {
  const { failed, unknown } = summaryOf(areas);
  if (failed > 0) return 1;
  return unknown > 0 ? 3 : 0;
}
