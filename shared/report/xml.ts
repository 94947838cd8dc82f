import { printable } from './printable.ts';

/** For text and attributes of XML and HTML alike. */
export function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (mark) => entities[mark] ?? mark);
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
