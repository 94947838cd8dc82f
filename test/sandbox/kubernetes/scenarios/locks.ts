import { get, lease, leases, merge, patch, post, put, remove, type Scenarios } from './steps.ts';

export const locks: Scenarios = {
  'a Lease is a lock': [
    post(leases, lease('lock', { leaseTransitions: 0 })),
    get(`${leases}/lock`),
    put(`${leases}/lock`, lease('lock', { holderIdentity: 'me' })),
    put(`${leases}/lock`, lease('lock', { holderIdentity: 'me' }, { resourceVersion: '1' })),
    patch(
      `${leases}/lock`,
      { spec: { holderIdentity: 'me', leaseDurationSeconds: 60, renewTime: '2026-01-02T03:04:05.678901Z' } },
      merge,
    ),
    patch(`${leases}/lock`, { spec: { renewTime: '2026-01-02T03:04:05Z' } }, merge),
    patch(`${leases}/lock`, { spec: { leaseDurationSeconds: 0 } }, merge),
    patch(`${leases}/lock`, { spec: { leaseTransitions: -1 } }, merge),
    patch(`${leases}/lock`, { metadata: { annotations: { epoch: '7' } } }, merge),
    put(`${leases}/by-put`, lease('by-put', { holderIdentity: 'me' })),
    put(`${leases}/by-put-with-version`, lease('by-put-with-version', {}, { resourceVersion: '77' })),
    put(`${leases}/with-other-uid`, lease('with-other-uid', {}, { uid: '0a0a0a0a-0000-4000-8000-000000000000' })),
    remove(`${leases}/lock`, { preconditions: { resourceVersion: '1' } }),
    remove(`${leases}/lock`),
  ],
};
