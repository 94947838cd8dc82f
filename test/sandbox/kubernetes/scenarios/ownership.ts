import { apply, applyPatch, apps, deployment, get, map, merge, patch, post, type Scenarios, space } from './steps.ts';

export const ownership: Scenarios = {
  'server-side apply owns, conflicts, takes over and lets go': [
    apply(`${space}/configmaps/applied`, map('applied', { a: '1', b: '2' })),
    patch(`${space}/configmaps/applied?fieldManager=two`, map('applied', { b: '3' }), applyPatch),
    patch(`${space}/configmaps/applied?fieldManager=two`, map('applied', { a: '3', b: '3' }), applyPatch),
    patch(`${space}/configmaps/applied?fieldManager=two&force=true`, map('applied', { b: '3' }), applyPatch),
    apply(`${space}/configmaps/applied`, map('applied', { c: '4' })),
    patch(`${space}/configmaps/applied?fieldManager=three`, { data: { c: '5' } }, merge),
    apply(`${space}/configmaps/applied`, map('applied', { c: '6' })),
    apply(`${space}/configmaps/applied`, map('applied', { c: '5' })),
    apply(`${space}/configmaps/applied`, map('applied', { c: '5' })),
    patch(`${space}/configmaps/applied`, map('applied', {}), applyPatch),
    apply(`${space}/configmaps/applied`, map('elsewhere', {})),
    apply(`${space}/configmaps/applied`, map('applied', { z: '1' }), '&dryRun=All'),
    get(`${space}/configmaps/applied`),
  ],
  'the same manager writes by its user agent': [
    { ...post(`${space}/configmaps`, map('agent', { a: 'b' })), userAgent: 'kubectl-edit/v1.32 (linux/amd64)' },
    { ...patch(`${space}/configmaps/agent`, { data: { c: 'd' } }, merge), userAgent: 'node-fetch' },
    { ...patch(`${space}/configmaps/agent`, { data: { a: 'e' } }, merge), userAgent: 'node-fetch' },
    { ...patch(`${space}/configmaps/agent`, { data: { a: 'e' } }, merge), userAgent: 'nobody' },
  ],
  'two who apply the same list keep their own items': [
    apply(`${apps}/deployments/shared`, deployment('shared')),
    patch(
      `${apps}/deployments/shared?fieldManager=two`,
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'shared' },
        spec: {
          template: { spec: { containers: [{ name: 'side', image: 'busybox', env: [{ name: 'Z', value: '1' }] }] } },
        },
      },
      applyPatch,
    ),
    patch(
      `${apps}/deployments/shared?fieldManager=two`,
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'shared' },
        spec: { template: { spec: { containers: [{ name: 'web', env: [{ name: 'Z', value: '1' }] }] } } },
      },
      applyPatch,
    ),
    patch(
      `${apps}/deployments/shared?fieldManager=two`,
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'shared' }, spec: {} },
      applyPatch,
    ),
    patch(
      `${apps}/deployments/shared?fieldManager=two`,
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'shared' }, spec: { replicas: 4 } },
      applyPatch,
    ),
    patch(`${apps}/deployments/shared?fieldManager=three`, { spec: { replicas: 5 } }, merge),
    patch(
      `${apps}/deployments/shared?fieldManager=two`,
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'shared' }, spec: { replicas: 4 } },
      applyPatch,
    ),
    patch(
      `${apps}/deployments/shared?fieldManager=two&force=true&dryRun=All`,
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'shared' }, spec: { replicas: 4 } },
      applyPatch,
    ),
    apply(`${apps}/deployments/shared`, { ...deployment('shared'), unknown: 1 }),
    apply(`${apps}/deployments/shared`, { ...deployment('shared'), status: { replicas: 9 } }, '&force=true'),
    get(`${apps}/deployments/shared`),
  ],
};
