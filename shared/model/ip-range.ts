/** Of an address or a range; whether it can be read is not asked. */
export function isVersion4(range: string): boolean {
  return !range.includes(':');
}
