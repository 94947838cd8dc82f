import { parameter, type Route } from '../service/call.ts';
import { ServiceFailure } from '../service/failure.ts';

export interface FunctionFacts {
  project: string;
  location: string;
  name: string;
  uri: string;
  /** E-mail of the account it runs as. */
  account: string;
  /** Who may call it: `serviceAccount:…`, `allUsers`. */
  invokers: readonly string[];
  state?: 'ACTIVE' | 'FAILED' | 'DEPLOYING';
  ingress?: 'ALLOW_ALL' | 'ALLOW_INTERNAL_ONLY';
}

/** Functions as Cloud Functions (v2) and Cloud Run tell of them, and the door that Cloud Run keeps in front of each. */
export class DeployedFunctions {
  readonly #byName = new Map<string, FunctionFacts>();

  put(facts: FunctionFacts): void {
    this.#byName.set(facts.name, facts);
  }

  remove(name: string): void {
    this.#byName.delete(name);
  }

  /** Returns what puts it back. */
  alter(name: string, changed: Partial<FunctionFacts>): () => void {
    const before = this.#find(name);
    this.put({ ...before, ...changed });
    return () => this.put(before);
  }

  /** `undefined`: whoever asks may come in. The signature of the token is not checked, as little as Google's own would lie. */
  refuse(name: string, { headers }: Request): Response | undefined {
    const { invokers, uri } = this.#find(name);
    if (invokers.includes('allUsers')) return undefined;
    const given = headers.get('x-serverless-authorization') ?? headers.get('authorization');
    const claims = claimsOf(/^Bearer (.+)$/i.exec(given ?? '')?.[1]);
    const isMeant = claims?.aud === uri && invokers.includes(`serviceAccount:${claims.email}`);
    if (isMeant) return undefined;
    const page =
      '<html><head><title>403 Forbidden</title></head><body>Your client does not have permission</body></html>';
    return new Response(page, { status: claims ? 401 : 403, headers: { 'content-type': 'text/html; charset=UTF-8' } });
  }

  routes(): Route[] {
    return [
      {
        verb: 'GET',
        path: '/v2/{name=projects/*/locations/*/functions/*}',
        method: 'cloudfunctions.functions.get',
        answer: (call) => functionFrom(this.#find(lastOf(parameter(call, 'name')))),
      },
      {
        verb: 'GET',
        path: '/v2/{resource=projects/*/locations/*/services/*}:getIamPolicy',
        method: 'run.services.getIamPolicy',
        answer: (call) => {
          const { invokers } = this.#find(lastOf(parameter(call, 'resource')));
          return { etag: 'BwYAAAAAAAA=', bindings: [{ role: 'roles/run.invoker', members: [...invokers] }] };
        },
      },
    ];
  }

  #find(name: string): FunctionFacts {
    const found = this.#byName.get(name);
    if (!found) throw new ServiceFailure('NOT_FOUND', `Resource \`${name}\` was not found`);
    return found;
  }
}

function functionFrom({
  project,
  location,
  name,
  uri,
  account,
  state = 'ACTIVE',
  ingress = 'ALLOW_ALL',
}: FunctionFacts) {
  return {
    name: `projects/${project}/locations/${location}/functions/${name}`,
    environment: 'GEN_2',
    state,
    serviceConfig: { uri, ingressSettings: ingress, serviceAccountEmail: account },
    url: uri,
  };
}

function lastOf(path: string): string {
  return path.split('/').at(-1) ?? '';
}

function claimsOf(token: string | undefined): { aud?: string; email?: string } | undefined {
  try {
    return token && JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  } catch {
    return undefined;
  }
}
