import { writeFile } from 'node:fs/promises';
import { messageOf, RefusedError } from '../../shared/errors.ts';
import { type ReportFormat, reportFormats } from '../../shared/report/render.ts';
import type { Terminal } from './terminal.ts';

export interface Output {
  format: ReportFormat;
  /** `null`: standard output. */
  file: string | null;
}

/** `html=report.html`, one after the other. */
export function addOutput(word: string, outputs: Output[]): Output[] {
  const [format = '', ...rest] = word.split('=');
  const known = reportFormats.find((one) => one === format);
  if (!known) throw new RefusedError(`no format \`${format}\`; there are: ${reportFormats.join(', ')}`);
  return [...outputs, { format: known, file: rest.length > 0 ? rest.join('=') : null }];
}

/** Text to standard output, unless something else is wished. */
export function outputsOf(wished: Output[]): Output[] {
  if (wished.filter(({ file }) => file === null).length > 1) {
    throw new RefusedError(
      'only one format can go to standard output: name a file for the others, as in -o html=report.html',
    );
  }
  return wished.length > 0 ? wished : [{ format: 'text', file: null }];
}

export async function writeOutput(text: string, { file }: Output, { out, note }: Terminal): Promise<void> {
  if (file === null) return out(text);
  await writeFile(file, text).catch((error: unknown) => {
    throw new RefusedError(`cannot write \`${file}\`: ${messageOf(error)}`, 400, { cause: error });
  });
  note(`written to ${file}`);
}
