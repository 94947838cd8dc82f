/** A protobuf description as Google's packages ship it (`protos.json`), as far as pruning looks into it. */
export interface Described {
  nested?: Record<string, Described>;
  fields?: Record<string, { type: string; keyType?: string }>;
  methods?: Record<string, { requestType: string; responseType: string }>;
  [key: string]: unknown;
}

/** Full name of a service -> its methods in use, spelt as the client spells them (`addInstance`), or all of them. */
export type MethodsInUse = ReadonlyMap<string, ReadonlySet<string> | 'all'>;

/** Keeps the methods in use and every message they lead to; throws when one is not in the description. */
export function pruneDescription(root: Described, inUse: MethodsInUse): Described {
  const kept = new Map<string, Described>();

  const keepMessage = (path: string) => {
    const message = find(root, path);
    if (kept.has(path) || !message) return;
    const { nested, ...itself } = message;
    kept.set(path, itself);
    for (const { type } of Object.values(message.fields ?? {})) keepType(type, path);
  };
  const keepType = (type: string, scope: string) => {
    const path = resolveType(root, type, scope);
    if (path) keepMessage(path);
  };
  for (const [service, names] of inUse) {
    const methods = methodsNamed(find(root, service)?.methods ?? {}, names, service);
    kept.set(service, { methods });
    for (const { requestType, responseType } of Object.values(methods)) {
      keepType(requestType, service);
      keepType(responseType, service);
    }
  }
  return assemble(kept);
}

function methodsNamed(methods: NonNullable<Described['methods']>, names: ReadonlySet<string> | 'all', service: string) {
  if (names === 'all') return methods;
  const entries = Object.entries(methods).filter(([name]) => names.has(lowerCamel(name)));
  const missing = names.size - entries.length;
  if (missing > 0) throw new Error(`${service} lacks ${missing} of the methods in use: \`${[...names].join(', ')}\``);
  return Object.fromEntries(entries);
}

export function lowerCamel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** A type's name is looked up from the innermost scope outwards, as protobuf does. */
function resolveType(root: Described, type: string, scope: string): string | null {
  const scopes = scope.split('.');
  for (let depth = scopes.length; depth >= 0; depth -= 1) {
    const path = [...scopes.slice(0, depth), type].join('.');
    if (find(root, path)) return path;
  }
  return null;
}

function find(root: Described, path: string): Described | undefined {
  return path.split('.').reduce<Described | undefined>((parent, name) => parent?.nested?.[name], root);
}

function assemble(kept: ReadonlyMap<string, Described>): Described {
  const root: Described = {};
  for (const [path, described] of [...kept].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const place = path.split('.').reduce((parent, name) => {
      parent.nested ??= {};
      parent.nested[name] ??= {};
      return parent.nested[name];
    }, root);
    Object.assign(place, described);
  }
  return root;
}
