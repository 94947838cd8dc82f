import { isObject } from '../../sandbox/kubernetes/object.ts';
import type { Json, JsonObject } from '../../shared/model/json.ts';

/** What a list holds, in another order each time: nobody has promised one. */
export async function otherwiseSorted(answer: Response, chance: () => number): Promise<Response> {
  const body = JSON.parse(await answer.clone().text()) as JsonObject;
  if (!String(body.kind).endsWith('List') || chance() < 0.5) return answer;
  return new Response(JSON.stringify({ ...body, items: turned(body.items) }), answer);
}

/** The things, not the places that an aggregated list names. */
function turned(items: Json | undefined): Json {
  if (Array.isArray(items)) return items.toReversed();
  if (!isObject(items)) return items ?? [];
  return Object.fromEntries(
    Object.entries(items).map(([place, scope]) => [place, isObject(scope) ? turnedScope(scope) : scope]),
  );
}

function turnedScope(scope: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(scope).map(([collection, all]) => [collection, Array.isArray(all) ? all.toReversed() : all]),
  );
}
