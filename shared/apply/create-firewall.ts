import type { ActionOf } from '../model/action.ts';
import type { JsonObject } from '../model/json.ts';
import { lastSegment } from '../model/reference.ts';
import { firewallOf } from '../observe/firewalls.ts';
import { projectOf } from '../observe/project.ts';
import { linesIn, textsIn } from '../plan/traffic/firewall-command.ts';
import { samePorts } from '../plan/traffic/ports.ts';
import { sameSources } from '../plan/traffic/sources.ts';
import { type ApplyContext, blocked, type Done } from './context.ts';
import { create } from './resource.ts';

/** I-16: what names no source or no target would be open to everybody, or for every VM; such a body is never sent. */
export async function createFirewall(
  { firewall, body }: ActionOf<'create-firewall'>,
  context: ApplyContext,
): Promise<Done> {
  const { project, name } = firewall;
  const isNarrow = [body.sourceRanges, body.targetTags, body.allowed].every(
    (list) => Array.isArray(list) && list.length > 0,
  );
  if (!isNarrow)
    return blocked('it names no sources, no ports or no target tags, which would allow more than declared (I-16)');
  return create(
    {
      reference: firewall,
      body,
      isAsWanted: (live) => isAsDeclared(live, body, project),
      undo: `gcloud compute firewall-rules delete ${name} --project=${project}`,
    },
    context,
  );
}

function isAsDeclared(live: JsonObject, body: JsonObject, project: string): boolean {
  const found = firewallOf(live as never, projectOf(project));
  return (
    !found.disabled &&
    found.network === lastSegment(String(body.network)) &&
    found.direction === 'INGRESS' &&
    sameSources(found.sourceRanges, textsIn(body.sourceRanges)) &&
    samePorts(found.allowed, linesIn(body.allowed)) &&
    found.targetTags.toSorted().join() === textsIn(body.targetTags).toSorted().join()
  );
}
