import type { Declared, Manifest, Stack } from './declared.ts';
import { isVersion4 } from './ip-range.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { Source } from './source.ts';
import type { Exposure } from './stack.ts';

export const loadBalancerClass = 'underpin.dev/target-pool';

export const serviceAnnotations = {
  address: 'underpin.dev/address',
  pool: 'underpin.dev/pool',
  firewall: 'underpin.dev/firewall',
};

/** One thing that is to be reached from outside, however it was declared: by its own Service or in a stack.yaml. */
export interface DeclaredExposure {
  stack: string;
  /** A reserved regional address, by name or by number; empty when the Service names none. */
  address: string;
  protocol: 'TCP' | 'UDP';
  /** Each a port or a range as declared: `25565`, `8000-8010`. */
  ports: string[];
  /** Empty when none is named and the cluster declares none. */
  pool: string;
  /**
   * `null`: declared to be none of Underpin's business. No sources: nothing was said, so nothing is opened (N-05). Those of
   * IPv6 are left out: a target pool is reached over IPv4 alone, and no firewall takes ranges of both families.
   */
  firewall: { sources: string[] } | null;
  /** The Service of Underpin's load balancer class whose own manifest says all this. */
  service: ServiceName | null;
  source: Source;
}

export interface ServiceName {
  namespace: string;
  name: string;
}

export function exposuresOf({ cluster, stacks }: Pick<Declared, 'cluster' | 'stacks'>): DeclaredExposure[] {
  const firstPool = cluster.spec.pools[0]?.name ?? '';
  return stacks.flatMap((stack) => [
    ...stack.spec.expose.map((one, index) => inStackFile(one, { stack, index, firstPool })),
    ...stack.manifests.filter(isExposedService).flatMap((manifest) => ownExposures(manifest, stack, firstPool)),
  ]);
}

export function hasExposedService(declared: Declared): boolean {
  return declared.stacks.some(({ manifests }) => manifests.some(isExposedService));
}

export function isExposedService({ kind, object }: Pick<Manifest, 'kind' | 'object'>): boolean {
  return kind === 'Service' && isObject(object.spec) && object.spec.loadBalancerClass === loadBalancerClass;
}

interface Place {
  stack: Stack;
  index: number;
  firstPool: string;
}

function inStackFile(one: Exposure, { stack, index, firstPool }: Place): DeclaredExposure {
  const { name, source, directory, locate } = stack;
  return {
    stack: name,
    address: one.address,
    protocol: one.protocol,
    ports: one.ports,
    pool: one.pool ?? firstPool,
    firewall: one.firewall === 'none' ? null : { sources: (one.firewall?.sources ?? []).filter(isVersion4) },
    service: null,
    source: locate?.(`spec.expose[${index}]`) ?? source ?? { file: directory, line: 1, column: 1 },
  };
}

/** One for each protocol: a forwarding rule speaks one. */
function ownExposures(manifest: Manifest, stack: Stack, firstPool: string): DeclaredExposure[] {
  const { metadata, spec } = manifest.object;
  const annotations = objectOf(isObject(metadata) ? metadata.annotations : null);
  const { ports, loadBalancerSourceRanges, loadBalancerIP } = objectOf(spec);
  const byProtocol = Map.groupBy(listOf(ports).filter(isObject), ({ protocol }) =>
    protocol === 'UDP' ? 'UDP' : 'TCP',
  );
  const sources = listOf(loadBalancerSourceRanges)
    .map((range) => String(range).trim())
    .filter(isVersion4);
  return [...byProtocol].map(([protocol, ofIt]) => ({
    stack: stack.name,
    address: String(annotations[serviceAnnotations.address] ?? loadBalancerIP ?? ''),
    protocol,
    ports: ofIt.map(({ port }) => String(port)),
    pool: String(annotations[serviceAnnotations.pool] ?? firstPool),
    firewall: annotations[serviceAnnotations.firewall] === 'none' ? null : { sources },
    service: { namespace: manifest.namespace ?? 'default', name: manifest.name },
    source: manifest.source,
  }));
}

function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
