import { type Area, attempt, type Check, failed } from './check.ts';
import { type FunctionName, functionNames } from './deployment.ts';
import type { Examination } from './examination.ts';
import { checkInvokers, checkRefusal, checkRunning, readFunction } from './functions.ts';

export async function examineFunctions(examination: Examination): Promise<Area> {
  const { request, world } = examination;
  const checks = await Promise.all([
    ...functionNames.map((name) => checkFunction(name, examination)),
    ...request.urls.map(async (uri) => [await checkRefusal(refusalOf(uri), { uri, ingress: '' }, world.transport)]),
  ]);
  return { name: 'functions', checks: checks.flat() };
}

function refusalOf(whose: string): string {
  return `${whose} refuses a call without identity`;
}

/** It runs, as the right account, and nobody without identity gets in. */
async function checkFunction(name: FunctionName, { rest, deployment, world }: Examination): Promise<Check[]> {
  const { project, region } = deployment;
  const what = `${name} runs`;
  const running = async () => {
    const found = await readFunction(rest, deployment, name);
    if (!found) return failed(what, `it is not deployed in ${region}`, 'terraform apply');
    return [checkRunning(found, deployment), await checkRefusal(refusalOf(name), found, world.transport)];
  };
  const look = `gcloud functions describe ${deployment.name}-${name} --gen2 --region=${region} --project=${project}`;
  const checks = await Promise.all([
    attempt(what, running, look),
    attempt(`${name} is not public`, () => checkInvokers(rest, deployment, name)),
  ]);
  return checks.flat();
}
