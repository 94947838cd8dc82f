import type { ActionOf } from '../model/action.ts';
import type { Json } from '../model/json.ts';
import { isMarkedText, isProtected } from '../model/protection.ts';
import { parseReference, type Reference, referencePath, sameReference } from '../model/reference.ts';
import { serviceIn } from '../model/service-owner.ts';
import { type ApplyContext, blocked, confirmLease, type Done, done, leftToPerson, marked } from './context.ts';
import { change, readResource } from './resource.ts';
import { whatIsMissing } from './what-is-missing.ts';

type SetTarget = ActionOf<'set-forwarding-rule-target'>;

/** The address and the rule stay (I-15); only where it leads to changes, and only to a pool that has members and is opened. */
export async function setForwardingRuleTarget(action: SetTarget, context: ApplyContext): Promise<Done> {
  const lookedAt = context.runtime.now();
  const { forwardingRule, pool, replaces } = action;
  const [before, livePool] = await Promise.all([readResource(forwardingRule, context), readResource(pool, context)]);
  if (!before) return blocked(`forwarding rule \`${forwardingRule.name}\` no longer exists`);
  if (isProtected(labelsIn(before.labels)) || isMarkedText(before.description)) return marked('it');
  const owner = serviceIn(before.description);
  if (owner) return leftToPerson(`it belongs to Service ${owner} since the plan (P-10)`);
  if (leadsTo(before.target, pool)) return done(null, 'it led there already');
  if (!isSameTarget(before.target, replaces, pool.project)) return blocked('its target changed since the plan (I-19)');
  const members = livePool?.instances;
  if (!Array.isArray(members) || members.length === 0) return blocked(`pool \`${pool.name}\` has no members`);
  const missing = await whatIsMissing(action.requires, context);
  if (missing) return blocked(`${missing}: traffic is led there last (N-01)`);
  await confirmLease(context, lookedAt);
  const path = `${referencePath(forwardingRule)}/setTarget`;
  await change('POST', path, { body: { target: referencePath(pool) }, context });
  const after = await readResource(forwardingRule, context);
  return leadsTo(after?.target, pool) ? done(undoOf(action)) : blocked('its target did not read back as written');
}

function leadsTo(target: Json | undefined, pool: Reference): boolean {
  const found = typeof target === 'string' ? parseReference(target, pool.project) : undefined;
  if (!found) return false;
  return sameReference({ ...found, project: pool.project }, pool);
}

function isSameTarget(live: Json | undefined, seen: string | null, project: string): boolean {
  const [one, other] = [live, seen].map((url) => (typeof url === 'string' ? parseReference(url, project) : undefined));
  return one && other ? sameReference(one, other) : (live ?? null) === seen;
}

function undoOf({ forwardingRule: { name, project, location }, replaces }: SetTarget): string | null {
  const pool = replaces ? parseReference(replaces, project)?.name : null;
  return pool
    ? `gcloud compute forwarding-rules set-target ${name} --project=${project} --region=${location} --target-pool=${pool}`
    : null;
}

function labelsIn(value: Json | undefined): Record<string, string> {
  const map = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  return Object.fromEntries(Object.entries(map).map(([key, one]) => [key, String(one)]));
}
