/** A field that somebody changed. */
export const difference = {
  path: 'spec.clusterIP',
  pointer: 'spec.clusterIP',
  kind: 'changed' as const,
  declared: 'None',
  live: '10.0.0.1',
  why: 'differs from what is declared',
  certain: true,
  writer: null,
};
/** The result of an object in which that alone differs. */
export const differs = {
  state: 'differs' as const,
  differences: [difference],
  refusal: null,
  undecided: [],
  undecidedWhy: '',
};
