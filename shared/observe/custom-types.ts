import type { ApiType } from '../compare/api-types.ts';
import { typeOfKind } from '../compare/api-types.ts';
import { typeFromDocument } from '../compare/custom-types.ts';
import type { JsonObject } from '../model/json.ts';
import type { KubernetesRest } from './kubernetes-rest.ts';
import { differencesOf, type Suspect } from './suspect.ts';

/**
 * The server's own schema of what it has not by itself, asked only when such an object differs. Without it the literal
 * comparison stands, and what that cannot decide is not certain.
 */
export async function withCustomTypes(
  suspects: Suspect[],
  rest: KubernetesRest,
  secretKey: string,
): Promise<Suspect[]> {
  const foreign = suspects.filter(({ target, live }) => live !== null && isForeign(target.manifest));
  const versions = [...new Set(foreign.map(({ target }) => target.manifest.apiVersion))];
  const documents = new Map(
    await Promise.all(versions.map(async (one) => [one, await readDocument(one, rest)] as const)),
  );
  return suspects.map((suspect) => {
    const { apiVersion, kind } = suspect.target.manifest;
    const document = documents.get(apiVersion);
    const type = document && typeFromDocument(document, apiVersion, kind);
    return type === undefined ? suspect : retyped(suspect, type, secretKey);
  });
}

function isForeign({ apiVersion, kind }: { apiVersion: string; kind: string }): boolean {
  return typeOfKind(apiVersion, kind) === undefined;
}

function retyped(suspect: Suspect, type: ApiType, secretKey: string): Suspect {
  return { ...suspect, type, differences: differencesOf({ ...suspect, type }, secretKey) };
}

async function readDocument(apiVersion: string, rest: KubernetesRest): Promise<JsonObject | undefined> {
  const path = apiVersion.includes('/') ? `/openapi/v3/apis/${apiVersion}` : `/openapi/v3/api/${apiVersion}`;
  return rest.get(path).catch(() => undefined);
}
