import type { CloudEventFunction } from '@google-cloud/functions-framework';
import { declarationsOf } from '../shared/declared/declared.ts';
import { RefusedError } from '../shared/errors.ts';
import type { Declared } from '../shared/model/declared.ts';
import { keepPasses } from '../shared/passes.ts';
import { clustersConcerned, type DeclaredCluster, mayConcern, ofDeclaredClusters } from '../shared/scope/concern.ts';
import { readEvent } from '../shared/scope/scope.ts';
import type { World } from '../shared/world.ts';
import { answerEvent } from './answer-event.ts';

const longestBodyBytes = 256 * 1024;

/** An event says where to look; one pass over the cluster it concerns answers it and all that came before (P-01, P-15). */
export function nodeChange(world: World): CloudEventFunction<unknown> {
  const passes = keepPasses(world);
  return (event) =>
    answerEvent(world.log, async () => {
      if (bytesOf(event.data) > longestBodyBytes) throw new RefusedError('the event is over 256 KiB');
      const decision = readEvent(event);
      world.log.info('event', { ...decision });
      if (decision.decision !== 'act') return;

      const { declared, problems } = await declarationsOf(world);
      const clusters = declared.map(clusterFacts);
      const concerned = declared.filter(({ cluster }) =>
        clustersConcerned(decision, clusters).includes(cluster.metadata.name),
      );
      if (concerned.length === 0) world.log.info('ignored', { why: ofDeclaredClusters(decision, clusters).why });
      const answers = concerned.map(({ cluster }) => passes.answer(cluster.metadata.name, decision.publishedAt));
      // It may be a broken one's event, too: it comes again until somebody has mended the declaration (I-17).
      const broken = problems.filter((one) => mayConcern(decision, one, clusters));
      await untilAllAnswered([...answers, ...broken.map(({ error }) => Promise.reject(error))]);
    });
}

function bytesOf(data: unknown): number {
  return data instanceof Uint8Array ? data.byteLength : Buffer.byteLength(JSON.stringify(data ?? ''));
}

/** A cluster that cannot be mended now holds up no other; for its sake the event comes again. */
async function untilAllAnswered(answers: Promise<void>[]): Promise<void> {
  const settled = await Promise.allSettled(answers);
  const errors = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  if (errors.length > 0) throw errors.find((error) => !(error instanceof RefusedError)) ?? errors[0];
}

function clusterFacts({ cluster: { metadata, spec } }: Declared): DeclaredCluster {
  const gke = 'gke' in spec.kubernetes ? spec.kubernetes.gke : null;
  return { name: metadata.name, project: spec.project, region: spec.region, gke };
}
