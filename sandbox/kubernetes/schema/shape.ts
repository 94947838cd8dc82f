import schema from './schema.json' with { type: 'json' };
import type { Field, FieldDescription, SchemaFile, TypeDescription } from './schema-file.ts';

/** What a value is made of, as far as merging, ownership and decoding go. */
export type Shape = ScalarShape | StructShape | MapShape | ListShape | AnyShape;

export interface ScalarShape {
  form: 'scalar';
  type: 'string' | 'integer' | 'number' | 'boolean' | 'int-or-string' | 'time' | 'micro-time' | 'quantity';
}

export interface StructShape {
  form: 'struct';
  name: string;
  fields: ReadonlyMap<string, Shape>;
  required: readonly string[];
  /** Owned and merged as a whole. */
  atomic: boolean;
  /** Fields it does not name are kept (custom resources that say so). */
  open: boolean;
}

export interface MapShape {
  form: 'map';
  of: Shape;
  atomic: boolean;
}

export interface ListShape {
  form: 'list';
  of: Shape;
  /** Of server-side apply: by these keys, as a set of scalars, or as a whole. */
  kind: 'keyed' | 'set' | 'atomic';
  keys: readonly string[];
  /** Of strategic merge patch: `undefined` replaces the list. */
  mergeKey: string | undefined;
  merges: boolean;
  retainsKeys: boolean;
}

/** Nothing is known: objects merge by field, lists are owned as a whole. */
export interface AnyShape {
  form: 'any';
}

const file: SchemaFile = schema;
const shapes = new Map<string, Shape>();
const scalars = new Set(['string', 'integer', 'number', 'boolean', 'int-or-string', 'time', 'micro-time', 'quantity']);

/** Types that are text with a form of its own. */
const named: Readonly<Record<string, string>> = { MicroTime: 'micro-time', Quantity: 'quantity' };

export const builtInResources = file.resources;
export const anyShape: AnyShape = { form: 'any' };

/** The shape of a built-in kind. */
export function shapeOfKind(group: string, version: string, kind: string): Shape | undefined {
  const name = file.kinds[`${group}/${version}/${kind}`];
  return name === undefined ? undefined : shapeOfType(name);
}

export function shapeOfType(type: string): Shape {
  const known = shapes.get(type);
  if (known) return known;
  const shape = makeShape({ type });
  shapes.set(type, shape);
  return shape;
}

function makeShape(field: FieldDescription): Shape {
  const type = named[field.type] ?? field.type;
  if (type.startsWith('[]')) return makeList(field, type.slice(2));
  if (type.startsWith('{}')) return { form: 'map', of: shapeOfType(type.slice(2)), atomic: field.atomic ?? false };
  if (scalars.has(type)) return { form: 'scalar', type: type as ScalarShape['type'] };
  const description = file.types[type];
  if (!description) return anyShape;
  return description.fields ? makeStruct(type, description) : makeShape({ type: description.is ?? 'any' });
}

function makeList(field: FieldDescription, of: string): ListShape {
  const strategy = field.strategy?.split(',') ?? [];
  return {
    form: 'list',
    of: shapeOfType(of),
    kind: field.keys ? 'keyed' : field.set ? 'set' : 'atomic',
    keys: field.keys ?? [],
    mergeKey: field.mergeKey,
    merges: strategy.includes('merge'),
    retainsKeys: strategy.includes('retainKeys'),
  };
}

/** Fields are made when first asked for: a JSON schema contains itself. */
function makeStruct(name: string, description: TypeDescription): StructShape {
  let fields: ReadonlyMap<string, Shape> | undefined;
  return {
    form: 'struct',
    name,
    get fields() {
      fields ??= new Map(Object.entries(description.fields ?? {}).map(([key, field]) => [key, shapeOfField(field)]));
      return fields;
    },
    required: description.required ?? [],
    atomic: description.atomic ?? false,
    open: false,
  };
}

function shapeOfField(field: Field): Shape {
  if (typeof field === 'string') return shapeOfType(field);
  const shape = makeShape(field);
  if (shape.form !== 'struct' || !field.atomic) return shape;
  return { ...shape, fields: shape.fields, atomic: true };
}

/** The shape of what stands at a step below. */
export function shapeOfStep(shape: Shape, step: string): Shape {
  if (shape.form === 'struct') return shape.fields.get(step) ?? anyShape;
  if (shape.form === 'map' || shape.form === 'list') return shape.of;
  return anyShape;
}
