import test from 'ava';
import { permissionsFor, permissionsOfMethod, permissionsUsed } from '../../infra/permissions.ts';
import { authorizeBy, methodsOf, permissionsOfRole, type RoleName } from '../../infra/roles.ts';

const roles: RoleName[] = ['auditor', 'repairer', 'builder'];
const never = [
  /\.delete$/,
  /\.setIamPolicy$/,
  /^compute\.instances\.(setMetadata|setServiceAccount|stop|reset|suspend|delete|create|update)$/,
  /Keys?\b/,
  /^iam\./,
  /\*/,
];

for (const role of roles)
  test(`the ${role} holds nothing of what nobody may hold`, (t) => {
    for (const permission of permissionsOfRole(role)) for (const pattern of never) t.notRegex(permission, pattern);
  });

test('the auditor can change nothing', (t) => {
  for (const permission of permissionsOfRole('auditor')) t.regex(permission, /\.(get|list)$/);
});

test('the repairer holds what attaching, detaching and pool membership need', (t) => {
  const held = permissionsOfRole('repairer');
  for (const permission of [
    'compute.disks.use',
    'compute.disks.useReadOnly',
    'compute.instances.attachDisk',
    'compute.instances.detachDisk',
    'compute.instances.use',
    'compute.targetPools.addInstance',
    'compute.targetPools.removeInstance',
    'compute.zoneOperations.get',
  ])
    t.true(held.includes(permission), permission);
  t.false(held.some((permission) => permission.endsWith('.create')));
});

test('a later role holds all of an earlier one', (t) => {
  const [auditor, repairer, builder] = roles.map(permissionsOfRole);
  t.true(auditor?.every((permission) => repairer?.includes(permission)));
  t.true(repairer?.every((permission) => builder?.includes(permission)));
});

test('attaching a disk asks for the right of its mode', (t) => {
  const method = 'compute.instances.attachDisk';
  t.deepEqual(permissionsFor({ method, body: { mode: 'READ_ONLY' } }), [method, 'compute.disks.useReadOnly']);
  t.deepEqual(permissionsFor({ method, body: { mode: 'READ_WRITE' } }), [method, 'compute.disks.use']);
  t.deepEqual(permissionsFor({ method, body: {} }), [method, 'compute.disks.use']);
  t.deepEqual(permissionsOfMethod(method), [method, 'compute.disks.use', 'compute.disks.useReadOnly']);
});

test('a pool made with members and a health check needs the use of both', (t) => {
  const method = 'compute.targetPools.insert';
  const body = { instances: ['zones/z/instances/n'], healthChecks: ['global/httpHealthChecks/h'] };
  t.deepEqual(permissionsFor({ method, body: { instances: [] } }), ['compute.targetPools.create']);
  t.deepEqual(permissionsFor({ method, body }), [
    'compute.targetPools.create',
    'compute.httpHealthChecks.useReadOnly',
    'compute.instances.use',
  ]);
});

test('what was called tells what was needed, sorted and once each', (t) => {
  const calls = [
    { method: 'compute.targetPools.addInstance', body: {} },
    { method: 'compute.targetPools.removeInstance', body: {} },
    { method: 'compute.instances.aggregatedList' },
    { method: 'compute.targetPools.addInstance', body: {} },
  ];
  t.deepEqual(permissionsUsed(calls), [
    'compute.instances.list',
    'compute.instances.use',
    'compute.targetPools.addInstance',
    'compute.targetPools.removeInstance',
  ]);
});

test('a method that is in no table is an error that says where to add it', (t) => {
  t.throws(() => permissionsUsed([{ method: 'compute.instances.stop' }]), { message: /`compute.instances.stop`.*add/ });
});

for (const role of roles)
  test(`what the ${role} may call is not refused, with any body`, (t) => {
    const authorize = authorizeBy(permissionsOfRole(role));
    for (const method of methodsOf[role])
      for (const body of [undefined, null, {}, { mode: 'READ_ONLY', IPAddress: 'a', instances: ['i'] }])
        t.is(authorize({ method, body }), undefined, method);
  });

test('the auditor is refused a repair, by the permission that is missing', (t) => {
  const authorize = authorizeBy(permissionsOfRole('auditor'));
  t.deepEqual(authorize({ method: 'compute.targetPools.addInstance' }), { permission: 'compute.instances.use' });
  t.deepEqual(authorize({ method: 'compute.instances.stop' }), { permission: 'compute.instances.stop' });
});

test('with one permission taken away, what needs it is refused, and nothing else', (t) => {
  const without = 'compute.disks.useReadOnly';
  const authorize = authorizeBy(permissionsOfRole('repairer').filter((one) => one !== without));
  const method = 'compute.instances.attachDisk';
  t.deepEqual(authorize({ method, body: { mode: 'READ_ONLY' } }), { permission: without });
  t.is(authorize({ method, body: { mode: 'READ_WRITE' } }), undefined);
});
