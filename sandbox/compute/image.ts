import { linkTo } from './link.ts';
import { refusal } from './refusal.ts';

/** The image a link means; a family means its newest image. */
export function imageLink(text: unknown, project: string): string {
  if (typeof text !== 'string' || text === '') throw refusal.required('sourceImage');
  const [, owner = project, family, name] =
    /(?:projects\/([^/]+)\/)?(?:global\/)?images\/(?:(family)\/)?([^/]+)$/.exec(text) ?? [];
  if (!name) throw refusal.invalid('sourceImage', text, 'The URL is malformed.');
  return linkTo(`projects/${owner}/global/images/${family ? newestOf(name) : name}`);
}

export function newestOf(family: string): string {
  return `${family}-v20260801`;
}
