/** A kind as RBAC names it: `apps` and `deployments`. */
export interface Resource {
  group: string;
  resource: string;
}

export interface Kind {
  /** `v1`, `apps/v1` */
  apiVersion: string;
  kind: string;
}

const irregular: Record<string, string> = { Endpoints: 'endpoints' };

/**
 * The plural by the rule that Kubernetes itself guesses with. A custom resource may choose another: `plurals` holds
 * those that the declaration's own CustomResourceDefinitions name, by kind and group (`Backup.example.com`).
 */
export function resourceOfKind({ apiVersion, kind }: Kind, plurals: ReadonlyMap<string, string> = new Map()): Resource {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  const resource = plurals.get(`${kind}.${group}`) ?? irregular[kind] ?? pluralOf(kind.toLowerCase());
  return { group, resource };
}

function pluralOf(singular: string): string {
  if (singular.endsWith('s')) return `${singular}es`;
  return singular.endsWith('y') ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}
