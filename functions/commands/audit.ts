import { Command } from 'commander';
import { RefusedError } from '../../shared/errors.ts';
import { exitStatusOf } from '../../shared/report/exit-status.ts';
import { type ReportFormat, renderReport, reportFormats } from '../../shared/report/render.ts';
import { addOutput, type Output, outputsOf, writeOutput } from './audit-output.ts';
import { locationOf } from './declaration-directory.ts';
import { addDeployedOptions, askDeployed, type DeployedOptions } from './deployed.ts';
import type { ExitStatus, SetExit } from './exit.ts';
import { withProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

interface AuditOptions extends DeployedOptions {
  output: Output[];
  undeclared?: boolean;
}

const examples = `
Examples:
  $ underpin audit containers
  $ underpin audit containers -o text -o html=report.html

In a directory without cluster.yaml the manifests are compared with the current
kubectl context, and nothing else.`;

const undeclaredFromHere =
  'the deployed audit does not count what was never declared: leave out --undeclared, or audit from here without --url';

export function auditCommand(terminal: Terminal, setExit: SetExit): Command {
  const command = new Command('audit')
    .description('report where the declared stacks and the live world differ; nothing is changed')
    .argument('[dir]', 'directory or gs://bucket/prefix with cluster.yaml (default: the current one, or containers/)')
    .option('-o, --output <format[=file]>', `${reportFormats.join(', ')}; may be given several times`, addOutput, [])
    .option('--undeclared', 'what was added by hand and never declared counts as drift too');
  return addDeployedOptions(command, 'drift-audit')
    .addHelpText('after', examples)
    .action(async (directory: string | undefined, options: AuditOptions) => {
      const outputs = outputsOf(options.output);
      const { url } = options;
      if (url && options.undeclared) throw new RefusedError(undeclaredFromHere);
      if (url) setExit(await auditDeployed({ ...options, url }, outputs, terminal));
      else setExit(await auditFromHere(directory, { ...options, output: outputs }, terminal));
    });
}

async function auditFromHere(
  directory: string | undefined,
  { output, undeclared = false }: AuditOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const { auditDirect } = await import('./audit-direct.ts');
  const audit = await withProgress('Auditing', terminal, (tell) =>
    auditDirect(terminal.openWorld(tell), locationOf(directory)),
  );
  for (const one of output) {
    const colour = terminal.style.colour && one.file === null;
    await writeOutput(renderReport(one.format, audit, { colour }), one, terminal);
  }
  return exitStatusOf(audit, { countUndeclared: undeclared });
}

async function auditDeployed(
  options: DeployedOptions & { url: string },
  outputs: readonly Output[],
  terminal: Terminal,
): Promise<ExitStatus> {
  const world = terminal.openWorld(terminal.note);
  const statuses: ExitStatus[] = [];
  for (const output of outputs) {
    const { text, exitStatus } = await askDeployed(
      options,
      { of: 'drift-audit', method: 'GET', accept: mediaTypes[output.format] },
      world,
    );
    await writeOutput(text, output, terminal);
    statuses.push(exitStatus);
  }
  return statuses[0] ?? 2;
}

const mediaTypes = {
  text: 'text/plain',
  json: 'application/json',
  markdown: 'text/markdown',
  html: 'text/html',
  sarif: 'application/sarif+json',
  junit: 'application/xml',
} as const satisfies Record<ReportFormat, string>;
