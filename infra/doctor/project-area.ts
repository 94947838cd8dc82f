import { checkAccount } from './account-checks.ts';
import { type Area, attempt } from './check.ts';
import { checkServices, neededServices } from './enabled-services.ts';
import type { Examination } from './examination.ts';

/** A project that runs Underpin, or holds a cluster that it looks after. */
export async function examineProject(project: string, examination: Examination): Promise<Area> {
  const { rest, deployment, roles, gke, clusters } = examination;
  const isHome = project === deployment.project;
  const services = [...(isHome ? neededServices : ['compute', 'logging']), ...(gke ? ['container'] : [])];
  const here = clusters.filter(({ declared }) => declared.cluster.spec.project === project);
  const nodeAccounts = [...new Set(here.flatMap(({ nodes }) => nodes.accounts))];
  const checks = await Promise.all([
    attempt('APIs', () => checkServices(rest, project, services)),
    ...roles.map((role) => checkAccount(role, { ...examination, project, nodeAccounts })),
  ]);
  return { name: `project ${project}`, checks: checks.flat() };
}
