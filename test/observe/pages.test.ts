import test from 'ava';
import { type AggregatedPage, type Reading, readAggregated, readPages } from '../../shared/observe/pages.ts';

interface Scoped {
  instances?: string[];
}

const nothing = { warning: { code: 'NO_RESULTS_ON_PAGE' } };

/** Each page's token is the number of the next one. */
function readInPages(...items: AggregatedPage<Scoped>['items'][]): Promise<Reading<string>> {
  const pages = items.map((one, index) => ({
    kind: 'compute#instanceAggregatedList',
    items: one,
    ...(index + 1 < items.length && { nextPageToken: String(index + 1) }),
  }));
  return readAggregated('instances', async (token) => pages[Number(token)] ?? {}, {
    collect: ({ instances }: Scoped) => instances,
    convert: (name: string) => name,
  });
}

test('a page on which no zone has anything is not the end, and takes nothing back', async (t) => {
  const found = await readInPages(
    { 'zones/a': nothing, 'zones/b': nothing },
    { 'zones/a': { instances: ['one'] }, 'zones/b': nothing },
    { 'zones/a': nothing, 'zones/b': { instances: ['two'] } },
  );
  t.deepEqual(found, { items: ['one', 'two'], gaps: [] });
});

test('P-07, F-13: a further page that names no zone at all has lost what was on it', async (t) => {
  const { items, gaps } = await readInPages({ 'zones/a': { instances: ['one'] } }, {}, { 'zones/a': nothing });
  t.deepEqual(items, ['one']);
  t.deepEqual(gaps, [{ area: 'instances', part: null, why: 'the answer names no zone or region at all' }]);
});

test('a list that never ends is told as one that was not read to its end', async (t) => {
  let page = 0;
  const readNext = async () => {
    page += 1;
    return { nextPageToken: String(page) };
  };
  const gaps = await readPages('pools', readNext, () => []);
  t.deepEqual(gaps, [{ area: 'pools', part: null, why: 'the list has more than 1000 pages' }]);
  t.is(page, 1000);
});
