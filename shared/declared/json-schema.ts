import { z } from 'zod';
import { clusterSchema } from '../model/cluster.ts';
import type { JsonObject } from '../model/json.ts';
import { stackSchema } from '../model/stack.ts';

const kinds = {
  Cluster: { schema: clusterSchema, title: 'Underpin: cluster.yaml' },
  Stack: { schema: stackSchema, title: 'Underpin: stack.yaml' },
};

export type DeclarationKind = keyof typeof kinds;

/** JSON Schema of a file as a person writes it, for editors: `# yaml-language-server: $schema=cluster.schema.json`. */
export function jsonSchemaOf(kind: DeclarationKind): JsonObject {
  const { schema, title } = kinds[kind];
  // Draft 7 is what the YAML language server knows best.
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
  return { $schema, title, ...rest } as unknown as JsonObject;
}
