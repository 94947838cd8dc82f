import { render } from './foreign.ts';

const message = `a template, not YAML: render it first (\`helm template NAME DIR > FILE\` for a chart), and ${render}`;

/**
 * Why a file that cannot be read was not meant to be, when one of its problems is at, or just behind, a template's line.
 * Inside a value `{{ }}` and `$VAR` are plain text (C-15). `lines` count from 0.
 */
export function templateProblem(text: string, lines: number[]): { line: number; message: string } | null {
  const line = text
    .split('\n')
    .findIndex((content, index) => isTemplateLine(content) && lines.some((at) => at >= index && at <= index + 2));
  return line < 0 ? null : { line, message };
}

/** `{{- if … }}` or `{% if … %}` on a line of its own, or `key: {{ … }}` without quotes. */
function isTemplateLine(line: string): boolean {
  return /^\s*(?:-\s+)?\{[{%][^}]*[}%]\}/.test(line) || /^[^"'#]*[:-]\s+\{\{/.test(line);
}
