export type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=' | ':' | '=~' | '!~';

/** A query of the Logging query language, read. */
export type Query =
  | { kind: 'everything' }
  | { kind: 'and' | 'or'; parts: Query[] }
  | { kind: 'not'; part: Query }
  | { kind: 'compare'; path: string[]; operator: Operator; value: string; quoted: boolean }
  /** Any field holds it. */
  | { kind: 'text'; value: string }
  | { kind: 'call'; name: string; values: string[] };
