import { stripTypeScriptTypes } from 'node:module';
import { type AnyNode, parse } from 'acorn';
import { editsOf } from './operators.ts';

/** One change to one file. Offsets are those of the code without its types, which keeps every position. */
export interface Mutant {
  start: number;
  end: number;
  text: string;
  line: number;
  /** `a === b` -> `a !== b` */
  change: string;
}

export function javaScriptOf(typeScript: string): string {
  return stripTypeScriptTypes(typeScript, { mode: 'strip' });
}

export function mutantsOf(code: string): Mutant[] {
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
  const seen = new Set<string>();
  const mutants: Mutant[] = [];
  walk(program, [], (node, parents) => {
    for (const { start, end, text } of editsOf(node, parents, code)) {
      const key = `${start} ${end} ${text}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const line = code.slice(0, start).split('\n').length;
      mutants.push({
        start,
        end,
        text,
        line,
        change: `${short(code.slice(start, end))} -> ${short(text) || 'nothing'}`,
      });
    }
  });
  return mutants.sort((one, other) => one.start - other.start || one.end - other.end);
}

export function mutated(code: string, { start, end, text }: Pick<Mutant, 'start' | 'end' | 'text'>): string {
  return code.slice(0, start) + text + code.slice(end);
}

function walk(node: AnyNode, parents: AnyNode[], visit: (node: AnyNode, parents: AnyNode[]) => void): void {
  visit(node, parents);
  for (const child of Object.values(node).flat()) if (isNode(child)) walk(child, [node, ...parents], visit);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 90 ? `${line.slice(0, 60)} … ${line.slice(-25)}` : line;
}
