import type { ActionOf } from '../model/action.ts';
import type { JsonObject } from '../model/json.ts';
import { lastSegment } from '../model/reference.ts';
import { forwardingRuleOf } from '../observe/forwarding-rules.ts';
import { projectOf } from '../observe/project.ts';
import { canonicalPorts, canonicalProtocol } from '../plan/traffic/ports.ts';
import { type ApplyContext, blocked, type Done } from './context.ts';
import { create } from './resource.ts';
import { whatIsMissing } from './what-is-missing.ts';

type Create = ActionOf<'create-forwarding-rule'>;

/** N-01: the last of what makes a service reachable, and only when the rest is there. */
export async function createForwardingRule(action: Create, context: ApplyContext): Promise<Done> {
  const lookedAt = context.runtime.now();
  const { forwardingRule, body } = action;
  const { project, location, name } = forwardingRule;
  const missing = await whatIsMissing(action.requires, context);
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

function isAsDeclared(live: JsonObject, body: JsonObject, project: string): boolean {
  const found = forwardingRuleOf(live as never, projectOf(project));
  return (
    found.address === body.IPAddress &&
    canonicalProtocol(found.protocol) === canonicalProtocol(String(body.IPProtocol)) &&
    canonicalPorts(found.portRange ?? '') === canonicalPorts(String(body.portRange)) &&
    lastSegment(found.target) === lastSegment(String(body.target))
  );
}
