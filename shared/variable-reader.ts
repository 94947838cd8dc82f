export type Variables = Record<string, string | undefined>;

/** How one variable's text becomes a value. Each says what is wrong in `problems` and goes on, so that all are told at once. */
export interface VariableReader {
  problems: string[];
  /** `null` when it is absent or empty. */
  text(name: string): string | null;
  textOr(name: string, otherwise: string): string;
  /** The first of them when it is absent. */
  oneOf<T extends string>(name: string, values: readonly [T, ...T[]]): T;
  whole(name: string, bounds: { from: number; to: number; otherwise: number }): number;
  url(name: string): string | null;
}

/** By hand and not by zod, which every cold start would wait for. */
export function variableReader(variables: Variables): VariableReader {
  const problems: string[] = [];
  /** An empty value is no value, and where one has a default that acts, no consent to it. */
  const check = <T>(name: string, wants: string, read: (value: string) => T | undefined, otherwise: T): T => {
    const value = variables[name];
    if (value === undefined) return otherwise;
    const found = read(value);
    if (found !== undefined) return found;
    problems.push(`${name} is \`${value}\`: expected ${wants}; correct the variable and start again`);
    return otherwise;
  };
  return {
    problems,
    text: (name) => variables[name] || null,
    textOr: (name, otherwise) => check(name, 'a text that is not empty', (value) => value || undefined, otherwise),
    oneOf: (name, values) =>
      check(
        name,
        values.map((one) => `\`${one}\``).join(' or '),
        (value) => values.find((one) => one === value),
        values[0],
      ),
    whole: (name, { from, to, otherwise }) =>
      check(name, `a whole number from ${from} to ${to}`, (value) => wholeIn(value, from, to), otherwise),
    url: (name) => check<string | null>(name, 'a URL', (value) => (URL.canParse(value) ? value : undefined), null),
  };
}

function wholeIn(value: string, from: number, to: number): number | undefined {
  const number = /^\d{1,9}$/.test(value.trim()) ? Number(value) : Number.NaN;
  return number >= from && number <= to ? number : undefined;
}
