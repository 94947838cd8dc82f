import type { Sink } from '../../model/wiring.ts';
import { compileFilter } from './filter.ts';
import { type Place, sampleEntries } from './sample-entries.ts';

/** Kinds of node events that the sink drops, by its filter or by an exclusion. Throws FilterError when it cannot be read. */
export function lostSamples({ filter, exclusions }: Pick<Sink, 'filter' | 'exclusions'>, place: Place): string[] {
  const takes = compileFilter(filter);
  const excludes = exclusions.map(compileFilter);
  return sampleEntries(place)
    .filter(({ entry }) => !takes(entry) || excludes.some((one) => one(entry)))
    .map(({ what }) => what);
}
