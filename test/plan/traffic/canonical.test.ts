import test from 'ava';
import { resourceName } from '../../../shared/plan/traffic/name.ts';
import {
  canonicalLines,
  canonicalPorts,
  canonicalProtocol,
  portRangeOf,
  portsText,
  samePorts,
} from '../../../shared/plan/traffic/ports.ts';
import { canonicalRanges, sameSources } from '../../../shared/plan/traffic/sources.ts';

const ports = test.macro((t, text: string, expected: string) => t.is(canonicalPorts(text), expected));
test('N-04: a port', ports, '80', '80');
test('N-04: a range of one port', ports, '80-80', '80');
test('N-04: a range', ports, ' 8000 - 8010 ', '8000-8010');
test('a range from back to front is no range, and stays as it is', ports, '90-80', '90-80');

test('what is no port stays as it is', (t) => {
  for (const text of ['x80', '80x', '80-', '-80', '100000', '']) t.is(canonicalPorts(text), text);
});

test('N-04: a protocol has a name and a number', (t) => {
  const numbers = ['1', '4', '6', '17', '50', '51', '58', '94', '132', ' 47 ', ' TCP '];
  const names = ['icmp', 'ipip', 'tcp', 'udp', 'esp', 'ah', 'icmp6', 'ipip', 'sctp', '47', 'tcp'];
  t.deepEqual(numbers.map(canonicalProtocol), names);
});

test('N-04: the API reads a port back as a range', (t) => {
  t.deepEqual(['80', '80-80', '80-90'].map(portRangeOf), ['80-80', '80-80', '80-90']);
});

test('N-05: lines of one protocol are joined, neighbours too', (t) => {
  const lines = [
    { protocol: 'TCP', ports: ['81', '80'] },
    { protocol: '6', ports: ['82-90'] },
    { protocol: '17', ports: [] },
  ];
  t.deepEqual(canonicalLines(lines), [
    { protocol: 'tcp', ports: ['80-90'] },
    { protocol: 'udp', ports: [] },
  ]);
  t.is(portsText(lines), 'tcp:80-90,udp');
  t.true(samePorts([{ protocol: 'tcp', ports: [] }], [{ protocol: 'tcp', ports: ['0-65535'] }]));
  t.false(samePorts([{ protocol: 'tcp', ports: [] }], [{ protocol: 'all', ports: [] }]));
  const [tcp, udp] = ['tcp', 'udp'].map((protocol) => ({ protocol, ports: ['80'] }));
  const [icmp, esp] = ['icmp', 'esp'].map((protocol) => ({ protocol, ports: [] }));
  if (tcp && udp && icmp && esp) {
    t.false(samePorts([tcp, udp], [tcp, { ...udp, ports: ['81'] }]), 'one alike is not all');
    t.is(portsText([udp, tcp, icmp, esp]), 'esp,icmp,tcp:80,udp:80');
  }
});

const same = test.macro((t, one: string[], other: string[], expected: boolean) =>
  t.is(sameSources(one, other), expected),
);
test('N-05: host bits', same, ['10.1.2.3/8'], ['10.0.0.0/8'], true);
test('N-05: one address without its length', same, ['203.0.113.9'], ['203.0.113.9/32'], true);
test('N-05: IPv6 in long and short', same, ['2001:0DB8::0/32'], ['2001:db8::/32'], true);
test('N-05: everybody of one family is not everybody of the other', same, ['0.0.0.0/0'], ['::/0'], false);
test('N-05: a range within another adds nothing', same, ['10.0.0.0/8', '10.1.0.0/16'], ['10.0.0.0/8'], true);
test('N-05: blanks around it', same, [' 10.0.0.0/8 ', ' 10.0.0.1'], ['10.0.0.0/8'], true);
test('N-05: one address of version 6', same, ['2001:db8::1'], ['2001:db8::1/128'], true);
test('N-05: and the next one', same, ['2001:db8::1'], ['2001:db8::2'], false);
test('N-05: half of version 6', same, ['8000::/1', '::/1'], ['::/0'], true);
test('N-05: what cannot be read is the same as itself', same, ['x', 'x', '10.0.0.0/8'], ['10.0.0.0/8', 'x'], true);
test('N-05: and as nothing else', same, ['x'], ['y'], false);
test('N-05: what cannot be read differs', same, ['10.0.0.0/8', 'x'], ['10.0.0.0/8'], false);

test('N-05: ranges are printed without host bits, sorted, once', (t) => {
  t.deepEqual(canonicalRanges(['2001:DB8::1/32', '10.1.2.3/8', '10.0.0.0/8']), ['10.0.0.0/8', '2001:db8::/32']);
  t.deepEqual(canonicalRanges([' y ', '9.1.1.1', '10.0.0.0/8']), ['10.0.0.0/8', '9.1.1.1/32', 'y']);
});

test('names are those Compute Engine takes, and stay apart when they are cut', (t) => {
  t.is(resourceName('home', 'my_app', 'TCP', '80'), 'home-my-app-tcp-80');
  const long = [1, 2].map((end) => resourceName('home', 'a'.repeat(70), String(end)));
  t.true(long.every((name) => name.length <= 63 && /^[a-z][-a-z0-9]*[a-z0-9]$/.test(name)));
  t.not(long[0], long[1]);
});
