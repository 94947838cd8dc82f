import test from 'ava';
import { permissionsUsed, sorted } from '../../infra/permissions.ts';
import {
  authorizeBy,
  gkeMethods,
  permissionsOfMethods,
  permissionsOfRole,
  type RoleName,
  wiringMethods,
} from '../../infra/roles.ts';
import { auditAll } from '../../shared/audit.ts';
import type { RunResult } from '../../shared/model/report.ts';
import { aDeployedHome } from '../a-deployed-home.ts';
import { aStack } from '../builders/declaration.ts';
import { aGuardedProject, type GuardedProject } from './a-guarded-project.ts';

const forGke = permissionsOfMethods(gkeMethods);
const inRole = (role: RoleName) => [...permissionsOfRole(role), ...forGke];
const without = (all: readonly string[], one: string) => all.filter((permission) => permission !== one);

// The auditor: each permission is taken from one account, and all of them audit at the same time.

const ofAuditor = sorted([...inRole('auditor'), ...permissionsOfMethods(wiringMethods)]);
/** Given on the dead-letter subscription alone (roles.tf). */
const onSubscription = 'pubsub.subscriptions.consume';
const connect = 'container.clusters.connect';
const whole = 'auditor@example.com';
const lacking = (permission: string) => `lacks-${permission}@example.com`;
const wiring = {
  UNDERPIN_SCHEDULE: 'projects/my-project/locations/us-central1/jobs/underpin-drift-audit',
  UNDERPIN_SUBSCRIPTION: 'projects/my-project/subscriptions/underpin-node-change',
  UNDERPIN_DEAD_LETTER_SUBSCRIPTION: 'projects/my-project/subscriptions/underpin-node-change-dead-letter',
  UNDERPIN_SINK: 'projects/my-project/sinks/underpin-nodes',
};

test('the auditor audits the whole example with its role and uses all of it; without any single permission it says so', async (t) => {
  const grants = new Map([
    [whole, authorizeBy([...ofAuditor, onSubscription])],
    ...ofAuditor.map((one) => [lacking(one), authorizeBy([...without(ofAuditor, one), onSubscription])] as const),
  ]);
  const home = await aDeployedHome({
    environment: wiring,
    authorize: (request) => grants.get(request.principal ?? '')?.(request),
  });
  t.teardown(home.close);
  const { accounts, compute, logging, pubsub, scheduler } = home.cloud;
  // On GKE whoever may not connect reaches no API server at all.
  home.kubernetes.authorize = undefined;
  home.kubernetes.authenticate = (token) => {
    const name = accounts.principalOf(token) ?? '';
    const refused = grants.get(name)?.({ method: connect, body: {} });
    return refused ? undefined : { name, groups: ['system:masters'] };
  };
  const audit = async (account: string) => {
    const credentials = { accessToken: async () => account, identityToken: async () => account };
    return (await auditAll({ ...home.world, credentials })).results[0]?.result.report;
  };
  const [clean, ...incomplete] = await home.clock.drive(Promise.all([whole, ...ofAuditor.map(lacking)].map(audit)));

  t.true(clean?.complete);
  const calls = [compute, logging, pubsub, scheduler, accounts].flatMap(({ calls }) => calls);
  const used = permissionsUsed(calls.filter(({ principal }) => principal === whole));
  t.deepEqual(sorted([...used, connect]), sorted([...ofAuditor, onSubscription]), 'nothing missing, nothing unused');

  for (const [at, permission] of ofAuditor.entries()) {
    const report = incomplete[at];
    t.false(report?.complete, permission);
    const unknown = report?.findings.filter(({ outcome }) => outcome === 'unknown').map(({ why }) => why) ?? [];
    const named = permission === connect ? /401|Unauthorized/ : new RegExp(`'${permission}'`);
    t.true(
      unknown.some((why) => named.test(why)),
      `${permission}: ${unknown.join('\n')}`,
    );
  }
});

// The repairer and the builder: something is broken, and the run that may not mend it says what it lacked.

