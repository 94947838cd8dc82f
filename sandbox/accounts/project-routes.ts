import type { JsonObject } from '../compute/json.ts';
import { parameter, type Route, type ServiceCall } from '../service/call.ts';
import { ServiceFailure } from '../service/failure.ts';
import { type Grants, policyRoutes } from '../service/policy.ts';

export interface ProjectFacts {
  id: string;
  number: string;
  createTime?: string;
}

/** The project of an id or a number; undefined when there is none. */
export type FindProject = (idOrNumber: string) => ProjectFacts | undefined;

/** The part of the Resource Manager that tells a project's number, in both its versions, and tests permissions. */
export function projectRoutes(find: FindProject, grants: Grants): Route[] {
  return [
    { verb: 'GET', path: '/v1/projects/{project}', method, answer: (call) => versionOne(projectOf(find, call)) },
    { verb: 'GET', path: '/v3/projects/{project}', method, answer: (call) => versionThree(projectOf(find, call)) },
    ...policyRoutes({
      pattern: '*',
      version: 'v1/projects',
      method: 'cloudresourcemanager.projects',
      grants: underProjects(grants),
    }),
    ...policyRoutes({ pattern: 'projects/*', version: 'v3', method: 'cloudresourcemanager.projects', grants }),
  ];
}

const method = 'cloudresourcemanager.projects.get';

/** Version 1 names a project by its bare id. */
function underProjects(grants: Grants): Grants {
  return (principal, permission, resource) => grants(principal, permission, `projects/${resource}`);
}

function projectOf(find: FindProject, call: ServiceCall): ProjectFacts {
  const name = parameter(call, 'project');
  const found = find(name);
  if (!found)
    throw new ServiceFailure(
      'PERMISSION_DENIED',
      `The caller does not have permission, or the project \`${name}\` does not exist`,
    );
  return found;
}

function versionOne({ id, number, createTime = '2026-01-05T09:00:00Z' }: ProjectFacts): JsonObject {
  return { projectNumber: number, projectId: id, lifecycleState: 'ACTIVE', name: id, createTime };
}

function versionThree({ id, number, createTime = '2026-01-05T09:00:00Z' }: ProjectFacts): JsonObject {
  return { name: `projects/${number}`, projectId: id, state: 'ACTIVE', displayName: id, createTime };
}
