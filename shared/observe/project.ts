import { parseReference, type Reference } from '../model/reference.ts';

export interface Project {
  id: string;
  /** `undefined` for what is no Compute Engine URL (P-02). */
  parse(url: string | null | undefined): Reference | undefined;
}

/**
 * Managed groups and service agents write the project's number where others write its id. What is read here (members,
 * attached disks, `created-by`) can only be of the same project, so a number is always this project's.
 */
export function projectOf(id: string): Project {
  return {
    id,
    parse: (url) => {
      const found = url ? parseReference(url, id) : undefined;
      return found && /^\d+$/.test(found.project) ? { ...found, project: id } : found;
    },
  };
}

/** Of a resource that the API itself listed: its selfLink always parses; a made-up answer without one is an error. */
export function ownReference(selfLink: string | null | undefined, project: Project): Reference {
  const found = project.parse(selfLink);
  if (!found) throw new Error(`the API listed a resource with the selfLink \`${selfLink}\``);
  return found;
}
