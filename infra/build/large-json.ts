import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

const smallestBytes = 10_000;

/** A large table is parsed faster as JSON, and when it is asked for, than as a part of the code. */
export const largeJson: Plugin = {
  name: 'large-json',
  setup(build) {
    build.onLoad({ filter: /\.json$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (text.length < smallestBytes) return undefined;
      return { contents: jsonModule(JSON.parse(text)), loader: 'js' };
    });
  },
};

export function jsonModule(value: unknown): string {
  return `module.exports = JSON.parse(${JSON.stringify(JSON.stringify(value))});`;
}
