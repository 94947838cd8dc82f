import { readFileSync } from 'node:fs';
import test from 'ava';
import { accountOf, roleOf } from '../../infra/doctor/deployment.ts';
import { neededServices } from '../../infra/doctor/enabled-services.ts';
import { googleRest } from '../../infra/doctor/google-rest.ts';
import { checkPermissions, permissionsNeeded } from '../../infra/doctor/permissions.ts';
import { neverHeld } from '../../infra/never-held.ts';
import { permissionsOfRole } from '../../infra/roles.ts';
import { borrowedCredentials } from '../../shared/borrowed-credentials.ts';
import { aDeployedHome } from '../a-deployed-home.ts';

test('doctor wants the APIs that Terraform switches on', (t) => {
  const text = readFileSync('infra/terraform/services.tf', 'utf8');
  const list = text.slice(text.indexOf('concat('), text.indexOf('var.gke ?'));
  const switched = [...list.matchAll(/"(\w+)\.googleapis\.com"/g)].map(([, name]) => name);
  t.deepEqual([...neededServices], switched);
});

test('no role holds what nobody may hold', (t) => {
  const held = permissionsOfRole('builder');
  t.deepEqual(
    neverHeld.filter((one) => held.includes(one)),
    [],
  );
});

test('accounts and roles are named as Terraform names them', (t) => {
  const deployment = { project: 'my-project', region: 'us-central1', name: 'under-pin' };
  t.is(accountOf(deployment, 'auditor'), 'under-pin-auditor@my-project.iam.gserviceaccount.com');
  t.is(
    accountOf({ ...deployment, project: 'example.com:home' }, 'push'),
    'under-pin-push@home.example.com.iam.gserviceaccount.com',
  );
  t.is(roleOf(deployment, 'repairer'), 'under_pin_repairer');
  const names = readFileSync('infra/terraform/accounts.tf', 'utf8') + readFileSync('infra/terraform/roles.tf', 'utf8');
  for (const role of ['auditor', 'repairer', 'builder']) {
    t.regex(names, new RegExp(String.raw`account_id\s+= "\$\{var\.name\}-${role}"`));
    t.regex(names, new RegExp(String.raw`role_id\s+= "\$\{replace\(var\.name, "-", "_"\)\}_${role}"`));
  }
});

for (const role of ['auditor', 'repairer', 'builder'] as const)
  test(`each single permission that is taken from the ${role} is named, with the command that gives it back`, async (t) => {
    const { world, grants, clock, close } = await aDeployedHome();
    t.teardown(close);
    const deployment = { project: 'my-project', region: 'us-central1', name: 'underpin' };
    const account = accountOf(deployment, role);
    const rest = googleRest({ ...world, credentials: borrowedCredentials(world, account) });
    const held = { role, project: 'my-project', gke: true };
    for (const permission of permissionsNeeded(held, deployment)) {
      grants.of(role).delete(permission);
      const [check] = await clock.drive(checkPermissions(held, deployment, rest));
      grants.of(role).add(permission);
      t.is(check?.state, 'failed', permission);
      t.is(check?.why, `${account} lacks ${permission}`);
      t.regex(check?.command ?? '', new RegExp(`--add-permissions=${permission}$`));
    }
    const [check] = await clock.drive(checkPermissions(held, deployment, rest));
    t.is(check?.state, 'ok');
  });
