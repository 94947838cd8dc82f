import { propertiesIn, type Sources } from './names-in-use.ts';

/** By class of a client, the methods that the sources call on it. */
export type NamesInUse = (className: string) => ReadonlySet<string>;

/**
 * `compute.disks().get(…)` says which client is meant, and so does `fetchAggregatedPage(compute.disks(), …)`. A client
 * that the sources get hold of in another way keeps every method whose name they speak of anywhere.
 */
export function namesInUse(sources: Sources): NamesInUse {
  const spoken = propertiesIn(sources);
  const chained = chainedCalls(sources);
  return (className) => chained.get(className) ?? spoken;
}

function chainedCalls(sources: Sources): Map<string, Set<string>> {
  const accessors = accessorsIn(sources);
  const use = new RegExp(
    `(fetchAggregatedPage\\(\\s*[\\w.]+)?\\.(${[...accessors.keys()].join('|')})\\(\\)(?:\\s*\\.(\\w+)\\()?`,
    'g',
  );
  const calls = new Map<string, Set<string>>();
  const unclear = new Set<string>();
  for (const [, aggregating, accessor = '', method] of [...sources.values()].flatMap((text) => [
    ...text.matchAll(use),
  ])) {
    const className = accessors.get(accessor) ?? '';
    const name = method ?? (aggregating === undefined ? undefined : 'aggregatedList');
    if (name === undefined) unclear.add(className);
    else calls.set(className, (calls.get(className) ?? new Set()).add(name));
  }
  for (const className of unclear) calls.delete(className);
  return calls;
}

/** As shared/clients.ts names them: `disks: () => client(DisksClient)`. */
function accessorsIn(sources: Sources): Map<string, string> {
  const text = sources.get('shared/clients.ts') ?? '';
  return new Map([...text.matchAll(/(\w+): \(\) => client\((\w+)\)/g)].map(([, name = '', made = '']) => [name, made]));
}