interface Breakage {
  what: string;
  role: RoleName;
  by(project: GuardedProject): Promise<unknown>;
  /** Those that a mending run needs; the ones for waiting come last, since without them the write was sent already. */
  needs: string[];
}

const pool = 'projects/my-project/regions/us-central1/targetPools/nodes';
const vm = (name: string) =>
  `https://www.googleapis.com/compute/v1/projects/my-project/zones/us-central1-a/instances/${name}`;

function editMembers({ cloud }: GuardedProject, change: (members: string[]) => string[]): void {
  cloud.compute.state.edit('targetPools', pool, (one) => ({ ...one, instances: change(one.instances ?? []) }));
}

function holderOf({ cloud }: GuardedProject, disk: string): string {
  const found = cloud.compute.state
    .list('instances', 'my-project')
    .find(({ disks }) => disks?.some(({ source }) => source?.endsWith(`/disks/${disk}`)));
  if (!found) throw new Error(`nobody holds ${disk}`);
  return found.name;
}

function detach(project: GuardedProject, disk: string): Promise<unknown> {
  const path = `zones/us-central1-a/instances/${holderOf(project, disk)}/detachDisk`;
  return project.byHand(`${path}?deviceName=${disk}`, {});
}

const breakages: Breakage[] = [
  {
    what: 'a member is missing in the pool',
    role: 'repairer',
    by: async (project) => editMembers(project, (members) => members.slice(1)),
    needs: ['compute.targetPools.addInstance', 'compute.instances.use', 'compute.regionOperations.get'],
  },
  {
    what: 'a member of the pool is gone',
    role: 'repairer',
    by: async (project) => editMembers(project, (members) => [...members, vm('gone')]),
    needs: ['compute.targetPools.removeInstance'],
  },
  {
    what: 'a disk is attached to nobody',
    role: 'repairer',
    by: (project) => detach(project, 'foodata'),
    needs: [
      'compute.instances.attachDisk',
      'compute.disks.use',
      'compute.disks.get',
      'compute.instances.get',
      'compute.zoneOperations.list',
      'compute.zoneOperations.get',
    ],
  },
  {
    what: 'a regional disk is attached to nobody',
    role: 'repairer',
    by: (project) => detach(project, 'shared'),
    needs: ['compute.regionOperations.list'],
  },
  {
    what: 'a disk to read from is missing on a node',
    role: 'repairer',
    by: (project) => detach(project, 'library'),
    needs: ['compute.disks.useReadOnly'],
  },
  {
    what: 'a disk would be deleted with its VM',
    role: 'repairer',
    by: (project) => {
      const path = `zones/us-central1-a/instances/${holderOf(project, 'foodata')}/setDiskAutoDelete`;
      return project.byHand(`${path}?deviceName=foodata&autoDelete=true`, {});
    },
    needs: ['compute.instances.setDiskAutoDelete', 'compute.disks.update'],
  },
  {
    what: 'a disk is held by a VM that was stopped',
    role: 'repairer',
    by: (project) => project.byHand(`zones/us-central1-a/instances/${holderOf(project, 'foodata')}/stop`, {}),
    needs: ['compute.instances.detachDisk'],
  },
  {
    what: 'a firewall is missing',
    role: 'builder',
    by: ({ byHand }) => byHand('global/firewalls/home-minecraft', {}, 'DELETE'),
    needs: [
      'compute.firewalls.create',
      'compute.firewalls.get',
      'compute.networks.updatePolicy',
      'compute.globalOperations.get',
    ],
  },
  {
    what: 'a firewall was narrowed',
    role: 'builder',
    by: ({ byHand }) => byHand('global/firewalls/home-minecraft', { sourceRanges: ['10.0.0.0/8'] }, 'PATCH'),
    needs: ['compute.firewalls.update'],
  },
  {
    what: 'a forwarding rule is missing',
    role: 'builder',
    by: ({ byHand }) => byHand(rule, {}, 'DELETE'),
    needs: [
      'compute.forwardingRules.create',
      'compute.forwardingRules.get',
      'compute.addresses.use',
      'compute.targetPools.use',
    ],
  },
  {
    what: 'a forwarding rule points to another pool',
    role: 'builder',
    by: async ({ byHand }) => {
      await byHand('regions/us-central1/targetPools', { name: 'other' });
      await byHand(`${rule}/setTarget`, { target: 'projects/my-project/regions/us-central1/targetPools/other' });
    },
    needs: ['compute.forwardingRules.setTarget'],
  },
  {
    what: 'the health check is missing',
    role: 'builder',
    by: async (project) => {
      await removeHealthCheck(project);
      await project.byHand('global/httpHealthChecks/home-nodes', {}, 'DELETE');
    },
    needs: ['compute.httpHealthChecks.create', 'compute.httpHealthChecks.get'],
  },
  {
    what: 'the pool is missing',
    role: 'builder',
    by: async ({ byHand }) => {
      await byHand(rule, {}, 'DELETE');
      await byHand('regions/us-central1/targetPools/nodes', {}, 'DELETE');
    },
    needs: ['compute.targetPools.create', 'compute.httpHealthChecks.useReadOnly'],
  },
  {
    what: 'a declared disk is missing',
    role: 'builder',
    by: async ({ declared }) => declared.stacks[0]?.spec.disks.push(...aStack({ spec: { disks: [spare] } }).spec.disks),
    needs: ['compute.disks.create'],
  },
];

