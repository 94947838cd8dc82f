import { lowerCamel } from '../../shared/description.ts';
import { withoutMembers } from './prune-classes.ts';

export interface GeneratedClient {
  /** `google.cloud.compute.v1.TargetPools` */
  service: string;
  /** All it has: `addInstance`, `list` … */
  methods: string[];
}

const methodList = /(StubMethods = \[)([^\]]*)(\])/;

/** A generated client names its service and lists its methods, once each; `null` for code that does not. */
export function readClient(code: string): GeneratedClient | null {
  const service = /lookupService\('([\w.]+)'\)/.exec(code)?.[1];
  const list = methodList.exec(code)?.[2];
  if (!service || !list) return null;
  return { service, methods: [...list.matchAll(/'(\w+)'/g)].map(([, name]) => lowerCamel(name ?? '')) };
}

/** Takes out the methods that nobody speaks of, from the class and from its list. */
export function pruneClient(code: string, spoken: ReadonlySet<string>): string {
  const client = readClient(code);
  if (client === null) return code;
  const variants = client.methods.flatMap((name) => [name, `${name}Stream`, `${name}Async`]);
  const unused = new Set(variants.filter((name) => !spoken.has(name)));
  const left = client.methods.filter((name) => spoken.has(name)).map((name) => `'${name}'`);
  const lazyParts = code
    .replace(/^const (jsonProtos|gapicConfig) = /gm, 'const $1_0 = ')
    .replace(/\b(jsonProtos|gapicConfig)\b/g, '$1_0');
  return withoutMembers(lazyParts, unused).replace(methodList, `$1${left.join(', ')}$3`);
}
