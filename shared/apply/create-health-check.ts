import type { ActionOf } from '../model/action.ts';
import { healthCheckOf } from '../observe/health-checks.ts';
import { projectOf } from '../observe/project.ts';
import type { ApplyContext, Done } from './context.ts';
import { create } from './resource.ts';

/** N-09: legacy HTTP, the only kind a target pool takes. */
export function createHealthCheck(
  { healthCheck, body }: ActionOf<'create-health-check'>,
  context: ApplyContext,
): Promise<Done> {
  const { project, name } = healthCheck;
  return create(
    {
      reference: healthCheck,
      body,
      isAsWanted: (live) => {
        const { port, path } = healthCheckOf(live, projectOf(project));
        return port === body.port && path === body.requestPath;
      },
      undo: `gcloud compute http-health-checks delete ${name} --project=${project}`,
    },
    context,
  );
}
