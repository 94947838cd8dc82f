import type { Answer } from './handle.ts';
import { linkPrefix } from './link.ts';

const betaPrefix = linkPrefix.replace('/v1/', '/beta/');

/** Links are kept with Google's host and written with the one the request came to. */
export function answerWith({ status, body, headers }: Answer, { base, references, numberOf }: Links): Written {
  if (!body) return { response: new Response(null, { status }), bytes: 0 };
  const text = JSON.stringify(body, references === 'v1' ? undefined : saying(references, numberOf));
  const written = base === linkPrefix ? text : withBase(text, base, references);
  const all = { 'content-type': 'application/json; charset=UTF-8', vary: 'Origin', ...headers };
  return { response: new Response(written, { status, headers: all }), bytes: written.length };
}

function withBase(text: string, base: string, references: Links['references']): string {
  const written = text.replaceAll(linkPrefix, base);
  return references !== 'beta' ? written : written.replaceAll(betaPrefix, base.replace('/v1/', '/beta/'));
}

interface Links {
  base: string;
  references: 'v1' | 'beta' | 'number';
  /** Of a project, by its id. */
  numberOf: (id: string) => string;
}

interface Written {
  response: Response;
  bytes: number;
}

function saying(references: 'beta' | 'number', numberOf: Links['numberOf']) {
  return (key: string, value: unknown): unknown => {
    const isOwn = key === 'selfLink' || key === 'zone' || key === 'region';
    if (isOwn || typeof value !== 'string' || !value.startsWith(linkPrefix)) return value;
    if (references === 'beta') return value.replace(linkPrefix, betaPrefix);
    const [project = '', ...rest] = value.slice(`${linkPrefix}projects/`.length).split('/');
    return [`${linkPrefix}projects/${numberOf(project)}`, ...rest].join('/');
  };
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
