import { readFileSync } from 'node:fs';
import test from 'ava';
import { accountOf, roleOf } from '../../infra/doctor/deployment.ts';
import { neededServices } from '../../infra/doctor/enabled-services.ts';
import { neverHeld } from '../../infra/never-held.ts';
import { permissionsOfRole } from '../../infra/roles.ts';

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
