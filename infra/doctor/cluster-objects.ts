import { compareObject } from '../../shared/compare/compare.ts';
import { ApiError } from '../../shared/errors.ts';
import type { KubernetesAccess } from '../../shared/kubernetes-access.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { kubernetesRest } from '../../shared/observe/kubernetes-rest.ts';
import { resourceOfKind } from '../kubernetes/resource-of-kind.ts';
import { attempt, type Check, failed, ok } from './check.ts';

/** The namespace, or the policy, stands in the cluster as it was generated. Roles are asked about by what they allow. */
export async function checkObjects(
  access: KubernetesAccess,
  objects: readonly JsonObject[],
  command: string,
): Promise<Check[]> {
  const kept = objects.filter(({ kind }) => ['Namespace', 'ValidatingAdmissionPolicy', binding].includes(String(kind)));
  const names = [...new Set(kept.map((object) => titleOf(object)))];
  const checks = names.map((what) =>
    attempt(what, async () => {
      const wrong = await Promise.all(
        kept.filter((object) => titleOf(object) === what).map((object) => wrongWith(access, object)),
      );
      const why = wrong.find((one) => one !== null);
      return why ? failed(what, why, command) : ok(what, 'as generated');
    }),
  );
  return (await Promise.all(checks)).flat();
}

const binding = 'ValidatingAdmissionPolicyBinding';

function titleOf({ kind, metadata }: JsonObject): string {
  const { name } = metadata as { name: string };
  return kind === 'Namespace' ? `namespace ${name}` : `admission policy ${name}`;
}

async function wrongWith(access: KubernetesAccess, object: JsonObject): Promise<string | null> {
  const kind = String(object.kind);
  const live = await readObject(access, object);
  if (!live) return kind === binding ? 'its binding is missing: it is not in force' : 'it is missing';
  const [first] = compareObject(object, live);
  if (!first) return null;
  return `${kind === binding ? 'of its binding ' : ''}${first.path} is not as generated: ${first.why}`;
}

async function readObject(access: KubernetesAccess, object: JsonObject): Promise<JsonObject | null> {
  const { name } = object.metadata as { name: string };
  const apiVersion = String(object.apiVersion);
  const { resource } = resourceOfKind({ apiVersion, kind: String(object.kind) });
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  try {
    return await kubernetesRest(access).get(`${root}/${resource}/${name}`);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}
