/** RFC3339 in UTC with six digits of a second, as entries have had since 2021; nine where Logging itself stamps. */
export function logTimestamp(milliseconds: number, digits: 6 | 9 = 6): string {
  const whole = Math.floor(milliseconds);
  const rest = Math.floor((milliseconds - whole) * 10 ** (digits - 3));
  const fraction = String(rest).padStart(digits - 3, '0');
  return `${new Date(whole).toISOString().slice(0, -1)}${fraction}Z`;
}
