import { z } from 'zod';
import { isVersion4 } from './ip-range.ts';
import { mountOptionPattern, mountOptionsMost, mountOptionWords } from './mount-option.ts';
import { mountPathPattern, mountPathWords, whyNotMountAt } from './mount-path.ts';
import { metadata, mode, name, region, zone } from './schema-words.ts';

const portRange = z
  .string()
  .regex(/^\d{1,5}(?:-\d{1,5})?$/, { error: 'a port or a range, such as "25565" or "8000-8010"', abort: true })
  .refine(isPortRange, 'expected ports from 1 to 65535, the lower one first');
const port = z.union([portRange, z.int().min(1).max(65535).transform(String)], {
  error: 'expected a port or a range, such as "25565" or "8000-8010"',
});
const range = z.string().refine(isRange, 'expected a range such as 203.0.113.0/24');

const exposure = z
  .strictObject({
    address: z
      .string()
      .min(1)
      .describe('A reserved regional address, by name or by number. Several services may share it.'),
    protocol: z.enum(['TCP', 'UDP']).default('TCP').describe('Of the forwarding rule and the firewall.'),
    ports: z.array(port).min(1, 'at least one port').describe('Ports and ranges of ports.'),
    pool: name.optional().describe('A pool of cluster.yaml. Default: its first.'),
    firewall: z
      .union(
        [
          z.strictObject({
            sources: z
              .array(range)
              .min(1, 'at least one range')
              .refine(
                (ranges) => ranges.some(isVersion4),
                'a target pool is reached over IPv4 alone: name a range of it',
              )
              .describe('Ranges such as 203.0.113.0/24.'),
          }),
          z.literal('none'),
        ],
        {
          error: 'expected `none`, or a mapping with `sources`',
        },
      )
      .optional()
      .describe('Who may connect: {sources: ["0.0.0.0/0"]} is everybody. none: you keep the firewall yourself.'),
  })
  .describe(
    'Firewall, target pool and forwarding rule for what is not a Service of the class underpin.dev/target-pool.',
  );

const mountPath = z
  .string()
  .regex(new RegExp(`^${mountPathPattern}$`), { error: mountPathWords, abort: true })
  .refine((path) => whyNotMountAt(path) === undefined, { error: ({ input }) => whyNotMountAt(String(input)) });
const mountOption = z.string().regex(new RegExp(`^${mountOptionPattern}$`), mountOptionWords);

const diskFields = {
  name: name.describe('Name of the persistent disk.'),
  nodes: name.describe('The node group on whose VMs it may live.'),
  mountPath: mountPath.describe(
    'Where it is mounted on the node; pods use it by hostPath. No folder of the node itself, and none inside another disk.',
  ),
  filesystem: z
    .enum(['ext4', 'xfs'])
    .default('ext4')
    .describe('Another one that is found is reported, never replaced.'),
  options: z
    .array(mountOption)
    .max(mountOptionsMost, `${mountOptionsMost} options at most`)
    .default([])
    .describe('Mount options, of those that docs/mounts.md lists.'),
  formatIfBlank: z
    .boolean()
    .default(false)
    .describe('Format it once, when Compute Engine shows that it never held anything and the device is blank.'),
  mode: z
    .enum(['READ_WRITE', 'READ_ONLY'])
    .default('READ_WRITE')
    .describe('READ_WRITE: on one node at a time. READ_ONLY: on every node of the group.'),
  /** For creation in a manual repair, and to check the live size against. */
  sizeGb: z.int().min(1).optional().describe('Its size; needed when a manual repair is to create it.'),
  type: name.optional().describe('Disk type for its creation, such as pd-balanced.'),
  restartPods: z.boolean().optional().describe('Default: as in cluster.yaml.'),
};
const disk = z
  .union(
    [
      z.strictObject({ ...diskFields, zone: zone.describe('Zone of a zonal disk.') }),
      z.strictObject({
        ...diskFields,
        region: region.describe('Region of a regional disk.'),
        replicaZones: z.array(zone).length(2, 'expected two zones').describe('The two zones of a regional disk.'),
      }),
    ],
    { error: 'expected `zone`, or `region` with `replicaZones`' },
  )
  .describe('A persistent disk that follows the node: attached, checked, mounted, and only then the pods start.');

export const stackSchema = z.strictObject({
  apiVersion: z.literal('underpin.dev/v1').describe('The version of this format.'),
  kind: z.literal('Stack').describe('What one app needs outside the cluster.'),
  metadata,
  spec: z
    .strictObject({
      namespace: name.optional().describe('The namespace of objects that name none.'),
      mode,
      expose: z.array(exposure).default([]).describe('What is open to the outside and is not such a Service.'),
      disks: z.array(disk).default([]).describe('Persistent disks that follow their node.'),
    })
    .prefault({}),
});

function isPortRange(text: string): boolean {
  const [first = 0, last = first] = text.split('-').map(Number);
  return first >= 1 && first <= last && last <= 65535;
}

function isRange(text: string): boolean {
  return z.cidrv4().safeParse(text).success || z.cidrv6().safeParse(text).success;
}

export type StackFile = z.infer<typeof stackSchema>;
export type Exposure = z.infer<typeof exposure>;
export type DiskDeclaration = z.infer<typeof disk>;