const rule = 'regions/us-central1/forwardingRules/home-minecraft-tcp-25565';
const spare = {
  name: 'spare',
  zone: 'us-central1-a',
  nodes: 'default',
  sizeGb: 10,
  mountPath: '/mnt/spare',
  formatIfBlank: true,
};

function removeHealthCheck({ byHand }: GuardedProject): Promise<unknown> {
  const healthChecks = [{ healthCheck: 'projects/my-project/global/httpHealthChecks/home-nodes' }];
  return byHand('regions/us-central1/targetPools/nodes/removeHealthCheck', { healthChecks });
}

/** What a run said of the permissions that it lacked. */
function saidBy({ outcomes, live }: RunResult): string[] {
  return [...outcomes.map(({ because }) => because ?? ''), ...live.gaps.map(({ why }) => why)];
}

/** What is still to do after a few rounds; some steps wait for the end of others. */
async function leftAfterMending(project: GuardedProject): Promise<string[]> {
  for (let round = 0; round < 4; round++) {
    const { outcomes } = await project.run();
    if (outcomes.length === 0) return [];
  }
  return (await project.run()).outcomes.map(({ kind, target, because }) => `${kind} ${target} ${because}`);
}

test('every breakage is mended by its role, and without any single permission the run says which it lacked', async (t) => {
  const project = await aGuardedProject();
  project.hold(inRole('builder'));
  t.deepEqual(await leftAfterMending(project), []);
  project.cloud.compute.calls.length = 0;
  for (const role of ['repairer', 'builder'] as const) {
    for (const { what, by, needs } of breakages.filter((one) => one.role === role)) {
      await by(project);
      for (const permission of needs) {
        project.hold(without(inRole(role), permission));
        const said = saidBy(await project.run());
        t.true(
          said.some((why) => why.includes(`'${permission}'`)),
          `${what}, without ${permission}: ${said.join('\n')}`,
        );
      }
      project.hold(inRole(role));
      t.deepEqual(await leftAfterMending(project), [], what);
    }
    // Those of reading are proven with the auditor; managed groups are not in this project.
    const used = sorted([...project.used(), ...ofAuditor]);
    t.deepEqual(used, sorted([...inRole(role), ...ofAuditor]), `nothing missing and nothing unused in ${role}`);
  }
  const proven = breakages.flatMap(({ needs }) => needs);
  const beyondReading = permissionsOfRole('builder').filter((one) => !ofAuditor.includes(one));
  t.deepEqual(sorted(proven), beyondReading);
  project.close();
});
