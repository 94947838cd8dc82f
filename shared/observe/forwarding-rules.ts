import type { protos } from '@google-cloud/compute';
import type { ComputeClients } from '../clients.ts';
import type { ForwardingRule } from '../model/live.ts';
import { isProtected } from '../model/protection.ts';
import { fetchAggregatedPage, type Reading, readAggregated } from './pages.ts';
import { ownReference, type Project } from './project.ts';

type RawRule = protos.google.cloud.compute.v1.IForwardingRule;
type RawScoped = protos.google.cloud.compute.v1.IForwardingRulesScopedList;
type RawPage = protos.google.cloud.compute.v1.IForwardingRuleAggregatedList;

/** Of all regions and the global ones, by one call for a page of 500. */
export async function observeForwardingRules(
  compute: ComputeClients,
  project: Project,
): Promise<Reading<ForwardingRule>> {
  const fetchPage = async (pageToken: string) =>
    (await fetchAggregatedPage(compute.forwardingRules(), { project: project.id, pageToken })) as RawPage;
  return readAggregated('forwardingRules', fetchPage, {
    collect: (scoped: RawScoped) => scoped.forwardingRules,
    convert: (raw: RawRule) => forwardingRuleOf(raw, project),
  });
}

export function forwardingRuleOf(raw: RawRule, project: Project): ForwardingRule {
  return {
    reference: ownReference(raw.selfLink, project),
    id: String(raw.id ?? ''),
    address: raw.IPAddress ?? '',
    protocol: String(raw.IPProtocol ?? ''),
    portRange: raw.portRange || null,
    ports: raw.ports ?? [],
    target: raw.target || raw.backendService || null,
    scheme: String(raw.loadBalancingScheme || 'EXTERNAL'),
    networkTier: String(raw.networkTier || 'PREMIUM'),
    description: raw.description ?? '',
    protected: isProtected(raw.labels),
  };
}
