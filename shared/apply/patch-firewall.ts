import type { ActionOf } from '../model/action.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { isMarkedText } from '../model/protection.ts';
import { referencePath } from '../model/reference.ts';
import { firewallCommand, linesIn, textsIn } from '../plan/traffic/firewall-command.ts';
import { samePorts } from '../plan/traffic/ports.ts';
import { sameSources } from '../plan/traffic/sources.ts';
import { type ApplyContext, blocked, confirmLease, type Done, done, marked } from './context.ts';
import { change, readResource } from './resource.ts';

type Patch = ActionOf<'patch-firewall'>;

/**
 * N-05: only the fields that differ, all of them in one request: one field alone could open what another still holds
 * shut (I-16). A firewall that was edited since the plan is left to the next plan (I-19).
 */
export async function patchFirewall({ firewall, body, replaces }: Patch, context: ApplyContext): Promise<Done> {
  const lookedAt = context.runtime.now();
  const before = await readResource(firewall, context);
  if (!before) return blocked(`firewall \`${firewall.name}\` no longer exists`);
  if (isMarkedText(before.description)) return marked('it');
  if (isOpenToAll(body)) return blocked('it would name no sources or no ports, which allows more than declared (I-16)');
  const differing = Object.keys(body).filter((field) => !isSame(field, before[field], body[field]));
  if (differing.length === 0) return done(null, 'it was as declared already');
  const kept = Object.keys(replaces).filter((field) => !(field in body));
  const moved = [...differing, ...kept].filter((field) => !isSame(field, before[field], replaces[field]));
  if (moved.length > 0) return blocked(`${moved.join(', ')} changed since the plan; the next plan compares it (I-19)`);
  await confirmLease(context, lookedAt);
  const patch = pick(body, differing);
  await change('PATCH', referencePath(firewall), { body: patch, context });
  const after = await readResource(firewall, context);
  const wanted = { ...replaces, ...body };
  const left = Object.keys(wanted).filter((field) => !isSame(field, after?.[field], wanted[field]));
  if (left.length > 0) return blocked(`${left.join(', ')} did not read back as planned`);
  return done(firewallCommand('update', firewall, { ...emptyOf(differing), ...pick(before, differing) }));
}

/** Leaving out every source is read as everybody. */
function isOpenToAll({ sourceRanges, allowed }: JsonObject): boolean {
  return [sourceRanges, allowed].some((list) => Array.isArray(list) && list.length === 0);
}

/** In canonical form (N-04); a field that an answer leaves out is empty, false or the default. */
function isSame(field: string, one: Json | undefined, other: Json | undefined): boolean {
  if (field === 'allowed') return samePorts(linesIn(one), linesIn(other));
  if (field === 'sourceRanges') return sameSources(textsIn(one), textsIn(other));
  if (field === 'priority') return (one ?? 1000) === (other ?? 1000);
  if (field === 'disabled') return (one ?? false) === (other ?? false);
  return textsIn(one).toSorted().join() === textsIn(other).toSorted().join();
}

function pick(from: JsonObject, fields: string[]): JsonObject {
  return Object.fromEntries(fields.flatMap((field) => (from[field] === undefined ? [] : [[field, from[field]]])));
}

/** So that the way back says what was empty before. */
function emptyOf(fields: string[]): JsonObject {
  return Object.fromEntries(
    fields.filter((field) => /(?:Tags|ServiceAccounts)$/.test(field)).map((field) => [field, []]),
  );
}
