import { printable } from './printable.ts';

/** For text and attributes of XML and HTML alike. */
export function escaped(text: string): string {
  return entityEscaped(printable(text));
}

/** For text that is fit to print already, and has lines of its own. */
export function entityEscaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => entities[mark] ?? mark);
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
