import test from 'ava';
import { canonicalQuantity } from '../../../sandbox/kubernetes/schema/quantity.ts';

const reads = test.macro({
  title: (_, text: string, wanted: string | undefined) => `the quantity \`${text}\` reads back as \`${wanted}\``,
  exec: (t, text: string, wanted: string | undefined) => t.is(canonicalQuantity(text), wanted),
});

test(reads, '0.5', '500m');
test(reads, '1000m', '1');
test(reads, '1024Mi', '1Gi');
test(reads, '1.5Gi', '1536Mi');
test(reads, '1000Mi', '1000Mi');
test(reads, '2000', '2k');
test(reads, '0', '0');
test(reads, '-1500m', '-1500m');
test(reads, '1e3', '1e3');
test(reads, '12e6', '12e6');
test(reads, '100E', '100E');
test(reads, '.1', '100m');
test(reads, '1.', '1');
test(reads, 'one', undefined);
test(reads, '1 Gi', undefined);
