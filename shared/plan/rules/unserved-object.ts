import { type Finding, finding } from '../../model/finding.ts';
import type { ObservedObject } from '../../model/objects.ts';
import { quoted } from './object-command.ts';

/** C-08: whatever the object was, the file cannot be applied any more. */
export function unservedObject(object: ObservedObject): Finding[] {
  const { result, subject, stack, manifest } = object;
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
      command: commandFor(object, now),
      source: manifest.locate('apiVersion'),
      stack,
    }),
  ];
}

/** The object as the version that is served has it, to write the file anew from. */
function commandFor({ manifest: { kind, name }, namespace }: ObservedObject, now: string | undefined): string {
  if (now === undefined) return 'kubectl api-resources';
  const [group = '', version] = now.split('/');
  const type = version === undefined ? kind.toLowerCase() : `${kind.toLowerCase()}.${version}.${group}`;
  return `kubectl get ${type} ${quoted(name)}${namespace === null ? '' : ` -n ${quoted(namespace)}`} -o yaml`;
}
