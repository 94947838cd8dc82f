import type { ActionOf } from '../model/action.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { lastSegment, type Reference } from '../model/reference.ts';
import { forwardingRuleOf } from '../observe/forwarding-rules.ts';
import { projectOf } from '../observe/project.ts';
import { canonicalPorts, canonicalProtocol } from '../plan/traffic/ports.ts';
import { type ApplyContext, blocked, type Done } from './context.ts';
import { create, readResource } from './resource.ts';

type Create = ActionOf<'create-forwarding-rule'>;

/** N-01: the last of what makes a service reachable, and only when the rest is there. */
export async function createForwardingRule(action: Create, context: ApplyContext): Promise<Done> {
  const lookedAt = context.runtime.now();
  const { forwardingRule, body } = action;
  const { project, location, name } = forwardingRule;
  const missing = await whatIsMissing(action, context);
  if (missing) return blocked(`${missing}: a forwarding rule comes last (N-01)`);
  return create(
    {
      reference: forwardingRule,
      body,
      isAsWanted: (live) => isAsDeclared(live, body, project),
      undo: `gcloud compute forwarding-rules delete ${name} --project=${project} --region=${location}`,
    },
    context,
    lookedAt,
  );
}

async function whatIsMissing({ requires }: Create, context: ApplyContext): Promise<string | null> {
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

function isAsDeclared(live: JsonObject, body: JsonObject, project: string): boolean {
  const found = forwardingRuleOf(live as never, projectOf(project));
  return (
    found.address === body.IPAddress &&
    canonicalProtocol(found.protocol) === canonicalProtocol(String(body.IPProtocol)) &&
    canonicalPorts(found.portRange ?? '') === canonicalPorts(String(body.portRange)) &&
    lastSegment(found.target) === lastSegment(String(body.target))
  );
}

function textsIn(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
