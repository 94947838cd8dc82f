// A path as Google's API descriptions write it: `/v1/{topic=projects/*/topics/*}:publish`. `*` is a segment, `**` the
// rest of the path; a name in braces without `=` is a segment.
export interface PathPattern {
  match(path: string): Record<string, string> | undefined;
}

export function compilePattern(text: string): PathPattern {
  const names: string[] = [];
  const source = text.replace(/\{([^}=]+)(?:=([^}]+))?\}|\*\*|\*|[^{}*]+/g, (part, name?: string, inner?: string) => {
    if (name === undefined) return part.startsWith('*') ? segments(part) : literally(part);
    names.push(name);
    return `(${(inner ?? '*').replace(/\*\*|\*|[^*]+/g, (piece) => (piece.startsWith('*') ? segments(piece) : literally(piece)))})`;
  });
  const expression = new RegExp(`^${source}$`);
  return { match: (path) => parametersOf(expression.exec(path), names) };
}

function parametersOf(found: RegExpExecArray | null, names: readonly string[]): Record<string, string> | undefined {
  if (!found) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, decode(found[index + 1] ?? '')]));
}

function segments(part: string): string {
  return part === '**' ? '.+' : '[^/:]+';
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
