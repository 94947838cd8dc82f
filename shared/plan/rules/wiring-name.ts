/** `projects/P/locations/L/jobs/J`, `projects/P/topics/T`: the words of gcloud, and of the report. */
export interface WiringName {
  short: string;
  project: string;
  location: string;
}

export function wiringName(name: string): WiringName {
  const parts = name.split('/');
  const after = (word: string) => parts[parts.indexOf(word) + 1] ?? '';
  return {
    short: parts.at(-1) ?? name,
    project: after('projects'),
    location: parts.includes('locations') ? after('locations') : '',
  };
}
