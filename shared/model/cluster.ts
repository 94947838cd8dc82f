import { z } from 'zod';

const name = z
  .string()
  .regex(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, 'a name of lower-case letters, digits and dashes, 63 at most');
const zone = z.string().regex(/^[a-z]+(?:-[a-z]+)*\d+-[a-z0-9]+$/, 'a zone such as us-central1-a');
const region = z.string().regex(/^[a-z]+(?:-[a-z]+)*\d+$/, 'a region such as us-central1');
const project = z.string().regex(/^(?:[a-z0-9.-]+:)?[a-z][-a-z0-9]{4,28}[a-z0-9]$/, 'a project id such as my-project');

/** `10%` of a group, or a plain number of its members. */
const share = z
  .union([z.string().regex(/^(?:100|\d{1,2})%$/, 'a percentage such as 10%, or a number'), z.int().min(0)])
  .transform((value) =>
    typeof value === 'number' ? { count: value, percent: null } : { count: null, percent: Number(value.slice(0, -1)) },
  );

const kubernetes = z.union([
  z.strictObject({ gke: z.strictObject({ location: z.string().min(1), name: z.string().min(1) }) }),
  z.strictObject({ kubeconfig: z.strictObject({ file: z.string().min(1), context: z.string().min(1).optional() }) }),
  z.strictObject({
    server: z.url({ protocol: /^https?$/ }),
    certificateAuthority: z.string().min(1).optional(),
    googleToken: z.enum(['access', 'identity']).default('access'),
  }),
]);

const groupBy = {
  instanceGroupManager: z
    .string()
    .regex(/^[a-z0-9-]+\/[a-z][-a-z0-9]{0,62}$/, 'LOCATION/NAME, such as us-central1-a/k8s-minion-group'),
  tag: name,
  label: z.record(z.string().min(1), z.string()),
};
const nodeGroup = z.union([
  z.strictObject({ name, instanceGroupManager: groupBy.instanceGroupManager }),
  z.strictObject({ name, tag: groupBy.tag }),
  z.strictObject({ name, label: groupBy.label }),
]);

const healthCheck = z.strictObject({
  name: name.optional(),
  port: z.int().min(1).max(65535).default(80),
  path: z.string().startsWith('/').default('/'),
});

const pool = z.strictObject({
  name,
  nodeGroups: z.array(name).min(1, 'at least one node group: a pool without one would be emptied'),
  healthCheck: healthCheck.optional(),
  sessionAffinity: z.enum(['NONE', 'CLIENT_IP', 'CLIENT_IP_PROTO']).default('NONE'),
  backupPool: name.optional(),
  failoverRatio: z.number().min(0).max(1).optional(),
  /** P-05: never fewer members than this after a removal. */
  minimumMembers: z.int().min(1).default(1),
});

const limits = z
  .strictObject({
    removalsPerPass: share.prefault('10%'),
    stopWhenMissing: share.prefault('20%'),
    mutationsPerPass: z.int().min(1).default(100),
    mutationsPerHour: z.int().min(1).default(500),
  })
  .prefault({});

/** C-11: an ignore rule says why, who and until when. */
const ignore = z.strictObject({
  subject: z.string().min(1),
  path: z.string().min(1).optional(),
  reason: z.string().min(1),
  owner: z.string().min(1),
  until: z.iso.date(),
});

export const clusterSchema = z.strictObject({
  apiVersion: z.literal('underpin.dev/v1'),
  kind: z.literal('Cluster'),
  metadata: z.strictObject({ name, annotations: z.record(z.string(), z.string()).optional() }),
  spec: z.strictObject({
    project,
    region,
    network: name.default('default'),
    kubernetes,
    nodeGroups: z.array(nodeGroup).min(1),
    pools: z.array(pool).default([]),
    limits,
    /** `observe`: node changes are planned and reported, nothing is written. */
    mode: z.enum(['apply', 'observe']).default('apply'),
    restartPods: z.boolean().default(false),
    /** N-05: target tags of the firewalls that Underpin keeps; default: the tags that all VMs of the pool's groups share. */
    targetTags: z.array(name).optional(),
    ignore: z.array(ignore).default([]),
  }),
});

export const zonePattern = zone;
export type ClusterDeclaration = z.infer<typeof clusterSchema>;
export type NodeGroup = z.infer<typeof nodeGroup>;
export type PoolDeclaration = z.infer<typeof pool>;
export type Share = z.infer<typeof share>;
export type IgnoreRule = z.infer<typeof ignore>;
