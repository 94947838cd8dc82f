import type { Route, ServiceCall } from '../service/call.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { IdentityTokenFacts } from './identity-token.ts';

export interface MetadataState {
  tokens: AccessTokens;
  sign(facts: IdentityTokenFacts): string;
  /** The account of whoever runs here. */
  serviceAccount: string;
  project: string;
  projectNumber(): string;
  zone: string;
}

const root = '/computeMetadata/v1';
const scopes = ['https://www.googleapis.com/auth/cloud-platform', 'https://www.googleapis.com/auth/userinfo.email'];

/** The metadata server, as far as clients ask it for who and where they are. */
export function metadataRoutes(state: MetadataState): Route[] {
  const account = `${root}/instance/service-accounts/{account}`;
  return [
    metadata('/', () => 'computeMetadata/\n'),
    metadata(`${root}/instance`, () => 'id\nservice-accounts/\nzone\n'),
    metadata(`${root}/instance/`, () => 'id\nservice-accounts/\nzone\n'),
    metadata(`${root}/instance/zone`, () => `projects/${state.projectNumber()}/zones/${state.zone}`),
    metadata(
      `${root}/instance/region`,
      () => `projects/${state.projectNumber()}/regions/${state.zone.replace(/-\w+$/, '')}`,
    ),
    metadata(`${root}/project/project-id`, () => state.project),
    metadata(`${root}/project/numeric-project-id`, () => state.projectNumber()),
    metadata(`${root}/universe/universe-domain`, () => 'googleapis.com'),
    metadata(`${root}/instance/service-accounts/`, () => `${state.serviceAccount}/\ndefault/\n`),
    metadata(`${account}/`, () => ({ aliases: ['default'], email: state.serviceAccount, scopes })),
    metadata(`${account}/email`, () => state.serviceAccount),
    metadata(`${account}/scopes`, () => `${scopes.join('\n')}\n`),
    metadata(`${account}/token`, () => state.tokens.issue(state.serviceAccount)),
    metadata(`${account}/identity`, (call) => identity(state, call)),
  ];
}

function identity({ sign, serviceAccount }: MetadataState, { query }: ServiceCall): string | Response {
  const audience = query.get('audience');
  if (!audience) return new Response('non-empty audience parameter required\n', { status: 400 });
  return sign({ audience, email: serviceAccount });
}

const flavor = { 'metadata-flavor': 'Google' };

/** Without the header that a browser cannot send, nothing is told. */
function metadata(path: string, answer: (call: ServiceCall) => string | object): Route {
  const respond = (call: ServiceCall): Response => {
    if (call.headers.get('metadata-flavor') !== 'Google')
      return new Response('Missing Metadata-Flavor:Google header.\n', { status: 403 });
    const told = answer(call);
    if (told instanceof Response) return told;
    const isText = typeof told === 'string';
    const type = isText ? 'application/text' : 'application/json';
    return new Response(isText ? told : JSON.stringify(told), { headers: { ...flavor, 'content-type': type } });
  };
  return { verb: 'GET', path, method: 'metadata.get', answer: respond, isOpen: true };
}
