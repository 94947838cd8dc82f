import type { Json, JsonObject } from '../../model/json.ts';
import type { FirewallPorts } from '../../model/live.ts';
import { portsText } from './ports.ts';

/** What a person would type, from the body that the API would be sent. */
export function firewallCommand(
  verb: 'create' | 'update',
  { project, name }: { project: string; name: string },
  body: JsonObject,
): string {
  const flags = [
    ...(verb === 'create' ? [`--network=${lastOf(body.network)}`, '--direction=INGRESS'] : []),
    ...(body.priority === undefined ? [] : [`--priority=${body.priority}`]),
    ...(body.allowed === undefined ? [] : [`--allow=${portsText(linesIn(body.allowed))}`]),
    ...listFlag('--source-ranges', body.sourceRanges),
    ...listFlag('--source-tags', body.sourceTags),
    ...listFlag('--source-service-accounts', body.sourceServiceAccounts),
    ...listFlag('--target-tags', body.targetTags),
    ...listFlag('--target-service-accounts', body.targetServiceAccounts),
    ...(verb === 'update' && body.disabled !== undefined ? [body.disabled ? '--disabled' : '--no-disabled'] : []),
  ];
  return `gcloud compute firewall-rules ${verb} ${name} --project=${project} ${flags.join(' ')}`;
}

export function describeFirewallCommand({ project, name }: { project: string; name: string }): string {
  return `gcloud compute firewall-rules describe ${name} --project=${project}`;
}

export function linesIn(allowed: Json | undefined): FirewallPorts[] {
  if (!Array.isArray(allowed)) return [];
  return allowed.map((line) => {
    const { IPProtocol, ports } = line as JsonObject;
    return { protocol: String(IPProtocol ?? 'all'), ports: textsIn(ports) };
  });
}

export function bodyLines(lines: FirewallPorts[]): Json[] {
  return lines.map(({ protocol, ports }) => ({ IPProtocol: protocol, ...(ports.length > 0 && { ports }) }));
}

export function textsIn(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** An empty list is told to gcloud as `""`. */
function listFlag(flag: string, value: Json | undefined): string[] {
  if (value === undefined) return [];
  return [`${flag}=${textsIn(value).join(',') || '""'}`];
}

function lastOf(path: Json | undefined): string {
  return String(path ?? '').slice(String(path ?? '').lastIndexOf('/') + 1);
}
