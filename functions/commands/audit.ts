import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { auditAll } from '../../shared/audit.ts';
import { RefusedError } from '../../shared/errors.ts';
import { exitStatusOf } from '../../shared/report/exit-status.ts';
import { type ReportFormat, renderReport, reportFormats } from '../../shared/report/render.ts';
import { locationOf } from './declaration-directory.ts';
import { addDeployedOptions, askDeployed, type DeployedOptions } from './deployed.ts';
import type { SetExit } from './exit.ts';
import { withProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

interface AuditOptions extends DeployedOptions {
  output: Output[];
  undeclared?: boolean;
}

interface Output {
  format: ReportFormat;
  /** `null`: standard output. */
  file: string | null;
}

export function auditCommand(terminal: Terminal, setExit: SetExit): Command {
  const command = new Command('audit')
    .description('report where the declared stacks and the live world differ; nothing is changed')
    .argument('[dir]', 'directory or gs://bucket/prefix with cluster.yaml (default: the current one, or containers/)')
    .option('-o, --output <format[=file]>', `${reportFormats.join(', ')}; may be given several times`, addOutput, [])
    .option('--undeclared', 'what was added by hand and never declared counts as drift too');
  return addDeployedOptions(command, 'drift-audit')
    .addHelpText(
      'after',
      '\nExamples:\n  $ underpin audit containers\n  $ underpin audit containers -o text -o html=report.html\nIn a directory without cluster.yaml the manifests are compared with the current kubectl context.',
    )
    .action(async (directory: string | undefined, options: AuditOptions) => {
      const outputs = options.output.length > 0 ? options.output : [{ format: 'text', file: null } as const];
      if (outputs.filter(({ file }) => file === null).length > 1)
        throw new RefusedError(
          'only one format can go to standard output: give the others a file, as in -o html=report.html',
        );
      if (options.url) {
        setExit(await auditDeployed({ ...options, url: options.url }, outputs, terminal));
        return;
      }
      const audit = await withProgress('Auditing', terminal, (tell) =>
        auditAll(terminal.openWorld(tell), locationOf(directory)),
      );
      for (const { format, file } of outputs) {
        await write(renderReport(format, audit, { colour: terminal.style.colour && file === null }), file, terminal);
      }
      setExit(exitStatusOf(audit, { countUndeclared: options.undeclared ?? false }));
    });
}

async function auditDeployed(
  options: DeployedOptions & { url: string },
  outputs: readonly Output[],
  terminal: Terminal,
) {
  const world = terminal.openWorld(terminal.note);
  const answers = [];
  for (const { format, file } of outputs) {
    const answer = await askDeployed(options, { method: 'GET', accept: mediaTypes[format] }, world);
    await write(answer.text, file, terminal);
    answers.push(answer);
  }
  return answers[0]?.exitStatus ?? 2;
}

const mediaTypes = {
  text: 'text/plain',
  json: 'application/json',
  markdown: 'text/markdown',
  html: 'text/html',
  sarif: 'application/sarif+json',
  junit: 'application/xml',
} as const satisfies Record<ReportFormat, string>;

async function write(text: string, file: string | null, { out, note }: Terminal): Promise<void> {
  if (file === null) return out(text);
  await writeFile(file, text).catch((error: unknown) => {
    throw new RefusedError(`cannot write \`${file}\`: ${error instanceof Error ? error.message : error}`);
  });
  note(`written to ${file}`);
}

function addOutput(word: string, outputs: Output[]): Output[] {
  const [format = '', ...rest] = word.split('=');
  const known = reportFormats.find((one) => one === format);
  if (!known) throw new RefusedError(`no format \`${format}\`; there are: ${reportFormats.join(', ')}`);
  return [...outputs, { format: known, file: rest.length > 0 ? rest.join('=') : null }];
}
