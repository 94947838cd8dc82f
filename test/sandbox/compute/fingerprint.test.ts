import test from 'ava';
import { fingerprintOf, sameFingerprint } from '../../../sandbox/compute/fingerprint.ts';

test('Fingerprints are bytes: either alphabet of base64 means the same', (t) => {
  t.true(sameFingerprint('-_8aBcDeFgH=', '+/8aBcDeFgH='));
  t.false(sameFingerprint('-_8aBcDeFgH=', '-_8aBcDeFgA='));
});

test('A fingerprint follows from the content, whatever the order of its keys', (t) => {
  t.is(fingerprintOf({ a: 'x', b: 'y' }), fingerprintOf({ b: 'y', a: 'x' }));
  t.not(fingerprintOf({ a: 'x' }), fingerprintOf({ a: 'y' }));
  t.regex(fingerprintOf({ a: 'x' }), /^[\w-]{11}=$/);
  t.is(fingerprintOf({}), '42WmSpB8rSM=');
});
