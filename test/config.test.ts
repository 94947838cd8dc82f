import test from 'ava';
import { readConfig } from '../shared/config.ts';
import { DeclarationError } from '../shared/errors.ts';

test('what is not set has a default, and what is set empty is not set', (t) => {
  const config = readConfig({ UNDERPIN_REPORT_TOPIC: '', UNDERPIN_CALLERS: ' a@example.com, ,b@example.com' });
  t.like(config, { declarations: 'containers', mode: 'apply', waitSeconds: 120, reportTopic: null, kubeconfig: null });
  t.deepEqual(config.callers, ['a@example.com', 'b@example.com']);
});

test('an empty value consents to no default that acts', (t) => {
  const wrong = { UNDERPIN_MODE: '', UNDERPIN_DECLARATIONS: '' };
  const { message } = t.throws(() => readConfig(wrong), { instanceOf: DeclarationError }) ?? {};
  t.regex(message ?? '', /UNDERPIN_MODE is ``: expected `apply` or `observe`/);
  t.regex(message ?? '', /UNDERPIN_DECLARATIONS is ``/);
});

for (const [name, value, wants] of [
  ['UNDERPIN_MODE', 'Observe', /`apply` or `observe`/],
  ['UNDERPIN_WAIT_SECONDS', '501', /a whole number from 0 to 500/],
  ['UNDERPIN_WAIT_SECONDS', '-1', /a whole number from 0 to 500/],
  ['UNDERPIN_WAIT_SECONDS', '1.5', /a whole number/],
  ['UNDERPIN_AUDIT_SECONDS', '0', /from 1 to 3600/],
  ['UNDERPIN_COMPUTE_ENDPOINT', 'localhost', /a URL/],
] as const) {
  test(`${name}=${value} is refused with the variable, the value and what it takes`, (t) => {
    const { message } = t.throws(() => readConfig({ [name]: value }), { instanceOf: DeclarationError }) ?? {};
    t.true(message?.startsWith(`${name} is \`${value}\`: expected `));
    t.regex(message ?? '', wants);
  });
}

test('the bounds themselves are taken', (t) => {
  t.is(readConfig({ UNDERPIN_WAIT_SECONDS: '500' }).waitSeconds, 500);
  t.is(readConfig({ UNDERPIN_WAIT_SECONDS: '0' }).waitSeconds, 0);
  t.is(readConfig({ UNDERPIN_MODE: 'observe' }).mode, 'observe');
});
