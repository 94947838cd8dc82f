import { z } from 'zod';
import { metadata, mode, name, region, zone } from './schema-words.ts';

const project = z.string().regex(/^(?:[a-z0-9.-]+:)?[a-z][-a-z0-9]{4,28}[a-z0-9]$/, 'a project id such as my-project');

/** `10%` of a group, or a plain number of its members. */
const share = z
  .union([z.string().regex(/^(?:100|\d{1,2})%$/, 'a percentage such as 10%, or a number'), z.int().min(0)], {
    error: 'expected a percentage such as 10%, or a number',
  })
  .transform((value) =>
    typeof value === 'number' ? { count: value, percent: null } : { count: null, percent: Number(value.slice(0, -1)) },
  );

const kubernetes = z
  .union(
    [
      z.strictObject({
        gke: z
          .strictObject({
            location: z.string().min(1).describe('Zone or region of the GKE cluster.'),
            name: z.string().min(1).describe('Name of the GKE cluster.'),
          })
          .describe('A GKE cluster, by its location and name.'),
      }),
      z.strictObject({
        kubeconfig: z
          .strictObject({
            file: z.string().min(1).describe('Path of a kubeconfig file.'),
            context: z.string().min(1).optional().describe('Default: its current context.'),
          })
          .describe('A cluster that a kubeconfig file tells how to reach.'),
      }),
      z.strictObject({
        server: z
          .url({
            protocol: /^https$/,
            error: 'a URL such as https://203.0.113.7: over http everybody on the way could read the token',
          })
          .describe('URL of the API server, https alone: a Google token is sent with each call.'),
        certificateAuthority: z.string().min(1).optional().describe('Its certificate authority, as PEM text.'),
        googleToken: z
          .enum(['access', 'identity'])
          .default('access')
          .describe('Which Google token the API server is configured to take.'),
      }),
    ],
    { error: 'expected one of `gke`, `kubeconfig` or `server`' },
  )
  .describe('How to reach the Kubernetes API: one of gke, kubeconfig or server.');

const groupName = name.describe('By this name pools and disks refer to the group.');
const nodeGroup = z
  .union(
    [
      z.strictObject({
        name: groupName,
        instanceGroupManager: z
          .string()
          .regex(/^[a-z0-9-]+\/[a-z][-a-z0-9]{0,62}$/, 'LOCATION/NAME, such as us-central1-a/k8s-minion-group')
          .describe('All VMs of this managed instance group: ZONE/NAME or REGION/NAME.'),
      }),
      z.strictObject({ name: groupName, tag: name.describe('All VMs of the cluster with this network tag.') }),
      z.strictObject({
        name: groupName,
        label: z.record(z.string().min(1), z.string()).describe('All VMs with these labels.'),
      }),
    ],
    { error: 'expected exactly one of `instanceGroupManager`, `tag` or `label`' },
  )
  .describe('A set of VMs that are nodes. They come and go, so they are never listed one by one.');

const healthCheck = z
  .strictObject({
    name: name.optional().describe('Default: the name of the pool.'),
    port: z.int().min(1).max(65535).default(80).describe('Port that is asked on every node.'),
    path: z
      .string()
      .startsWith('/', 'a path that begins with /')
      .default('/')
      .describe('Path that is asked; HTTP 200 means healthy.'),
  })
  .describe(
    'A legacy HTTP health check, the only kind a target pool takes. kube-proxy answers at port 10256, /healthz.',
  );

const pool = z
  .strictObject({
    name: name.describe('Name of the target pool.'),
    nodeGroups: z
      .array(name)
      .min(1, 'at least one node group: a pool without one would be emptied')
      .describe('The groups whose VMs are its members.'),
    healthCheck: healthCheck.optional(),
    sessionAffinity: z
      .enum(['NONE', 'CLIENT_IP', 'CLIENT_IP_PROTO'])
      .default('NONE')
      .describe('Cannot be changed later.'),
    backupPool: name.optional().describe('Pool that takes over when too few members are healthy; with failoverRatio.'),
    failoverRatio: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('Share of healthy members below which backupPool serves.'),
    minimumMembers: z.int().min(1).default(1).describe('A removal never leaves fewer members than this.'),
  })
  .describe('A target pool. Several services may share one.');

/** The hour's book (apply/hour-book.ts) takes 26 bytes for each, and all annotations of an object have 256 KiB. */
const mostPerHour = 5000;

const limits = z
  .strictObject({
    removalsPerPass: share
      .prefault('10%')
      .describe('At most this share, or number, of a pool is removed in one pass; 0: none.'),
    stopWhenMissing: share
      .prefault('20%')
      .describe(
        'When more of a group than this seems to be missing, nothing is changed and a person is called; 0: at the first.',
      ),
    mutationsPerPass: z.int().min(1).default(100).describe('Writes to any API in one pass.'),
    mutationsPerHour: z.int().min(1).max(mostPerHour).default(500).describe('Writes to any API in one hour.'),
  })
  .prefault({})
  .describe('What Underpin may do before a person has to look.');

/** C-11: an ignore rule says why, who and until when. */
const ignore = z
  .strictObject({
    subject: z.string().min(1).describe('As the report names it: Deployment/web/ghost, TargetPool/us-central1/nodes.'),
    path: z.string().min(1).optional().describe('Within the subject: spec.replicas. Default: all of it.'),
    reason: z.string().min(1).describe('Why this difference is right.'),
    owner: z.string().min(1).describe('Who decided so.'),
    until: z.iso
      .date('a day such as 2027-01-15')
      .describe('Last day of the rule, such as 2027-01-15; afterwards the finding is back.'),
  })
  .describe('A known difference that is not reported.');

export const clusterSchema = z.strictObject({
  apiVersion: z.literal('underpin.dev/v1').describe('The version of this format.'),
  kind: z.literal('Cluster').describe('One cluster, its node groups, pools and limits.'),
  metadata,
  spec: z.strictObject({
    project: project.describe('Google Cloud project of the VMs, pools and disks.'),
    region: region.describe('Region of its pools, forwarding rules and addresses.'),
    network: name.default('default').describe('VPC network of the nodes; firewalls belong to it.'),
    kubernetes,
    nodeGroups: z.array(nodeGroup).min(1, 'at least one node group').describe('The VMs that are nodes, in groups.'),
    pools: z.array(pool).default([]).describe('Target pools; the first is the default of all that is exposed.'),
    limits,
    mode,
    restartPods: z
      .boolean()
      .default(false)
      .describe('Delete pods that started before their disk was mounted, so that they start again on the disk.'),
    /** N-05: target tags of the firewalls that Underpin keeps. */
    targetTags: z
      .array(name)
      .optional()
      .describe("Target tags of the firewalls. Default: the tags all VMs of a pool's groups share."),
    ignore: z.array(ignore).default([]).describe('Known differences; each with its reason, owner and end.'),
  }),
});

export const zonePattern = zone;
export type ClusterDeclaration = z.infer<typeof clusterSchema>;
export type NodeGroup = z.infer<typeof nodeGroup>;
export type PoolDeclaration = z.infer<typeof pool>;
export type Share = z.infer<typeof share>;
export type IgnoreRule = z.infer<typeof ignore>;
