import type { Asked, User } from './asked.ts';
import type { Resource } from './resource-table.ts';

/** A request as it is remembered. */
export interface Call {
  verb: string;
  /** Empty for paths that are no resource. */
  apiVersion: string;
  kind: string;
  /** Plural name, as in the path. */
  resource: string;
  namespace: string | undefined;
  name: string | undefined;
  subresource: string | undefined;
  /** 0 until it is answered, and when it never was. */
  status: number;
  dryRun: boolean;
  /** It would change something if it got through, dry runs left out. */
  mutating: boolean;
  user: string;
  userAgent: string;
  path: string;
  query: string;
  /** The body as it was sent. */
  body: string;
  contentType: string;
  /** Milliseconds since the epoch. */
  at: number;
}

const readVerbs = new Set(['get', 'list', 'watch']);

export function callOf(
  asked: Asked,
  found: { resource: Resource | undefined; user: User | undefined; body: string; now: number },
): Call {
  const { resource, user, body, now } = found;
  const dryRun = asked.query.has('dryRun') || /"dryRun":\s*\["All"\]/.test(asked.verb.startsWith('delete') ? body : '');
  const isReview = resource?.kind.endsWith('Review') ?? false;
  return {
    verb: asked.verb,
    apiVersion: asked.target
      ? asked.target.group
        ? `${asked.target.group}/${asked.target.version}`
        : asked.target.version
      : '',
    kind: resource?.kind ?? '',
    resource: asked.target?.plural ?? '',
    namespace: asked.target?.namespace,
    name: asked.target?.name,
    subresource: asked.target?.subresource,
    status: 0,
    dryRun,
    mutating: !readVerbs.has(asked.verb) && !dryRun && !isReview,
    user: user?.name ?? '',
    userAgent: asked.headers.get('user-agent') ?? '',
    path: asked.path,
    query: asked.query.toString(),
    body,
    contentType: asked.headers.get('content-type') ?? '',
    at: now,
  };
}
