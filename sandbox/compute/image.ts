import { linkTo } from './link.ts';
import { refusal } from './refusal.ts';

/** An image, a family, or what gcloud sends for `--image-family`: a zone's view of a family, the zone left open as `-`. */
const image = /(?:projects\/([^/]+)\/)?((?:global\/)?images\/(?:family\/)?|zones\/[^/]+\/imageFamilyViews\/)([^/]+)$/;

/** The image a link means; a family means its newest image. */
export function imageLink(text: unknown, project: string): string {
  if (typeof text !== 'string' || text === '') throw refusal.required('sourceImage');
  const [, owner = project, kind, name] = image.exec(text) ?? [];
  if (!name) throw refusal.invalid('sourceImage', text, 'The URL is malformed.');
  return linkTo(`projects/${owner}/global/images/${/family/i.test(kind ?? '') ? newestOf(name) : name}`);
}

export function newestOf(family: string): string {
  return `${family}-v20260801`;
}
