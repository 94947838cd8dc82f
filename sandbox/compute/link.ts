import { parseReference, type Reference, referencePath } from '../../shared/model/reference.ts';

/** How links are kept; the handler writes the host the request came to instead. */
export const linkPrefix = 'https://www.googleapis.com/compute/v1/';

export function linkTo(path: string): string {
  return `${linkPrefix}${path}`;
}

/** The path of a link that was kept. */
export function pathOf(link: string): string {
  return link.startsWith(linkPrefix) ? link.slice(linkPrefix.length) : link;
}

export function lastSegment(link: string): string {
  return link.slice(link.lastIndexOf('/') + 1);
}

/** `projects/P/zones/Z` of `projects/P/zones/Z/instances/N`. */
export function placeOf(path: string): string {
  return path.split('/').slice(0, -2).join('/');
}

/** `zones/Z`, `regions/R` or `global` of a path or of a place. */
export function scopeOf(path: string): string {
  const [, , scope = '', location = ''] = path.split('/');
  return scope === 'global' ? 'global' : `${scope}/${location}`;
}

export function projectOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/** Full, partial or beta input as the path it is kept by; the project number is turned into the id. */
export function readReference(text: string, project: string, idOf: (project: string) => string): Reference | undefined {
  const reference = parseReference(text, project);
  return reference ? { ...reference, project: idOf(reference.project) } : undefined;
}

export { referencePath };
