import type { Json, JsonObject } from '../model/json.ts';
import { lastSegment, type Reference } from '../model/reference.ts';
import type { ApplyContext } from './context.ts';
import { readResource } from './resource.ts';

/** N-01: of what a way consists of besides the forwarding rule, which comes last; `null` when all of it is there. */
export async function whatIsMissing(requires: Reference[], context: ApplyContext): Promise<string | null> {
  const found = await Promise.all(requires.map((one) => readResource(one, context)));
  const why = requires.map((reference, index) => whyOfNoUse(reference, found[index] ?? null, context));
  return why.find((one) => one !== null) ?? null;
}

function whyOfNoUse(
  { collection, name }: Reference,
  live: JsonObject | null,
  { declared }: ApplyContext,
): string | null {
  if (!live) return `${collection} \`${name}\` is not there`;
  if (collection === 'targetPools' && textsIn(live.instances).length === 0) return `pool \`${name}\` has no members`;
  if (collection !== 'firewalls') return null;
  const [network, wanted] = [lastSegment(String(live.network)), declared.cluster.spec.network];
  return network === wanted ? null : `firewall \`${name}\` is of network \`${network}\`, not of \`${wanted}\``;
}

function textsIn(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
