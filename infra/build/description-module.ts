import type { Described } from '../../shared/description.ts';

/**
 * A description as code whose messages are texts until somebody looks at them: most starts look at a few of some hundred,
 * and the heap stays below the size at which the first full garbage collection would run (20 ms).
 */
export function descriptionModule(description: Described): string {
  return `const lazily = ${lazily};\nmodule.exports = ${codeOf(description)};`;
}

function codeOf({ nested, ...itself }: Described): string {
  const entries = Object.entries(nested ?? {}).map(([name, inner]) => `${JSON.stringify(name)}: ${member(inner)}`);
  return `{...${JSON.stringify(itself)}, nested: lazily({${entries.join(',\n')}})}`;
}

function member(inner: Described): string {
  if (inner.fields === undefined && inner.methods === undefined) return `() => (${codeOf(inner)})`;
  return `() => JSON.parse(${JSON.stringify(JSON.stringify(inner))})`;
}

/** An object whose members are made when they are first read. */
const lazily = `(makers) => {
  const made = {};
  for (const [name, make] of Object.entries(makers)) {
    const get = () => {
      const value = make();
      Object.defineProperty(made, name, { value, enumerable: true });
      return value;
    };
    Object.defineProperty(made, name, { get, enumerable: true, configurable: true });
  }
  return made;
}`;
