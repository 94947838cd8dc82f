import type { Asked, User } from './asked.ts';
import type { Resource } from './resource-table.ts';
import { StatusError } from './status.ts';

/** What somebody tries to do, in the words of RBAC. */
export interface Attempt {
  verb: string;
  group: string;
  resource: string;
  subresource: string | undefined;
  namespace: string | undefined;
  name: string | undefined;
  user: User;
}

export type Authorize = (attempt: Attempt) => boolean;
/** `undefined`: a token that nobody knows, 401. */
export type Authenticate = (token: string | undefined) => User | undefined;

const administrator: User = { name: 'sandbox-admin', groups: ['system:masters', 'system:authenticated'] };

export function authenticated(asked: Pick<Asked, 'headers'>, authenticate: Authenticate = () => administrator): User {
  const token = /^Bearer (.+)$/i.exec(asked.headers.get('authorization') ?? '')?.[1];
  const user = authenticate(token);
  if (!user) throw new StatusError(401, 'Unauthorized', 'Unauthorized');
  const other = asked.headers.get('impersonate-user');
  return other
    ? { name: other, groups: [...(asked.headers.get('impersonate-group')?.split(', ') ?? []), 'system:authenticated'] }
    : user;
}

/** Throws the 403 of the API server. */
export function refuseUnauthorized(attempt: Attempt, resource: Resource, authorize: Authorize | undefined): void {
  if (!authorize || authorize(attempt)) return;
  const { user, verb, namespace, name, subresource } = attempt;
  const what = `${resource.plural}${subresource ? `/${subresource}` : ''}`;
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const qualified = resource.group ? `${resource.plural}.${resource.group}` : resource.plural;
  const message = `${qualified}${name === undefined ? '' : ` "${name}"`} is forbidden: User "${user.name}" cannot ${verb} resource "${what}" in API group "${resource.group}" ${where}`;
  throw new StatusError(403, 'Forbidden', message, {
    ...(name === undefined ? {} : { name }),
    ...(resource.group ? { group: resource.group } : {}),
    kind: resource.plural,
  });
}
