import type { Answer } from './handle.ts';
import { linkPrefix } from './link.ts';

/** Links are kept with Google's host and written with the one the request came to. */
export function answerWith({ status, body, headers }: Answer, base: string): { response: Response; bytes: number } {
  if (!body) return { response: new Response(null, { status }), bytes: 0 };
  const text = JSON.stringify(body);
  const written = base === linkPrefix ? text : text.replaceAll(linkPrefix, base);
  const all = { 'content-type': 'application/json; charset=UTF-8', vary: 'Origin', ...headers };
  return { response: new Response(written, { status, headers: all }), bytes: written.length };
}

export function notFoundPage(pathname: string): Response {
  return htmlPage(404, `The requested URL <code>${escapeHtml(pathname)}</code> was not found on this server.`);
}

/** What Google's front ends say when the API itself is not reached. */
export function htmlPage(status: number, words: string): Response {
  const page = `<!DOCTYPE html>\n<html lang=en>\n  <title>Error ${status}</title>\n  <p><b>${status}.</b> <ins>That’s an error.</ins>\n  <p>${words}  <ins>That’s all we know.</ins>\n`;
  return new Response(page, { status, headers: { 'content-type': 'text/html; charset=UTF-8' } });
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
