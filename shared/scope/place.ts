/** The only words an event may hand on, each by the API's own pattern. Whatever does not match is null. */
const patterns = {
  project: /^(?:(?:[-a-z0-9]{1,63}\.)*[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?:)?[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/,
  projectNumber: /^[1-9]\d{0,19}$/,
  zone: /^[a-z]+(?:-[a-z]+)*\d{1,3}-[a-z][a-z0-9]{0,9}$/,
  region: /^[a-z]+(?:-[a-z]+)*\d{1,3}$/,
  name: /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/,
  id: /^[1-9]\d{0,19}$/,
};
const longest = 100;

export interface Place {
  project: string | null;
  projectNumber: string | null;
  zone: string | null;
  region: string | null;
  /** As in the URL: `instances`, `targetPools` … */
  collection: string | null;
  name: string | null;
}

const path =
  /^(?:(?:https?:)?\/\/)?(?:[a-z.]+\.googleapis\.com\/)?(?:compute\/[a-z0-9]+\/)?\/?projects\/([^/]+)\/(?:(?:zones|regions|locations)\/([^/]+)|global)\/([A-Za-z]+)(?:\/([^/]+)\/?)?$/;

/** Reads `projects/P/zones/Z/instances/N` behind any host and version. The project may be a number: managed groups write it so. */
export function readPlace(resourceName: string | null): Place {
  const [, project = '', location = '', collection = '', name = ''] =
    path.exec((resourceName ?? '').slice(0, 1000)) ?? [];
  const zone = match('zone', location);
  return {
    project: match('project', project),
    projectNumber: match('projectNumber', project),
    zone,
    region: zone === null ? match('region', location) : regionOfZone(zone),
    collection: collection || null,
    name: match('name', name),
  };
}

export function match(kind: keyof typeof patterns, word: string | null): string | null {
  return word !== null && word.length <= longest && patterns[kind].test(word) ? word : null;
}

export function regionOfZone(zone: string): string {
  return zone.slice(0, zone.lastIndexOf('-'));
}
