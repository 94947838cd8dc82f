import { render } from './foreign.ts';

const message = `a template, not YAML: render it first (\`helm template NAME DIR > FILE\` for a chart), and ${render}`;

/** Why a file that cannot be read is not meant to be. Inside a value `{{ }}` and `$VAR` are plain text (C-15). */
export function templateProblem(text: string): { line: number; message: string } | null {
  const line = text.split('\n').findIndex(isTemplateLine);
  return line < 0 ? null : { line, message };
}

/** `{{- if … }}` or `{% if … %}` on a line of its own, or `key: {{ … }}` without quotes. */
function isTemplateLine(line: string): boolean {
  return /^\s*(?:-\s+)?\{[{%][^}]*[}%]\}/.test(line) || /^[^"'#]*[:-]\s+\{\{/.test(line);
}
