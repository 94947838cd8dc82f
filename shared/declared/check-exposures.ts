import type { ClusterDeclaration } from '../model/cluster.ts';
import type { DeclarationProblem, Declared } from '../model/declared.ts';
import { type DeclaredExposure, exposuresOf } from '../model/exposure.ts';
import { unknownName } from './check-cluster.ts';

/** What is open to the outside: its pool exists, and no port of an address is taken twice. */
export function checkExposures(declared: Pick<Declared, 'cluster' | 'stacks' | 'source'>): DeclarationProblem[] {
  const exposures = exposuresOf(declared);
  return exposures.flatMap((exposure, index) => [
    ...poolProblems(exposure, declared.cluster),
    ...exposures.slice(0, index).flatMap((earlier) => clash(earlier, exposure)),
  ]);
}

function poolProblems({ pool, source }: DeclaredExposure, { spec }: ClusterDeclaration): DeclarationProblem[] {
  const pools = spec.pools.map(({ name }) => name);
  if (pools.length === 0)
    return [{ source, message: 'nothing to send its packets to: declare a pool under `spec.pools` of cluster.yaml' }];
  return pools.includes(pool) ? [] : [{ source, message: unknownName('pool', pool, pools) }];
}

function clash(earlier: DeclaredExposure, exposure: DeclaredExposure): DeclarationProblem[] {
  if (earlier.address !== exposure.address || earlier.protocol !== exposure.protocol || exposure.address === '')
    return [];
  const port = exposure.ports.find((one) => earlier.ports.some((other) => overlap(one, other)));
  if (port === undefined) return [];
  const { file, line } = earlier.source;
  const message = `${exposure.protocol} port \`${port}\` of \`${exposure.address}\` is taken already by the stack \`${earlier.stack}\` (${file}:${line})`;
  return [{ source: exposure.source, message }];
}

function overlap(one: string, other: string): boolean {
  const [first, last] = boundsOf(one);
  const [otherFirst, otherLast] = boundsOf(other);
  return first <= otherLast && otherFirst <= last;
}

function boundsOf(range: string): [number, number] {
  const [first = 0, last = first] = range.split('-').map(Number);
  return [first, last];
}
