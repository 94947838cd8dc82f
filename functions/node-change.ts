import type { CloudEventFunction } from '@google-cloud/functions-framework';
import { readDeclarations } from '../shared/declared/declared.ts';
import { RefusedError } from '../shared/errors.ts';
import { keepPasses, requireCluster } from '../shared/passes.ts';
import { clustersConcerned, ofDeclaredClusters } from '../shared/scope/concern.ts';
import { readEvent } from '../shared/scope/scope.ts';
import type { World } from '../shared/world.ts';
import { answerEvent } from './answer-event.ts';

const longestBodyBytes = 256 * 1024;

/** An event says where to look; one pass over the cluster it concerns answers it and all that came before (P-01, P-15). */
export function nodeChange(world: World): CloudEventFunction<unknown> {
  const passes = keepPasses(world);
  return (event) =>
    answerEvent(world.log, async () => {
      if (JSON.stringify(event.data ?? '').length > longestBodyBytes)
        throw new RefusedError('the event is larger than 256 KiB');
      const decision = readEvent(event);
      world.log.info('event', { ...decision });
      if (decision.decision !== 'act') return;

      const declared = await readDeclarations(world.config.declarations);
      const clusters = declared.map(({ cluster: { metadata, spec } }) => ({
        name: metadata.name,
        project: spec.project,
        region: spec.region,
      }));
      const concerned = clustersConcerned(decision, clusters);
      if (concerned.length === 0) world.log.info('ignored', { why: ofDeclaredClusters(decision, clusters).why });
      for (const name of concerned) await passes.answer(requireCluster(declared, name), decision.publishedAt);
    });
}
