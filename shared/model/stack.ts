import { z } from 'zod';

const name = z
  .string()
  .regex(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, 'a name of lower-case letters, digits and dashes, 63 at most');
const zone = z.string().regex(/^[a-z]+(?:-[a-z]+)*\d+-[a-z0-9]+$/, 'a zone such as us-central1-a');
const region = z.string().regex(/^[a-z]+(?:-[a-z]+)*\d+$/, 'a region such as us-central1');
const portRange = z.string().regex(/^\d{1,5}(?:-\d{1,5})?$/, 'a port or a range, such as "25565" or "8000-8010"');

const exposure = z.strictObject({
  /** A reserved regional address, by name or by number. */
  address: z.string().min(1),
  protocol: z.enum(['TCP', 'UDP']).default('TCP'),
  ports: z.array(portRange).min(1),
  /** Default: the cluster's first pool. */
  pool: name.optional(),
  firewall: z.union([z.strictObject({ sources: z.array(z.string().min(1)).min(1) }), z.literal('none')]).optional(),
});

const diskFields = {
  name,
  nodes: name,
  mountPath: z.string().regex(/^(?:\/[A-Za-z0-9._-]+)+$/, 'an absolute path of plain words, such as /mnt/foodata'),
  filesystem: z.enum(['ext4', 'xfs']).default('ext4'),
  options: z.array(z.string().regex(/^[a-z0-9_]+(?:=[A-Za-z0-9._-]+)?$/)).default([]),
  formatIfBlank: z.boolean().default(false),
  mode: z.enum(['READ_WRITE', 'READ_ONLY']).default('READ_WRITE'),
  /** For creation in a manual repair, and to check the live size against. */
  sizeGb: z.int().min(1).optional(),
  type: name.optional(),
  restartPods: z.boolean().optional(),
};
const disk = z.union([
  z.strictObject({ ...diskFields, zone }),
  z.strictObject({ ...diskFields, region, replicaZones: z.array(zone).length(2) }),
]);

export const stackSchema = z.strictObject({
  apiVersion: z.literal('underpin.dev/v1'),
  kind: z.literal('Stack'),
  metadata: z.strictObject({ name, annotations: z.record(z.string(), z.string()).optional() }),
  spec: z
    .strictObject({
      /** The namespace of objects that name none. */
      namespace: name.optional(),
      mode: z.enum(['apply', 'observe']).default('apply'),
      expose: z.array(exposure).default([]),
      disks: z.array(disk).default([]),
    })
    .prefault({}),
});

export type StackFile = z.infer<typeof stackSchema>;
export type Exposure = z.infer<typeof exposure>;
export type DiskDeclaration = z.infer<typeof disk>;
