import { digestOf } from '../../model/digest.ts';

const longest = 63;

/** A name that Compute Engine takes, the same for the same words; what is too long ends in a digest of the whole. */
export function resourceName(...words: string[]): string {
  const name = words
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '');
  if (name.length <= longest) return name.replace(/-+$/, '');
  return `${name.slice(0, longest - 9).replace(/-+$/, '')}-${digestOf(name).slice(0, 8)}`;
}
