import type { V1Node } from '@kubernetes/client-node';
import type { KubernetesClients } from '../kubernetes-access.ts';
import type { Instance, KubernetesNode } from '../model/live.ts';
import { isProtected } from '../model/protection.ts';
import { type Reference, referencePath } from '../model/reference.ts';
import { namedObjects } from './kubernetes-list.ts';
import { type Reading, readPages } from './pages.ts';
import type { Project } from './project.ts';

export async function observeNodes(
  kubernetes: () => Promise<KubernetesClients>,
  project: Project,
): Promise<Reading<KubernetesNode>> {
  const items: KubernetesNode[] = [];
  const gaps = await readPages(
    'nodes',
    async (token) => {
      const { core } = await kubernetes();
      const list = await core.listNode({ limit: 500, ...(token && { _continue: token }) });
      namedObjects(list.items, false);
      return { nodes: list.items, nextPageToken: list.metadata?._continue ?? null };
    },
    ({ nodes }) => {
      items.push(...nodes.map((node) => nodeOf(node, project)));
      return [];
    },
  );
  return { items, gaps };
}

/**
 * A cluster without the cloud provider gives its nodes no providerID, and they have the names of their VMs all the same, or
 * those of the internal DNS. Where several VMs have the name, or another node is that VM, nothing tells which it is.
 */
export function nodesOnVms(nodes: KubernetesNode[], instances: Instance[]): KubernetesNode[] {
  if (nodes.every(({ instance }) => instance !== null)) return nodes;
  const known = new Set(nodes.flatMap(({ instance }) => (instance ? referencePath(instance) : [])));
  const names = instances.flatMap(({ reference }) => hostNames(reference).map((name) => ({ name, reference })));
  const byName = Map.groupBy(names, ({ name }) => name);
  return nodes.map((node) => {
    const [only, ...others] = node.instance ? [] : (byName.get(node.name) ?? []);
    const isFree = only && others.length === 0 && !known.has(referencePath(only.reference));
    return isFree ? { ...node, instance: only.reference } : node;
  });
}

/** Its own, and its zonal and global one of the internal DNS, where the domain of a project follows its name. */
function hostNames({ name, location, project }: Reference): string[] {
  const domain = `c.${project.split(':').reverse().join('.')}.internal`;
  return [name, `${name}.${location}.${domain}`, `${name}.${domain}`];
}

function nodeOf(node: V1Node, project: Project): KubernetesNode {
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready')?.status;
  return {
    name: node.metadata?.name ?? '',
    uid: node.metadata?.uid ?? '',
    instance: instanceOf(node.spec?.providerID, project),
    ready: ready === 'True' || ready === 'False' ? ready : 'Unknown',
    unschedulable: node.spec?.unschedulable ?? false,
    bootID: node.status?.nodeInfo?.bootID ?? '',
    labels: node.metadata?.labels ?? {},
    annotations: node.metadata?.annotations ?? {},
    taints: (node.spec?.taints ?? []).map(({ key }) => key),
    volumesInUse: node.status?.volumesInUse ?? [],
    creationTimestamp: toTimestamp(node.metadata?.creationTimestamp),
    protected: isProtected(node.metadata?.labels, node.metadata?.annotations),
  };
}

function instanceOf(providerID: string | undefined, project: Project) {
  const [, owner, zone, name] = /^gce:\/\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(providerID ?? '') ?? [];
  return owner && zone && name ? (project.parse(`projects/${owner}/zones/${zone}/instances/${name}`) ?? null) : null;
}

function toTimestamp(value: Date | string | undefined): string {
  return value === undefined ? '' : new Date(value).toISOString();
}
