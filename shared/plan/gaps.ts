import type { Area, Gap, Live } from '../model/live.ts';

/** Why the areas were not seen as a whole; `null` when they were. `part` narrows it to what concerns one zone or name. */
export function gapIn(live: Live, areas: Area[], parts: string[] = []): string | null {
  const concerns = ({ area, part }: Gap) =>
    areas.includes(area) && (part === null || parts.length === 0 || parts.includes(part));
  const gap = live.gaps.find(concerns);
  return gap ? `${gap.area}${gap.part ? ` (${gap.part})` : ''} could not be read: ${gap.why}` : null;
}
