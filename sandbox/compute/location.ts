import type { ApiError } from './api-error.ts';
import { refusal } from './refusal.ts';
import type { World } from './world.ts';

const resourceName = /^(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?|[1-9][0-9]{0,19})$/;

/** Zones and regions must exist, and names in the path must be names (or ids). */
export function requireLocation({ settings, projects }: World, parameters: Record<string, string>): void {
  const { project = '', zone, region, ...names } = parameters;
  for (const [field, name] of Object.entries(names)) requireName(field, name);
  if (zone !== undefined && !Object.values(settings.regions).some((zones) => zones.includes(zone))) {
    throw unknown(settings.unknownLocation, 'zone', { name: zone, project: projects.idOf(project) });
  }
  if (region !== undefined && !settings.regions[region]) {
    throw unknown(settings.unknownLocation, 'region', { name: region, project: projects.idOf(project) });
  }
}

function requireName(field: string, name: string): void {
  if (resourceName.test(name)) return;
  const pattern = '[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?|[1-9][0-9]{0,19}';
  throw refusal.invalid(field, name, `Must be a match of regex '${pattern}'`);
}

/** The name of something new: no id. */
export function requireNewName(name: unknown): string {
  if (typeof name !== 'string' || name === '') throw refusal.required('resource.name');
  if (/^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) return name;
  throw refusal.invalid('resource.name', name, "Must be a match of regex '(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)'");
}

function unknown(
  status: 400 | 404,
  kind: 'zone' | 'region',
  { name, project }: { name: string; project: string },
): ApiError {
  if (status === 404) return refusal.notFound(`projects/${project}/${kind}s/${name}`);
  return refusal.invalid(kind, name, `Unknown ${kind}.`);
}
