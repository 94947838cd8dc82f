import { styleText } from 'node:util';
import type { Mark } from './words.ts';

export interface Paint {
  bold(line: string): string;
  dim(line: string): string;
  mark(line: string, mark: Mark): string;
}

const styles = {
  CRITICAL: ['bold', 'red'],
  WARNING: ['yellow'],
  INFO: ['blue'],
  UNKNOWN: ['magenta'],
  RESOLVED: ['green'],
} as const satisfies Record<Mark, readonly Parameters<typeof styleText>[0][number][]>;

export function paintFor(colour: boolean): Paint {
  if (!colour) return { bold: (line) => line, dim: (line) => line, mark: (line) => line };
  const style = (format: Parameters<typeof styleText>[0], line: string) =>
    styleText(format, line, { validateStream: false });
  return {
    bold: (line) => style('bold', line),
    dim: (line) => style('dim', line),
    mark: (line, mark) => line.replace(mark, (word) => style([...styles[mark]] as never, word)),
  };
}
