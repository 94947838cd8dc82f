import { type Finding, finding } from '../../model/finding.ts';
import type { ObservedObject } from '../../model/objects.ts';
import { quoted } from './object-command.ts';

/** C-08: whatever the object was, the file cannot be applied any more. */
export function unservedObject({ result, subject, stack, manifest }: ObservedObject): Finding[] {
  if (result.state !== 'not-served') return [];
  const { apiVersion, kind } = manifest;
  const [now] = result.servedAs;
  return [
    finding({
      severity: 'critical',
      subject,
      path: 'apiVersion',
      declared: apiVersion,
      live: now ?? null,
      why: now
        ? `the API server has no ${kind} in \`${apiVersion}\` any more; it has it in ${result.servedAs.join(', ')}`
        : `the API server has no ${kind} in \`${apiVersion}\`; is its CustomResourceDefinition installed?`,
      rule: 'C-08',
      command: now
        ? `kubectl convert -f ${quoted(manifest.source.file)} --output-version ${now}`
        : 'kubectl api-resources',
      source: manifest.locate('apiVersion'),
      stack,
    }),
  ];
}
