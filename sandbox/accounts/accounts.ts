import type { Runtime } from '../../shared/runtime.ts';
import type { Grants } from '../service/policy.ts';
import { createService, type Service, type ServiceOptions } from '../service/service.ts';
import { AccessTokens } from './access-tokens.ts';
import { type ClusterFacts, Clusters } from './cluster-routes.ts';
import { CustomRoles } from './custom-roles.ts';
import { DeployedFunctions } from './deployed-functions.ts';
import { EnabledServices } from './enabled-services.ts';
import { type IdentityTokenFacts, signIdentityToken } from './identity-token.ts';
import { metadataRoutes } from './metadata-routes.ts';
import { type FindProject, projectRoutes } from './project-routes.ts';
import { serviceAccountRoutes } from './service-account-routes.ts';
import { tokenRoutes } from './token-routes.ts';

/** Who is who: tokens and their keys, the metadata server, projects, clusters, permissions; and what is deployed. */
export interface Accounts extends Service {
  /** A token as Google signs it, or one with something wrong about it. */
  identityToken(facts: IdentityTokenFacts): string;
  accessToken(principal: string): string;
  /** An e-mail address given as a token stands for itself; any other unknown token for the default principal. */
  principalOf(token: string | undefined): string | undefined;
  addCluster(cluster: ClusterFacts): void;
  functions: DeployedFunctions;
  roles: CustomRoles;
  services: EnabledServices;
}

export interface AccountsOptions {
  runtime: Runtime;
  project: string;
  findProject: FindProject;
  /** Whoever runs in this world: whom the metadata server speaks of. */
  serviceAccount?: string;
  /** Who calls with no token or one that nobody issued; undefined makes that a 401. */
  defaultPrincipal?: string | undefined;
  zone?: string;
  grants?: Grants;
  authorize?: ServiceOptions['authorize'] | undefined;
}

export function createAccounts(options: AccountsOptions): Accounts {
  const { runtime, project, findProject, grants = () => true, zone = 'us-central1-a' } = options;
  const serviceAccount = options.serviceAccount ?? `underpin@${project}.iam.gserviceaccount.com`;
  const tokens = new AccessTokens(runtime);
  const clusters = new Clusters();
  const [functions, roles, services] = [new DeployedFunctions(), new CustomRoles(), new EnabledServices()];
  const sign = (facts: IdentityTokenFacts) => signIdentityToken(facts, runtime.now());
  const principalOf = (token: string | undefined) => principalFor(token, tokens, options.defaultPrincipal);
  const projectNumber = () => findProject(project)?.number ?? '0';
  const now = () => runtime.now();
  const service = createService({
    runtime,
    principalOf,
    authorize: options.authorize,
    routes: [
      ...tokenRoutes({ tokens, sign, principalOf, defaultPrincipal: options.defaultPrincipal ?? serviceAccount }),
      ...metadataRoutes({ tokens, sign, serviceAccount, project, projectNumber, zone }),
      ...clusters.routes(),
      ...serviceAccountRoutes({ tokens, sign, grants, now }),
      ...projectRoutes(findProject, grants),
      ...functions.routes(),
      ...roles.routes(),
      ...services.routes(),
    ],
  });
  return {
    ...service,
    identityToken: sign,
    accessToken: (principal) => tokens.issue(principal).access_token,
    principalOf,
    addCluster: (cluster) => clusters.add(cluster),
    functions,
    roles,
    services,
  };
}

function principalFor(token: string | undefined, tokens: AccessTokens, other: string | undefined): string | undefined {
  if (token === undefined) return other;
  const isAddress = /^[\w.+-]+@[\w.-]+$/.test(token);
  return tokens.principalOf(token) ?? (isAddress ? token : other);
}
