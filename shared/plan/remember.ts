/**
 * Many rules ask the same of the same declared and live state; both are finished when the rules see them. The answer is
 * kept as long as they are.
 */
export function remembered<A extends object, B extends object, T>(derive: (one: A, other: B) => T): typeof derive {
  const known = new WeakMap<A, WeakMap<B, { value: T }>>();
  return (one, other) => {
    const ofOne = known.get(one) ?? new WeakMap<B, { value: T }>();
    known.set(one, ofOne);
    const kept = ofOne.get(other) ?? { value: derive(one, other) };
    ofOne.set(other, kept);
    return kept.value;
  };
}
