import { linkTo, pathOf, scopeOf } from '../link.ts';
import type { World } from '../world.ts';
import { plainMethods } from './plain.ts';

/** The legacy kind is the only one a target pool takes (N-09). */
export const healthChecks = {
  ...plainMethods({
    collection: 'httpHealthChecks',
    kind: 'httpHealthCheck',
    fixed: ['name'],
    defaults: () => ({
      description: '',
      host: '',
      requestPath: '/',
      port: 80,
      checkIntervalSec: 5,
      timeoutSec: 5,
      unhealthyThreshold: 2,
      healthyThreshold: 2,
    }),
    user: poolThatUses,
  }),
  ...plainMethods({
    collection: 'healthChecks',
    kind: 'healthCheck',
    fixed: ['name'],
    defaults: () => ({
      description: '',
      checkIntervalSec: 5,
      timeoutSec: 5,
      unhealthyThreshold: 2,
      healthyThreshold: 2,
    }),
  }),
};

function poolThatUses({ store, settings }: World, path: string): string | undefined {
  const project = path.slice(0, path.indexOf(`/${scopeOf(path)}`));
  const pools = Object.keys(settings.regions).flatMap((region) =>
    store.shelf('targetPools', `${project}/regions/${region}`),
  );
  const user = pools.find((pool) => pool.healthChecks?.includes(linkTo(path)));
  return user && pathOf(user.selfLink);
}
