import type { ActionOf } from '../model/action.ts';
import type { Json } from '../model/json.ts';
import { lastSegment, parseReference } from '../model/reference.ts';
import { projectOf } from '../observe/project.ts';
import { targetPoolOf } from '../observe/target-pools.ts';
import { memberPaths } from '../plan/pool.ts';
import { type ApplyContext, blocked, type Done } from './context.ts';
import { mayJoin, whyNotJoining } from './pool-state.ts';
import { create, readResource } from './resource.ts';

/** N-01: after its health check, with its members from the start (P-03). */
export async function createPool(
  { pool, members, body }: ActionOf<'create-pool'>,
  context: ApplyContext,
): Promise<Done> {
  const { project, location, name } = pool;
  for (const path of textsIn(body.healthChecks)) {
    const check = parseReference(path, project);
    if (check && !(await readResource(check, context))) return blocked(`health check \`${check.name}\` is not there`);
  }
  const current = members.length > 0 ? await mayJoin(members, context) : [];
  const others = members.filter((member) => !current.includes(member));
  if (others.length > 0) return blocked(`${whyNotJoining(others)}; the next plan takes those that may`);
  return create(
    {
      reference: pool,
      body,
      isAsWanted: (live) => {
        const found = targetPoolOf(live as never, projectOf(project));
        const members = memberPaths(found);
        return (
          found.sessionAffinity === body.sessionAffinity &&
          found.healthChecks.map(lastSegment).join() === textsIn(body.healthChecks).map(lastSegment).join() &&
          textsIn(body.instances).every((instance) => members.has(instance))
        );
      },
      undo: `gcloud compute target-pools delete ${name} --project=${project} --region=${location}`,
    },
    context,
  );
}

function textsIn(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
