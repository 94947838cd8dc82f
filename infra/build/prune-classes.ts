const suffix = /WithHttpInfo$/;

/** A method of a generated class with its comment; it ends at the first brace in its own column, which generators keep to. */
const member = /^(?: {4}\/\*\*\n(?: {5}\*.*\n)+)? {4}(?:async )?(\w+)\(.*\) \{\n[\s\S]*?\n {4}\}\n/gm;

export function withoutMembers(code: string, names: ReadonlySet<string>): string {
  return code.replace(member, (whole, name: string) => (names.has(name) ? '' : whole));
}

/** Only the methods named, and constructors; `nameWithHttpInfo` and `name` stay together, as one calls the other. */
export function keepMembers(code: string, names: ReadonlySet<string>): string {
  const wanted = new Set([...names, 'constructor'].map((name) => name.replace(suffix, '')));
  return code.replace(member, (whole, name: string) => (wanted.has(name.replace(suffix, '')) ? whole : ''));
}

/** The serializer's table of models without those outside `kept`. */
export function keepModels(code: string, kept: ReadonlySet<string>): string {
  const line = /^(?:import \{ (\w+) \} from .*| {4}"(\w+)": \2,)\n/gm;
  return code.replace(line, (whole, imported?: string, listed?: string) =>
    kept.has(imported ?? listed ?? '') ? whole : '',
  );
}

/** Models by name, followed through their attributes: `readModel` gives the code of one, `null` for what is no model. */
export function reachableModels(roots: Iterable<string>, readModel: (name: string) => string | null): Set<string> {
  const reached = new Set<string>();
  const open = [...roots];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const code = reached.has(name) ? null : readModel(name);
    if (code === null) continue;
    reached.add(name);
    open.push(...modelsNamedIn(code));
  }
  return reached;
}

/** Types are strings in the generated code: `"V1Lease"`, `"Array<V1Container>"`. */
export function modelsNamedIn(code: string): string[] {
  return [...code.matchAll(/"([^"\n]*)"/g)].flatMap(([, text]) => (text ?? '').match(/\b[A-Z]\w+/g) ?? []);
}
