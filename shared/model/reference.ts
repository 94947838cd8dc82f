/** A Compute Engine resource behind every spelling of its URL (P-02). `location` is a zone, a region or `global`. */
export interface Reference {
  project: string;
  location: string;
  /** As in the URL: `instances`, `disks`, `targetPools` … */
  collection: string;
  name: string;
}

/** Letters of names, numbers and domain-scoped projects; whatever else comes is not understood rather than believed. */
const segment = '[-.:\\w]+';
const located = new RegExp(`^projects/(${segment})/(?:zones|regions)/(${segment})/(${segment})/(${segment})$`);
const global = new RegExp(`^projects/(${segment})/global/(${segment})/(${segment})$`);

/**
 * Reads full, partial, beta and host-less URLs: everything before `projects/` is dropped. A partial URL such as
 * `zones/Z/instances/N` or `/zones/Z/instances/N` belongs to `project`. `undefined` when it is none of these: the
 * caller keeps and reports it (P-02).
 */
export function parseReference(url: string, project: string): Reference | undefined {
  const path = absolutePath(url, project);
  const inLocation = located.exec(path);
  if (inLocation) {
    const [, owner = '', location = '', collection = '', name = ''] = inLocation;
    return { project: owner, location, collection, name };
  }
  const inGlobal = global.exec(path);
  if (inGlobal) {
    const [, owner = '', collection = '', name = ''] = inGlobal;
    return { project: owner, location: 'global', collection, name };
  }
  return undefined;
}

/** `projects/P/zones/Z/instances/N`: the spelling the API accepts as input, and a key that is equal only for the same resource. */
export function referencePath({ project, location, collection, name }: Reference): string {
  return `projects/${project}/${scopeOf(location)}/${collection}/${name}`;
}

export function sameReference(one: Reference, other: Reference): boolean {
  return referencePath(one) === referencePath(other);
}

/** Zones end in `-x` after the region's digit: `us-central1-a` against `us-central1`. */
export function isZone(location: string): boolean {
  return /^[a-z]+(?:-[a-z]+)*\d+-[a-z0-9]+$/.test(location);
}

export function regionOf(location: string): string {
  return isZone(location) ? location.slice(0, location.lastIndexOf('-')) : location;
}

/** Whether what is in a zone or a region may have to do with one of the zones. */
export function reachesAny(location: string, zones: string[]): boolean {
  return zones.some((zone) => zone === location || regionOf(zone) === location);
}

function scopeOf(location: string): string {
  if (location === 'global') return 'global';
  return isZone(location) ? `zones/${location}` : `regions/${location}`;
}

function absolutePath(url: string, project: string): string {
  const start = url.search(/(?:^|\/)projects\//);
  if (start >= 0) return url.slice(url.indexOf('projects/', start));
  const partial = url.replace(/^\//, '');
  return /^(?:zones|regions|global)\//.test(partial) ? `projects/${project}/${partial}` : url;
}

export function lastSegment(url: string | null | undefined): string {
  return url ? url.slice(url.lastIndexOf('/') + 1) : '';
}
