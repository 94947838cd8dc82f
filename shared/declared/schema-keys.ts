import type { z } from 'zod';

type Path = readonly PropertyKey[];

/** The keys a schema allows at a place; those of all its forms where it has several. */
export function keysAt(schema: z.core.$ZodType, path: Path): string[] {
  return schemasAt(schema, path).flatMap((found) => {
    const { def } = found._zod as unknown as { def: Definition };
    return def.type === 'object' ? Object.keys(def.shape ?? {}) : [];
  });
}

interface Definition {
  type: string;
  shape?: Record<string, z.core.$ZodType>;
  element?: z.core.$ZodType;
  valueType?: z.core.$ZodType;
  innerType?: z.core.$ZodType;
  options?: z.core.$ZodType[];
  in?: z.core.$ZodType;
}

function schemasAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType[] {
  const { def } = schema._zod as unknown as { def: Definition };
  if (def.options) return def.options.flatMap((option) => schemasAt(option, path));
  const wrapped = def.innerType ?? def.in;
  if (wrapped) return schemasAt(wrapped, path);
  const [head, ...rest] = path;
  if (head === undefined) return [schema];
  const inner = def.shape?.[String(head)] ?? def.element ?? def.valueType;
  return inner === undefined ? [] : schemasAt(inner, rest);
}
