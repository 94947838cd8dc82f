import { type Area, attempt } from './check.ts';
import { checkCluster } from './cluster.ts';
import type { Examination, ExaminedCluster } from './examination.ts';
import { checkWiring } from './wiring.ts';

/** A cluster: its nodes, what wakes Underpin for it, and what Underpin may do inside. */
export async function examineCluster({ declared, nodes }: ExaminedCluster, examination: Examination): Promise<Area> {
  const { deployment, world } = examination;
  const [wiring, inside] = await Promise.all([
    attempt('wiring', () => checkWiring(declared, deployment, world)),
    checkCluster(declared, examination),
  ]);
  return { name: `cluster ${declared.cluster.metadata.name}`, checks: [nodes.check, ...wiring, ...inside] };
}
