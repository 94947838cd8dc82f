import { ApiError } from './api-error.ts';
import type { Call } from './call.ts';
import { loadDescription } from './description/load.ts';
import { listRoutes, type Route } from './description/route.ts';
import type { JsonObject } from './json.ts';
import { aggregateAnswer } from './list/aggregate.ts';
import { listAnswer } from './list/list.ts';
import { refusal } from './refusal.ts';
import { accessConfigs } from './resources/access-configs.ts';
import { addresses } from './resources/addresses.ts';
import { catalogue } from './resources/catalogue.ts';
import { diskAttachments } from './resources/disk-attachments.ts';
import { disks } from './resources/disks.ts';
import { firewalls } from './resources/firewalls.ts';
import { forwardingRules } from './resources/forwarding-rules.ts';
import { healthChecks } from './resources/health-checks.ts';
import { instanceEdits } from './resources/instance-edits.ts';
import { instanceGroupManagers } from './resources/instance-group-managers.ts';
import { instanceGroups } from './resources/instance-groups.ts';
import { instanceTemplates } from './resources/instance-templates.ts';
import { instances } from './resources/instances.ts';
import { maintenance } from './resources/maintenance.ts';
import { managedInstances } from './resources/managed-instances.ts';
import type { Method } from './resources/method.ts';
import { operations } from './resources/operations.ts';
import { targetPoolHealth } from './resources/target-pool-health.ts';
import { targetPools } from './resources/target-pools.ts';

/** What has behaviour of its own, by collection and verb. */
const methods: Record<string, Method> = {
  ...accessConfigs,
  ...addresses,
  ...catalogue,
  ...diskAttachments,
  ...disks,
  ...firewalls,
  ...forwardingRules,
  ...healthChecks,
  ...instanceEdits,
  ...maintenance,
  ...instanceGroupManagers,
  ...instanceGroups,
  ...instanceTemplates,
  ...instances,
  ...managedInstances,
  ...operations,
  ...targetPoolHealth,
  ...targetPools,
};

const everywhere: Record<string, Method> = {
  get: getResource,
  list: (call) =>
    listAnswer(call, itemKindOf(call.match.route), call.reader.shelf(call.match.route.collection, call.place)),
  aggregatedList: (call) => aggregateAnswer(call, itemKindOf(call.match.route)),
  testIamPermissions: testPermissions,
};

/** Methods the description has and the sandbox has no behaviour for say so, by name. */
export function methodOf(call: Call): Method {
  const { route } = call.match;
  const own = methods[call.verb];
  if (own) return own;
  const verb = call.verb.slice(call.verb.indexOf('.') + 1);
  const shared = everywhere[verb];
  if (shared && canBeEmpty(route.collection)) return shared;
  throw notImplemented(call);
}

function getResource({ reader, match, target }: Call): JsonObject {
  const resource = reader.read(match.route.collection, target);
  if (!resource) throw refusal.notFound(target);
  return resource;
}

/** The caller holds what the sandbox's roles give; each permission is asked for as if it were a method. */
function testPermissions({ world, body, project, target, actor }: Call): JsonObject {
  const asked = Array.isArray(body.permissions) ? body.permissions.filter((one) => typeof one === 'string') : [];
  const held = asked.filter(
    (method) =>
      !world.settings.authorize?.({ method, project, resource: target, principal: actor.principal, body: {} }),
  );
  return held.length ? { permissions: held } : {};
}

function notImplemented({ method }: Call): ApiError {
  const message = `The sandbox has no behaviour for \`${method}\`. Leave the call out, or add it to sandbox/compute/resources.`;
  return new ApiError({ status: 501, reason: 'notImplemented', message, grpcStatus: 'UNIMPLEMENTED' });
}

/** `TargetPoolList`, `RegionDiskList` -> `targetPool`, `disk`. */
function itemKindOf({ responseType }: Route): string {
  const name = responseType.replace(/(?:Aggregated)?List$/, '').replace(/^Region(?=.)/, '');
  return name.charAt(0).toLowerCase() + name.slice(1);
}

let creatable: Set<string> | undefined;

/** Where users create things, none being there is the truth of a new project; catalogues are never empty. */
function canBeEmpty(collection: string): boolean {
  creatable ??= new Set(
    listRoutes(loadDescription('v1'), 'v1')
      .filter((route) => route.id.endsWith('.insert'))
      .map((route) => route.collection)
      .concat('operations'),
  );
  return creatable.has(collection);
}
