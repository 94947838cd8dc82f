import { ApiError, messageOf } from '../../shared/errors.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { Transport } from '../../shared/transport.ts';
import { type Check, failed, ok, unknown } from './check.ts';
import { accountOf, type Deployment, type FunctionName } from './deployment.ts';
import type { GoogleRest } from './google-rest.ts';

export interface DeployedFunction {
  name: FunctionName;
  state: string;
  uri: string;
  ingress: string;
  account: string;
}

/** `null`: it is not deployed. */
export async function readFunction(
  rest: GoogleRest,
  deployment: Deployment,
  name: FunctionName,
): Promise<DeployedFunction | null> {
  const { project, region, name: prefix } = deployment;
  try {
    const path = `/v2/projects/${project}/locations/${region}/functions/${prefix}-${name}`;
    const { state, serviceConfig } = await rest('cloudfunctions', path);
    const { uri, ingressSettings, serviceAccountEmail } = serviceConfig as JsonObject;
    const texts = { state: String(state), uri: String(uri), ingress: String(ingressSettings) };
    return { name, ...texts, account: String(serviceAccountEmail) };
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

const accountsOf: Record<FunctionName, readonly string[]> = {
  'node-change': ['repairer'],
  'drift-audit': ['auditor'],
  'manual-repair': ['repairer', 'builder'],
};

/** It runs, and as the account whose roles were proven: not as one that may do everything. */
export function checkRunning(found: DeployedFunction, deployment: Deployment): Check {
  const what = `${found.name} runs`;
  if (found.state !== 'ACTIVE') {
    const { project, region, name } = deployment;
    const logs = `gcloud functions logs read ${name}-${found.name} --gen2 --region=${region} --project=${project}`;
    return failed(what, `it is ${found.state}; its log tells why`, logs);
  }
  const own = accountsOf[found.name].map((account) => accountOf(deployment, account));
  if (own.includes(found.account)) return ok(what, `as ${found.account}`);
  return failed(what, `it runs as ${found.account} and not as ${own[0]}`, 'terraform apply');
}

const publicMembers = ['allUsers', 'allAuthenticatedUsers'];

/** Behind internal ingress nothing can be tried from outside, so who may call is read as well. */
export async function checkInvokers(rest: GoogleRest, deployment: Deployment, name: FunctionName): Promise<Check> {
  const { project, region } = deployment;
  const service = `${deployment.name}-${name}`;
  const path = `/v2/projects/${project}/locations/${region}/services/${service}:getIamPolicy`;
  const { bindings = [] } = await rest('run', path);
  const open = (bindings as { role: string; members: string[] }[]).flatMap(({ role, members }) =>
    members.filter((member) => publicMembers.includes(member)).map((member) => ({ role, member })),
  );
  const what = `${name} is not public`;
  const [first] = open;
  if (!first) return ok(what, 'neither allUsers nor allAuthenticatedUsers');
  return failed(
    what,
    `${first.role} is given to ${open.map(({ member }) => member).join(' and ')}`,
    `gcloud run services remove-iam-policy-binding ${service} --region=${region} --project=${project} --member=${first.member} --role=${first.role}`,
  );
}

/** A real call without identity. OPTIONS: were the function public, it would answer without doing anything. */
export async function checkRefusal(
  what: string,
  { uri, ingress }: Pick<DeployedFunction, 'uri' | 'ingress'>,
  transport: Transport,
): Promise<Check> {
  try {
    const { status } = await transport(uri, { method: 'OPTIONS', redirect: 'manual' });
    if (status === 401 || status === 403) return ok(what, `${uri} answers ${status}`);
    if (status === 404 && ingress === 'ALLOW_INTERNAL_ONLY') return ok(what, 'it is not to be seen from outside');
    if (status === 404) return failed(what, `nothing answers at ${uri}: 404`, 'terraform apply');
    if (status >= 500) return unknown(what, `${uri} answers ${status}`);
    return failed(what, `anybody may call ${uri}: it answers ${status}`, 'terraform apply');
  } catch (error) {
    return unknown(what, `${uri} cannot be reached from here: ${messageOf(error)}`);
  }
}
