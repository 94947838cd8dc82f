import { messageOf } from '../errors.ts';
import type { Area, Gap } from '../model/live.ts';
import { lastSegment } from '../model/reference.ts';

/** What one area's reading gave, and what it could not see. */
export interface Reading<T> {
  items: T[];
  gaps: Gap[];
}

/** A page as Google's list methods answer it. */
export interface Page<Item> {
  kind?: string | null;
  items?: Item[] | null;
  nextPageToken?: string | null;
  warning?: Warning | null;
  unreachables?: string[] | null;
}

/** A page of an aggregated list: scope -> collection. */
export interface AggregatedPage<Scoped> {
  kind?: string | null;
  items?: Record<string, Scoped & { warning?: Warning | null }> | null;
  nextPageToken?: string | null;
  warning?: Warning | null;
  unreachables?: string[] | null;
}

export interface Warning {
  code?: string | null;
  message?: string | null;
}

const mostPages = 1000;

/** Reads every page. A page that fails, a token that comes twice, a warning: the rest counts, the gap is told (P-07, F-13). */
export async function readPages<P extends { nextPageToken?: string | null }>(
  area: Area,
  fetchPage: (pageToken: string) => Promise<P>,
  take: (page: P) => Gap[],
): Promise<Gap[]> {
  const gaps: Gap[] = [];
  const seen = new Set<string>();
  let token = '';
  try {
    do {
      const page = await fetchPage(token);
      gaps.push(...take(page));
      token = page.nextPageToken ?? '';
      if (seen.has(token)) throw new Error(`the page token \`${token}\` came twice`);
      seen.add(token);
    } while (token && seen.size < mostPages);
    if (token) throw new Error(`the list has more than ${mostPages} pages`);
  } catch (error) {
    gaps.push({ area, part: null, why: whyUnread(error) });
  }
  return gaps;
}

/** What a client or a conversion stumbles over says nothing to a person: the answer was not what the API answers. */
export function whyUnread(error: unknown): string {
  const isForeign = error instanceof TypeError || error instanceof SyntaxError || error instanceof RangeError;
  return isForeign ? `the answer cannot be read: ${error.message}` : messageOf(error);
}

/** An empty list leaves its items out, and so does an answer that is none: only the kind tells them apart (P-07). */
function itemsOf<T extends object>({ kind, items }: { kind?: string | null; items?: T | null }, nothing: T): T {
  const isList = kind?.startsWith('compute#') && Array.isArray(items ?? nothing) === Array.isArray(nothing);
  if (isList && typeof (items ?? nothing) === 'object') return items ?? nothing;
  throw new Error(`the answer is no list of Compute Engine: \`${JSON.stringify({ kind, items }).slice(0, 80)}\``);
}

interface AggregatingClient {
  initialize(): Promise<unknown>;
  innerApiCalls: Record<string, unknown>;
}

type PagedCall = (request: object, options: { autoPaginate: false }) => Promise<[unknown, unknown, unknown]>;

/**
 * One page of an aggregated list with its warnings and unreachable scopes. The public method of Google's clients only
 * iterates the items and drops both, which would read as absence.
 */
export async function fetchAggregatedPage(client: AggregatingClient, request: object): Promise<unknown> {
  await client.initialize();
  const list = client.innerApiCalls.aggregatedList as PagedCall;
  const [, , page] = await list({ maxResults: 500, returnPartialSuccess: true, ...request }, { autoPaginate: false });
  return page;
}

export async function readList<Item, T>(
  area: Area,
  fetchPage: (pageToken: string) => Promise<Page<Item>>,
  convert: (item: Item) => T,
): Promise<Reading<T>> {
  const items: T[] = [];
  const gaps = await readPages(area, fetchPage, (page) => {
    items.push(...itemsOf(page, []).map(convert));
    return gapsOf(area, null, page);
  });
  return { items, gaps };
}

export async function readAggregated<Item, Scoped, T>(
  area: Area,
  fetchPage: (pageToken: string) => Promise<AggregatedPage<Scoped>>,
  { collect, convert }: { collect: (scoped: Scoped) => Item[] | null | undefined; convert: (item: Item) => T },
): Promise<Reading<T>> {
  const items: T[] = [];
  const gaps = await readPages(area, fetchPage, (page) => {
    const found: Gap[] = gapsOf(area, null, page);
    const scopes = Object.entries(itemsOf(page, {}));
    if (scopes.length === 0 && found.length === 0) found.push(scopeless(area));
    for (const [scope, scoped] of scopes) {
      const listed = collect(scoped) ?? [];
      items.push(...listed.map(convert));
      found.push(...gapsOf(area, lastSegment(scope), scoped), ...silenceOf(area, scope, { ...scoped, listed }));
    }
    return found;
  });
  return { items, gaps };
}

/** A zone or region says what is in it, or warns that nothing is; one that says neither proves no absence (P-07). */
function silenceOf(area: Area, scope: string, { listed, warning }: Warned & { listed: unknown[] }): Gap[] {
  if (listed.length > 0 || warning?.code) return [];
  return [{ area, part: lastSegment(scope), why: `\`${scope}\` was answered with neither anything nor nothing` }];
}

/** Every project sees zones and regions, on each page, if only as empty: one that names none has lost them on the way (P-07, F-13). */
function scopeless(area: Area): Gap {
  return { area, part: null, why: 'the answer names no zone or region at all' };
}

type Warned = { warning?: Warning | null; unreachables?: string[] | null };

function gapsOf(area: Area, part: string | null, { warning, unreachables }: Warned): Gap[] {
  const gaps: Gap[] = (unreachables ?? []).map((url) => ({
    area,
    part: lastSegment(url),
    why: `\`${url}\` was unreachable`,
  }));
  if (warning?.code && warning.code !== 'NO_RESULTS_ON_PAGE') {
    gaps.push({ area, part, why: `${warning.code}: ${warning.message ?? ''}` });
  }
  return gaps;
}
