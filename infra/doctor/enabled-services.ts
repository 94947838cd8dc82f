import type { JsonObject } from '../../shared/model/json.ts';
import { type Check, failed, ok } from './check.ts';
import type { GoogleRest } from './google-rest.ts';

/** As services.tf switches on; a test holds them equal. */
export const neededServices = [
  'artifactregistry',
  'cloudbuild',
  'cloudfunctions',
  'cloudresourcemanager',
  'cloudscheduler',
  'compute',
  'iam',
  'iamcredentials',
  'logging',
  'monitoring',
  'pubsub',
  'run',
  'serviceusage',
  'storage',
] as const;

/** One call tells of up to 20 services. */
export async function checkServices(rest: GoogleRest, project: string, services: readonly string[]): Promise<Check> {
  const names = services.map((service) => `names=projects/${project}/services/${service}.googleapis.com`).join('&');
  const { services: found } = await rest('serviceusage', `/v1/projects/${project}/services:batchGet?${names}`);
  const off = (found as JsonObject[]).filter(({ state }) => state !== 'ENABLED').map(({ name }) => shortName(name));
  const what = 'APIs';
  if (off.length === 0) return ok(what, `${services.length} enabled`);
  return failed(what, `not enabled: ${off.join(', ')}`, `gcloud services enable ${off.join(' ')} --project=${project}`);
}

function shortName(name: unknown): string {
  return String(name).split('/').at(-1) ?? '';
}
