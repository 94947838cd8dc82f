import type { protos } from '@google-cloud/compute';
import type { ComputeClients } from '../clients.ts';
import type { Firewall, FirewallPorts } from '../model/live.ts';
import { lastSegment } from '../model/reference.ts';
import { type Reading, readList } from './pages.ts';
import { ownReference, type Project } from './project.ts';

type RawFirewall = protos.google.cloud.compute.v1.IFirewall;
type RawPage = protos.google.cloud.compute.v1.IFirewallList;
type RawPorts = protos.google.cloud.compute.v1.IAllowed;

export async function observeFirewalls(compute: ComputeClients, project: Project): Promise<Reading<Firewall>> {
  const fetchPage = async (pageToken: string) => {
    const request = { project: project.id, maxResults: 500, returnPartialSuccess: true, pageToken };
    const [, , page] = await compute.firewalls().list(request, { autoPaginate: false });
    return page as RawPage;
  };
  return readList('firewalls', fetchPage, (raw: RawFirewall) => firewallOf(raw, project));
}

export function firewallOf(raw: RawFirewall, project: Project): Firewall {
  return {
    reference: ownReference(raw.selfLink, project),
    network: lastSegment(raw.network),
    direction: String(raw.direction || 'INGRESS'),
    priority: raw.priority ?? 1000,
    disabled: raw.disabled ?? false,
    sourceRanges: raw.sourceRanges ?? [],
    destinationRanges: raw.destinationRanges ?? [],
    sourceTags: raw.sourceTags ?? [],
    sourceServiceAccounts: raw.sourceServiceAccounts ?? [],
    targetTags: raw.targetTags ?? [],
    targetServiceAccounts: raw.targetServiceAccounts ?? [],
    allowed: (raw.allowed ?? []).map(portsOf),
    denied: (raw.denied ?? []).map(portsOf),
    description: raw.description ?? '',
  };
}

function portsOf({ IPProtocol, ports }: RawPorts): FirewallPorts {
  return { protocol: IPProtocol ?? 'all', ports: ports ?? [] };
}
