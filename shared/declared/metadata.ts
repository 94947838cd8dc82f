import type { Json, JsonObject } from '../model/json.ts';
import { shown } from './problems.ts';

export interface FieldProblem {
  path: string;
  message: string;
}

/** What of an object's metadata the API server would not take: it wants text where YAML often gives something else. */
export function wrongMetadata(metadata: JsonObject): FieldProblem | null {
  const texts = ['name', 'namespace'].map((field) => textProblem(`metadata.${field}`, metadata[field]));
  const maps = ['labels', 'annotations'].map((field) => mapProblem(`metadata.${field}`, metadata[field]));
  return [...maps, ...texts].find((problem) => problem !== null) ?? null;
}

function mapProblem(path: string, map: Json | undefined): FieldProblem | null {
  if (map === undefined || map === null) return null;
  if (typeof map !== 'object' || Array.isArray(map)) {
    return { path, message: `\`${path}\` is ${shown(map)}: expected a mapping` };
  }
  const problems = Object.entries(map).map(([key, value]) => textProblem(`${path}.${key}`, value));
  return problems.find((problem) => problem !== null) ?? null;
}

function textProblem(path: string, value: Json | undefined): FieldProblem | null {
  if (value === undefined || value === null || typeof value === 'string') return null;
  const hint = typeof value === 'boolean' ? ' (unquoted y, yes, on, n, no and off are booleans to kubectl)' : '';
  return { path, message: `\`${path}\` is ${shown(value)}: expected text, put it in quotes${hint}` };
}
