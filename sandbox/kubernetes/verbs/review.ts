import type { JsonObject } from '../../../shared/model/json.ts';
import type { Answer, User } from '../asked.ts';
import type { Attempt, Authorize } from '../authorize.ts';
import { isObject, objectAt, textAt } from '../object.ts';
import type { Resource } from '../resource-table.ts';
import type { Ask } from './ask.ts';
import { readBody } from './body.ts';

const reviews = new Set([
  'selfsubjectaccessreviews',
  'subjectaccessreviews',
  'localsubjectaccessreviews',
  'selfsubjectreviews',
]);

export function isReview({ plural }: Resource): boolean {
  return reviews.has(plural);
}

/** `kubectl auth can-i` and its like: asked, answered, not stored. */
export function review(ask: Ask, authorize: Authorize | undefined): Answer {
  const body = readBody(ask.body);
  const review = isObject(body) ? body : {};
  if (ask.resource.plural === 'selfsubjectreviews')
    return answer(ask, review, { userInfo: { username: ask.user.name, groups: [...ask.user.groups] } });
  const spec = objectAt(review, 'spec');
  const user: User =
    ask.resource.plural === 'selfsubjectaccessreviews'
      ? ask.user
      : { name: textAt(spec, 'user') ?? '', groups: textsOf(spec.groups) };
  const isAllowed = authorize ? authorize(attemptOf(user, objectAt(spec, 'resourceAttributes'))) : true;
  return answer(ask, review, { allowed: isAllowed, ...(isAllowed ? {} : { reason: 'no rule allows it' }) });
}

function answer({ resource }: Ask, review: JsonObject, status: JsonObject): Answer {
  return {
    status: 201,
    body: {
      ...review,
      kind: resource.kind,
      apiVersion: `${resource.group}/${resource.version}`,
      metadata: objectAt(review, 'metadata'),
      status,
    },
  };
}

function attemptOf(user: User, attributes: JsonObject): Attempt {
  return {
    verb: textAt(attributes, 'verb') ?? '',
    group: textAt(attributes, 'group') ?? '',
    resource: textAt(attributes, 'resource') ?? '',
    subresource: textAt(attributes, 'subresource'),
    namespace: textAt(attributes, 'namespace'),
    name: textAt(attributes, 'name'),
    user,
  };
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
