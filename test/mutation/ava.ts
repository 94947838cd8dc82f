import { assertions } from './assertions.ts';

/** Stands in for ava where it is imported under the loader: starting ava takes longer than most of the tests. */
type Body = (t: unknown, ...given: unknown[]) => unknown;
type Macro = { exec: Body; title?: (provided: string | undefined, ...given: unknown[]) => string };

export interface TestFile {
  tests: Map<string, (context: object) => Promise<void>>;
  before: (() => Promise<void>)[];
  beforeEach: (() => Promise<void>)[];
  after: (() => Promise<void>)[];
  context: object;
}

let current: TestFile | undefined;

/** Imports a test file and gives what it declared. */
export async function collect(url: string): Promise<TestFile> {
  const file: TestFile = { tests: new Map(), before: [], beforeEach: [], after: [], context: {} };
  current = file;
  await import(url);
  return file;
}

function declare(...given: unknown[]): void {
  const provided = typeof given[0] === 'string' ? (given.shift() as string) : undefined;
  const [body, ...rest] = given as [Body | Macro, ...unknown[]];
  const exec = typeof body === 'function' ? body : body.exec;
  const title = typeof body === 'function' ? provided : (body.title?.(provided, ...rest) ?? provided);
  const file = current;
  file?.tests.set(title ?? '', async (context) => {
    for (const before of file.beforeEach) await before();
    await runOne((t) => exec(t, ...rest), context, title);
  });
}

async function runOne(body: Body, context: object, title = ''): Promise<void> {
  const teardowns: (() => unknown)[] = [];
  const t = {
    ...assertions,
    context,
    title,
    timeout: () => undefined,
    log: () => undefined,
    plan: () => undefined,
    teardown: (one: () => unknown) => teardowns.unshift(one),
  };
  try {
    await body(t);
  } finally {
    for (const teardown of teardowns) await teardown();
  }
}

function hook(list: 'before' | 'beforeEach' | 'after') {
  return (...given: unknown[]): void => {
    const file = current;
    file?.[list].push(() => runOne(given.at(-1) as Body, file.context));
  };
}

const ignore = () => undefined;
const skipping = Object.assign(declare, { skip: ignore });
export default Object.assign(skipping, {
  serial: skipping,
  before: Object.assign(hook('before'), { serial: hook('before') }),
  beforeEach: hook('beforeEach'),
  after: Object.assign(hook('after'), { always: hook('after') }),
  macro: (body: Body | Macro): Macro => (typeof body === 'function' ? { exec: body } : body),
});
