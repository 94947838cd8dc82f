import type { Declared } from '../../shared/model/declared.ts';
import { readOnly, retrying } from '../../shared/transport.ts';
import type { World } from '../../shared/world.ts';
import { type Area, unknown } from './check.ts';
import { createClocks } from './clocks.ts';
import { examineCluster } from './cluster-area.ts';
import type { Deployment } from './deployment.ts';
import { beginExamination, type DoctorRequest } from './examination.ts';
import { examineFunctions } from './functions-area.ts';
import { checkCredentials, loadDeclarations } from './machine.ts';
import { examineProject } from './project-area.ts';

export type Begin = (part: string) => void;

/** Looks at all that a deployment consists of, by real calls that change nothing (I-25). `begin` tells what is next. */
export async function examine(request: DoctorRequest, world: World, begin: Begin): Promise<Area[]> {
  begin('declarations and credentials');
  const { declared, checks } = await loadDeclarations(request.location);
  const credentials = await checkCredentials(world);
  const machine = { name: 'this machine', checks: [...checks, credentials] };
  const deployment = deploymentOf(request, declared);
  if (!deployment)
    return [machine, notSeen('no declaration says in which project; name it with --project and --region')];
  if (credentials.state !== 'ok') return [machine, notSeen('there are no credentials')];

  const clocks = createClocks(world.transport, world.runtime);
  const reading = { ...world, transport: retrying(readOnly(clocks.transport), world.runtime) };
  begin('functions and nodes');
  const examination = await beginExamination(request, { declared, world: reading, deployment });
  begin('permissions, wiring and clusters');
  const projects = new Set([deployment.project, ...declared.map(({ cluster }) => cluster.spec.project)]);
  const areas = await Promise.all([
    ...[...projects].map((project) => examineProject(project, examination)),
    examineFunctions(examination),
    ...examination.clusters.map((one) => examineCluster(one, examination)),
  ]);
  return [{ ...machine, checks: [...machine.checks, ...clocks.checks()] }, ...areas];
}

function deploymentOf({ project, region, name }: DoctorRequest, [first]: readonly Declared[]): Deployment | null {
  const home = { project: project ?? first?.cluster.spec.project, region: region ?? first?.cluster.spec.region };
  return home.project && home.region ? { project: home.project, region: home.region, name } : null;
}

function notSeen(why: string): Area {
  return { name: 'everything else', checks: [unknown('the deployment', why)] };
}
