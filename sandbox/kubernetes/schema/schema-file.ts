/** What schema.json holds. */
export interface SchemaFile {
  resources: ApiResource[];
  /** `group/version/Kind` -> name of its type. */
  kinds: Record<string, string>;
  types: Record<string, TypeDescription>;
}

export interface ApiResource {
  /** Empty for core. */
  group: string;
  version: string;
  plural: string;
  singular: string;
  kind: string;
  namespaced: boolean;
  verbs: string[];
  shortNames: string[];
  categories: string[];
  /** Name -> verbs. */
  subresources: Record<string, string[]>;
}

export interface TypeDescription {
  /** Absent for what is no structure: then `is` says what. */
  fields?: Record<string, Field>;
  is?: string;
  required?: string[];
  /** A structure that is owned and merged as a whole. */
  atomic?: boolean;
}

/** The type alone when there is nothing else to say: `string`, `core/v1.Pod`, `[]T` (list), `{}T` (map). */
export type Field = string | FieldDescription;

export interface FieldDescription {
  type: string;
  /** A list merged by these keys in server-side apply; without keys and `set` it is owned as a whole. */
  keys?: string[];
  set?: boolean;
  /** A map or structure owned as a whole. */
  atomic?: boolean;
  /** Of strategic merge patch. */
  mergeKey?: string;
  /** `merge`, `retainKeys`, `merge,retainKeys`. */
  strategy?: string;
}
