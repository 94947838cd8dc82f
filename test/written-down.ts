import { readFileSync } from 'node:fs';

/** A file in which each `# title` has below it what is said or done then. */
export function writtenDown(file: URL): Map<string, string> {
  const parts = readFileSync(file, 'utf8').split(/^# /m).slice(1);
  return new Map(
    parts.map((part) => {
      const end = part.indexOf('\n');
      return [part.slice(0, end), part.slice(end + 1).trim()];
    }),
  );
}

export function asWritten(texts: Iterable<readonly [title: string, text: string]>): string {
  return [...texts].map(([title, text]) => `# ${title}\n${text}\n`).join('\n');
}
