/** One line for each. */
export function linesOf(list: object[]): string {
  return list.map((one) => JSON.stringify(one)).join('\n') || 'in sync';
}
