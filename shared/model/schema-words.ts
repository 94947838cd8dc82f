import { z } from 'zod';

/** What cluster.yaml and stack.yaml both speak of. */
export const name = z
  .string()
  .regex(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, 'a name of lower-case letters, digits and dashes, 63 at most');
export const zone = z.string().regex(/^[a-z]+(?:-[a-z]+)*\d+-[a-z0-9]+$/, 'a zone such as us-central1-a');
export const region = z.string().regex(/^[a-z]+(?:-[a-z]+)*\d+$/, 'a region such as us-central1');

/** metadata of both kinds. */
export const metadata = z.strictObject({
  name: name.describe('Its name in reports, plans and on the command line.'),
  annotations: z.record(z.string(), z.string()).optional().describe('For people and other tools.'),
});

export const mode = z
  .enum(['apply', 'observe'])
  .default('apply')
  .describe('observe: differences are planned and reported, nothing is written.');
