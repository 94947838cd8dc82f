import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';

interface Expected {
  instanceOf?: new (...given: never[]) => unknown;
  is?: unknown;
  name?: string;
  code?: string | number;
  message?: string | RegExp | ((message: string) => boolean);
}

type Thrower = () => unknown;

/** What the tests here use of ava's assertions. Each throws at once. */
export const assertions = {
  is: (value: unknown, expected: unknown) => assert.ok(Object.is(value, expected)),
  not: (value: unknown, expected: unknown) => assert.ok(!Object.is(value, expected)),
  true: (value: unknown) => assert.ok(value === true),
  false: (value: unknown) => assert.ok(value === false),
  truthy: (value: unknown) => assert.ok(value),
  falsy: (value: unknown) => assert.ok(!value),
  deepEqual: (value: unknown, expected: unknown) => assert.ok(isSame(value, expected)),
  notDeepEqual: (value: unknown, expected: unknown) => assert.ok(!isSame(value, expected)),
  like: (value: unknown, selector: unknown) => assert.ok(isLike(value, selector)),
  regex: (text: string, pattern: RegExp) => assert.match(text, pattern),
  notRegex: (text: string, pattern: RegExp) => assert.doesNotMatch(text, pattern),
  pass: () => undefined,
  fail: (why?: string) => assert.fail(why),
  throws: (thrower: Thrower, expected?: Expected) => {
    try {
      thrower();
    } catch (error) {
      return expect(error, expected);
    }
    return assert.fail('nothing was thrown');
  },
  throwsAsync: async (thrower: Thrower | Promise<unknown>, expected?: Expected) => {
    try {
      await (typeof thrower === 'function' ? thrower() : thrower);
    } catch (error) {
      return expect(error, expected);
    }
    return assert.fail('nothing was thrown');
  },
  notThrows: (thrower: Thrower) => void thrower(),
  notThrowsAsync: async (thrower: Thrower | Promise<unknown>) =>
    void (await (typeof thrower === 'function' ? thrower() : thrower)),
};

function isSame(value: unknown, expected: unknown): boolean {
  return isDeepStrictEqual(value, expected, { skipPrototype: true });
}

function isLike(value: unknown, selector: unknown): boolean {
  const isNested = Array.isArray(selector) || Object.getPrototypeOf(selector ?? 0) === Object.prototype;
  if (!isNested) return isSame(value, selector);
  return Object.entries(selector as object).every(([key, one]) =>
    isLike((value as Record<string, unknown>)?.[key], one),
  );
}

function expect(error: unknown, { instanceOf, is, name, code, message }: Expected = {}): unknown {
  assert.ok(error instanceof Error);
  if (instanceOf) assert.ok(error instanceof instanceOf);
  if (is !== undefined) assert.ok(error === is);
  if (name !== undefined) assert.equal(error.name, name);
  if (code !== undefined) assert.equal((error as Error & { code?: unknown }).code, code);
  if (typeof message === 'string') assert.equal(error.message, message);
  if (message instanceof RegExp) assert.match(error.message, message);
  if (typeof message === 'function') assert.ok(message(error.message));
  return error;
}
