import { lowerCamel } from '../../shared/description.ts';
import type { NamesInUse } from './methods-in-use.ts';
import { withoutMembers } from './prune-classes.ts';

export interface GeneratedClient {
  className: string;
  /** `google.cloud.compute.v1.TargetPools` */
  service: string;
  /** All it has: `addInstance`, `list` … */
  methods: string[];
}

const methodList = /(StubMethods = \[)([^\]]*)(\])/;

/** A generated client names its service and lists its methods, once each; `null` for code that does not. */
export function readClient(code: string): GeneratedClient | null {
  const className = /^class (\w+Client) \{/m.exec(code)?.[1];
  const service = /lookupService\('([\w.]+)'\)/.exec(code)?.[1];
  const list = methodList.exec(code)?.[2];
  if (!className || !service || !list) return null;
  return { className, service, methods: [...list.matchAll(/'(\w+)'/g)].map(([, name]) => lowerCamel(name ?? '')) };
}

/** The methods in use, counting `listAsync` and `listStream` as `list`. */
export function methodsOf({ className, methods }: GeneratedClient, namesInUse: NamesInUse): Set<string> {
  const names = namesInUse(className);
  return new Set(methods.filter((method) => variantsOf(method).some((name) => names.has(name))));
}

/** Takes the methods out that nobody uses, from the class and from its list. */
export function pruneClient(code: string, namesInUse: NamesInUse): string {
  const client = readClient(code);
  if (client === null) return code;
  const names = namesInUse(client.className);
  const unused = new Set(client.methods.flatMap(variantsOf).filter((name) => !names.has(name)));
  const left = [...methodsOf(client, namesInUse)].map((name) => `'${name}'`);
  return withoutMembers(withLazyParts(code), unused).replace(methodList, `$1${left.join(', ')}$3`);
}

function variantsOf(method: string): string[] {
  return [method, `${method}Async`, `${method}Stream`];
}

/** Named as TypeScript names what it requires, these wait for their first use too (lazy-requires.ts). */
function withLazyParts(code: string): string {
  return code.replace(/\b(jsonProtos|gapicConfig)\b/g, '$1_0');
}
