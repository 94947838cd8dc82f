import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { javaScriptOf, mutated } from './mutants.ts';
import { root } from './source-graph.ts';

export interface Swap {
  /** Names the copies of the modules that see the mutant: `?mutant=12`. */
  query: string;
  file: string;
  edit: { start: number; end: number; text: string };
  /** The file and all that import it, however far away: they are loaded anew, everything else stays. */
  dependents: Set<string>;
}

let swap: Swap | undefined;

export function use(next: Swap | undefined): void {
  swap = next;
}

const standIn = new URL('ava.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier === 'ava') return { url: standIn, shortCircuit: true };
    const resolved = nextResolve(specifier, context);
    const isSeen = swap && context.parentURL?.endsWith(swap.query) && swap.dependents.has(pathOf(resolved.url));
    return isSeen ? { ...resolved, url: resolved.url + swap?.query } : resolved;
  },
  load(url, context, nextLoad) {
    if (!swap || url !== new URL(swap.file, `file://${root}`).href + swap.query) return nextLoad(url, context);
    const code = javaScriptOf(readFileSync(root + swap.file, 'utf8'));
    return { format: 'module', source: mutated(code, swap.edit), shortCircuit: true };
  },
});

function pathOf(url: string): string {
  return url.startsWith(`file://${root}`) ? url.slice(`file://${root}`.length) : url;
}
