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
  items?: Item[] | null;
  nextPageToken?: string | null;
  warning?: Warning | null;
  unreachables?: string[] | null;
}

/** A page of an aggregated list: scope -> collection. */
export interface AggregatedPage<Scoped> {
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
  } catch (error) {
    gaps.push({ area, part: null, why: messageOf(error) });
  }
  return gaps;
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
    items.push(...(page.items ?? []).map(convert));
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
    for (const [scope, scoped] of Object.entries(page.items ?? {})) {
      items.push(...(collect(scoped) ?? []).map(convert));
      found.push(...gapsOf(area, lastSegment(scope), scoped));
    }
    return found;
  });
  return { items, gaps };
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
