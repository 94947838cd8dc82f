/** Seeds that broke something once, and what; `npm test` plays them again. */
export const keptSeeds: Record<number, string> = {
  7: 'I-23: a mount that its script refuses was tried again without end',
  130: 'P-11: a batch that fails goes again member by member, which is one time for the breaker',
  173: 'two repairs at once on one worker',
  247: 'I-20: a worker that stood still while it confirmed the Lease went on with one that had run out',
};
