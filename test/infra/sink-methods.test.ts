import { readFileSync } from 'node:fs';
import test from 'ava';
import { loadDescription } from '../../sandbox/compute/description/load.ts';
import { compileFilter } from '../../shared/plan/log-filter/filter.ts';
import { nodeEventFilter } from '../../shared/plan/log-filter/node-events.ts';
import { readEvent } from '../../shared/scope/scope.ts';
import { aClusterAuditEntry, anAuditEntry } from '../scope/an-entry.ts';

const services = [
  'Instances',
  'RegionInstances',
  'InstanceGroups',
  'RegionInstanceGroups',
  'InstanceGroupManagers',
  'RegionInstanceGroupManagers',
  'TargetPools',
];
const calls = services.flatMap((service) =>
  Object.keys(loadDescription('v1')[service]?.methods ?? {}).map((verb) => `${lower(service)}.${lower(verb)}`),
);

/** What these do to VMs the VMs tell by themselves, each with an entry of its own when it is done. */
const toldByVms =
  /^(?:regionI|i)nstanceGroupManagers\.(?:insert|delete|resize|setInstanceTemplate|applyUpdatesToInstances|\w+PerInstanceConfigs|(?:create|delete|recreate|start|stop|suspend|resume)Instances)$/;
/** A node group is a managed one; what is in a group of another kind comes and goes by addInstances and removeInstances. */
const ofNoNodeGroup = /^instanceGroups\.(?:insert|delete)$/;

function lower(name: string): string {
  return `${name[0]?.toLowerCase()}${name.slice(1)}`;
}

test('the sink passes each call that the function acts on', (t) => {
  const passes = compileFilter(nodeEventFilter);
  const lost = calls.filter((call) => {
    const entry = anAuditEntry(`v1.compute.${call}`);
    return readEvent(entry).decision === 'act' && !passes(entry);
  });
  t.deepEqual(
    lost.filter((call) => !toldByVms.test(call) && !ofNoNodeGroup.test(call)),
    [],
  );
  t.true(calls.length > 100);
});

const nodeFilter = compileFilter(
  /node_filter\s+= <<-EOT\n([\s\S]*?)\n\s*EOT/.exec(readFileSync('infra/terraform/events.tf', 'utf8'))?.[1] ?? '',
);

for (const form of ['io.k8s.core.v1.nodes', 'io.k8s.core/v1/nodes', 'io.k8s.v1.nodes'])
  test(`the sink passes each call on nodes that the function acts on, written ${form}`, (t) => {
    const acted = ['create', 'delete', 'deletecollection', 'patch', 'update'];
    for (const verb of [...acted, 'get', 'list', 'watch', 'status.patch', 'proxy.get']) {
      const entry = aClusterAuditEntry(verb, { methodName: `${form}.${verb}` });
      t.is(nodeFilter(entry), acted.includes(verb), verb);
      t.is(readEvent(entry).decision, acted.includes(verb) ? 'act' : 'ignore', verb);
    }
  });
