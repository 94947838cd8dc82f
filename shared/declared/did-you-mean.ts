/** ` Did you mean \`nodeGroups\`?`, or nothing when no word is near. */
export function didYouMean(word: string, known: string[]): string {
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: distanceBetween(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(2, Math.floor(candidate.length / 3)))
    .filter(({ candidate, distance }) => distance < Math.max(word.length, candidate.length))
    .toSorted((one, other) => one.distance - other.distance);
  return nearest === undefined ? '' : `: did you mean \`${nearest.candidate}\`?`;
}

/** Single-letter edits and swaps of neighbours. */
function distanceBetween(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 8) return 9;
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      let best = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (row > 1 && column > 1 && swapped) best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[other.length] ?? 0;
}
