import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

const compiledCommonJs =
  /node_modules.(google-gax|google-auth-library|google-logging-utils|gaxios|gcp-metadata|proto3-json-serializer|@google-cloud).*\.js$/;

/** Google's packages load all they have when they are loaded; in the bundle each module waits until it is first used. */
export const lazyRequires: Plugin = {
  name: 'lazy-requires',
  setup(build) {
    build.onLoad({ filter: compiledCommonJs }, ({ path }) => ({
      contents: makeRequiresLazy(readFileSync(path, 'utf8')),
    }));
  },
};

/** `foo_1` is TypeScript's own name for a required module, which nothing else in a file can bear. */
export function makeRequiresLazy(code: string): string {
  const declaration = /^(?:const|var) (\w+_\d+) = (.*\brequire\(["'][^"']+["']\).*);$/gm;
  const names = [...code.matchAll(declaration)].map(([, name]) => name ?? '');
  if (names.length === 0) return code;
  const used = new RegExp(`(?<![\\w$.])(${names.join('|')})(?![\\w$])`, 'g');
  return code.replace(declaration, '').replace(used, '($1())') + declarationsOf(code, declaration);
}

/** Hoisted to where the file ends: functions can be called from above, and from modules that require each other. */
function declarationsOf(code: string, declaration: RegExp): string {
  return [...code.matchAll(declaration)]
    .map(([, name, required]) => `\nvar ${name}$; function ${name}() { return (${name}$ ??= ${required}); }`)
    .join('');
}
