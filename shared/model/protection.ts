import { asObject, type Json, type JsonObject } from './json.ts';

export const protectMark = 'underpin.dev/protect';
/** Labels of Compute Engine hold no dots and no slashes. */
const protectLabel = 'underpin-protect';

/** I-26: a mark on the declared or on the live object; any value but `false` counts. */
export function isProtected(...marks: (Record<string, string> | null | undefined)[]): boolean {
  return marks.some((map) =>
    [map?.[protectMark], map?.[protectLabel]].some((mark) => mark !== undefined && mark !== 'false'),
  );
}

/** Where there are no labels, the description carries the mark: of pools, firewalls and forwarding rules. */
export function isMarkedText(description: unknown): boolean {
  const text = String(description ?? '');
  return [protectMark, protectLabel].some((mark) => text.includes(mark));
}

/** A Kubernetes object, as it is declared or as it lives. */
export function isProtectedObject({ metadata }: JsonObject): boolean {
  const { labels, annotations } = asObject(metadata);
  return [labels, annotations].some((marks) => isProtected(textsIn(marks)));
}

function textsIn(value: Json | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(asObject(value)).map(([key, one]) => [key, String(one)]));
}
