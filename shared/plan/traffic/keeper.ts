import type { ClusterDeclaration } from '../../model/cluster.ts';
import type { Firewall } from '../../model/live.ts';

/** The description of what Underpin makes; by it a cluster knows its own again. */
export function descriptionFor({ metadata }: ClusterDeclaration, purpose?: string): string {
  return `Kept by Underpin for ${purpose === undefined ? '' : `${purpose} of `}cluster ${metadata.name}`;
}

/** The cluster for which Underpin made it; `null`: somebody else did. */
export function keeperOf(description: string): string | null {
  return /^Kept by Underpin for (?:.* of )?cluster (\S+)$/.exec(description)?.[1] ?? null;
}

/** Who has a firewall that is not this cluster's to keep, whatever its name: names are those of the project. */
export function otherKeeper({ metadata, spec }: ClusterDeclaration, { network, description }: Firewall): string | null {
  if (network !== spec.network) return `network \`${network}\``;
  const keeper = keeperOf(description) ?? metadata.name;
  return keeper === metadata.name ? null : `cluster \`${keeper}\``;
}
