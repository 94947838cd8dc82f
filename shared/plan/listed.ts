const most = 5;

/** The first of them, and how many more there are: a finding is one line. */
export function listed(names: string[]): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}
