import { type Declarations, readDeclarations } from '../../shared/declared/declared.ts';
import type { FileSource } from '../../shared/declared/file-source.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { manifestsOf } from './app.ts';
import { clusterName, type DiskShape, nodeTag, project, region, server, type WorldShape } from './shape.ts';

export type Files = Record<string, string>;

/** In place of its text: the file is listed, and its content does not come. */
export const unreadable = 'unreadable';

/** As a person would have written it, in JSON, which is YAML. */
export function filesOf(shape: WorldShape): Files {
  const stack = {
    apiVersion: 'underpin.dev/v1',
    kind: 'Stack',
    metadata: { name: 'minecraft', ...(shape.isStackProtected && { annotations: { 'underpin.dev/protect': 'yes' } }) },
    spec: stackSpec(shape),
  };
  const manifests = manifestsOf(shape).map((one, index) => [`minecraft/${index}.yaml`, JSON.stringify(one)]);
  return {
    'cluster.yaml': JSON.stringify(clusterOf(shape)),
    'minecraft/stack.yaml': JSON.stringify(stack),
    ...Object.fromEntries(manifests),
  };
}

function clusterOf(shape: WorldShape): JsonObject {
  const { groups, hasGroupByTag, pools, limits, mode, restartPods, scaledBy } = shape;
  return {
    apiVersion: 'underpin.dev/v1',
    kind: 'Cluster',
    metadata: { name: clusterName },
    spec: {
      project,
      region,
      kubernetes: { server: shape.server ?? server },
      nodeGroups: [
        ...groups.map(({ name, zone }) => ({ name, instanceGroupManager: `${zone}/${name}` })),
        ...(hasGroupByTag ? [{ name: 'all', tag: nodeTag }] : []),
      ],
      pools: pools.map(({ name, groups: nodeGroups, minimumMembers }) => ({
        name,
        nodeGroups,
        minimumMembers,
        healthCheck: { name: 'nodes', port: 10256, path: '/healthz' },
      })),
      limits,
      mode,
      restartPods,
      ...(scaledBy === 'person' && { ignore: [scaledByHand] }),
    },
  };
}

const scaledByHand = {
  subject: 'Deployment/default/minecraft',
  path: 'spec.replicas',
  reason: 'a tournament',
  owner: 'ada@example.com',
  until: '2027-12-31',
};

function stackSpec({ disks, isExposed, hasApp, pools, observes }: WorldShape): JsonObject {
  const [pool] = pools.filter(({ isForeign }) => !isForeign);
  return {
    ...(observes === 'stack' && { mode: 'observe' }),
    disks: disks.filter(({ isDeclared }) => isDeclared).map(diskOf),
    ...(isExposed &&
      !hasApp &&
      pool && {
        expose: [
          { address: 'cluster-ip', ports: ['25565'], pool: pool.name, firewall: { sources: ['198.51.100.0/24'] } },
        ],
      }),
  };
}

function diskOf({ name, zone, otherZone, group, formatIfBlank, isReadOnly }: DiskShape): JsonObject {
  return {
    name,
    ...(otherZone ? { region, replicaZones: [zone, otherZone] } : { zone }),
    nodes: group,
    mountPath: `/mnt/${name}`,
    formatIfBlank,
    ...(isReadOnly && { mode: 'READ_ONLY' }),
    sizeGb: 10,
  };
}

const read = new Map<string, Promise<Declarations>>();

/** By the product's own reader, once for each content: worlds are many, and their declarations few. */
export function readFrom(files: Files): Promise<Declarations> {
  const key = JSON.stringify(files);
  const known = read.get(key) ?? readDeclarations('containers', { source: memorySource(files) });
  if (read.size > 4) read.clear();
  read.set(key, known);
  return known;
}

function memorySource(files: Files): FileSource {
  return {
    location: 'containers',
    list: async () =>
      Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.byteLength(text), refused: null })),
    read: async (path) => {
      if (files[path] === unreadable) throw new Error('503 Service Unavailable');
      return Buffer.from(files[path] ?? '');
    },
  };
}
