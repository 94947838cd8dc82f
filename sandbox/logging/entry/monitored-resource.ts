import type { Subject } from '../../compute/event.ts';

export type MonitoredResource = { type: string; labels: { [name: string]: string } };

/** `resource` of an entry about a Compute Engine resource; `id` is empty when the call was refused. */
export function monitoredResource({ project, resource }: Subject, id: string): MonitoredResource {
  const [, , scope = '', ...rest] = resource.split('/');
  const location = scope === 'global' ? 'global' : (rest[0] ?? '');
  const [collection = '', name = ''] = scope === 'global' ? rest : rest.slice(1);
  const describe = describers[collection] ?? other(collection);
  const { type, labels } = describe({ id, name, location });
  return { type, labels: { ...labels, project_id: project } };
}

interface Facts {
  id: string;
  name: string;
  location: string;
}

type Describe = (facts: Facts) => MonitoredResource;

const describers: Record<string, Describe> = {
  instances: ({ id, location }) => ({ type: 'gce_instance', labels: { instance_id: id, zone: location } }),
  disks: ({ id, location }) => ({ type: 'gce_disk', labels: { disk_id: id, zone: location } }),
  instanceGroupManagers: ({ id, name, location }) => ({
    type: 'gce_instance_group_manager',
    labels: { instance_group_manager_id: id, instance_group_manager_name: name, location },
  }),
  instanceGroups: ({ id, name, location }) => ({
    type: 'gce_instance_group',
    labels: { instance_group_id: id, instance_group_name: name, location },
  }),
  instanceTemplates: ({ id, name }) => ({
    type: 'gce_instance_template',
    labels: { instance_template_id: id, instance_template_name: name },
  }),
  firewalls: ({ id }) => ({ type: 'gce_firewall_rule', labels: { firewall_rule_id: id } }),
  targetPools: ({ id, location }) => ({ type: 'gce_target_pool', labels: { target_pool_id: id, zone: location } }),
  addresses: ({ id, location }) => ({ type: 'gce_reserved_address', labels: { reserved_address_id: id, location } }),
  httpHealthChecks: ({ id }) => ({ type: 'gce_health_check', labels: { health_check_id: id } }),
};

/** `forwardingRules` -> `gce_forwarding_rule` with `forwarding_rule_id`. */
function other(collection: string): Describe {
  const noun = collection.replace(/s$/, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) || 'project';
  return ({ id, location }) => ({ type: `gce_${noun}`, labels: { [`${noun}_id`]: id, location } });
}
