import type { JsonObject } from '../json.ts';
import { linkTo } from '../link.ts';
import { refusal } from '../refusal.ts';
import { plainMethods } from './plain.ts';

/** `patch` merges, `update` replaces all; name, network and direction stay what they are. */
export const firewalls = plainMethods({
  collection: 'firewalls',
  kind: 'firewall',
  links: ['network'],
  fixed: ['name', 'direction'],
  defaults: (_, project) => ({
    description: '',
    network: linkTo(`projects/${project}/global/networks/default`),
    priority: 1000,
    direction: 'INGRESS',
    disabled: false,
    logConfig: { enable: false },
  }),
  check: requireProtocols,
});

function requireProtocols(firewall: JsonObject): void {
  const { allowed, denied, priority, sourceRanges } = firewall;
  if (Array.isArray(allowed) === Array.isArray(denied)) {
    throw refusal.invalid(
      'resource.allowed',
      '',
      'Exactly one of the fields `allowed` and `denied` must be specified.',
    );
  }
  for (const rule of [...(Array.isArray(allowed) ? allowed : []), ...(Array.isArray(denied) ? denied : [])]) {
    requirePorts(rule as JsonObject);
  }
  if (Array.isArray(sourceRanges) && new Set(sourceRanges.map((range) => String(range).includes(':'))).size > 1)
    throw refusal.invalid('resource.sourceRanges', '', 'IPv4 and IPv6 ranges cannot be in one rule.');
  if (typeof priority === 'number' && (priority < 0 || priority > 65_535)) {
    throw refusal.invalid('resource.priority', String(priority), 'Must be less than or equal to 65535');
  }
}

function requirePorts({ IPProtocol, ports }: JsonObject): void {
  if (typeof IPProtocol !== 'string' || IPProtocol === '') throw refusal.required('resource.allowed[0].IPProtocol');
  for (const port of Array.isArray(ports) ? ports : []) {
    if (typeof port === 'string' && /^\d{1,5}(?:-\d{1,5})?$/.test(port)) continue;
    throw refusal.invalid('resource.allowed[0].ports[0]', String(port), 'Must be a valid port or range of ports.');
  }
}
