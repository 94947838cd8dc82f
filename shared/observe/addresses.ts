import type { protos } from '@google-cloud/compute';
import type { ComputeClients } from '../clients.ts';
import type { Address } from '../model/live.ts';
import { fetchAggregatedPage, type Reading, readAggregated } from './pages.ts';
import { ownReference, type Project } from './project.ts';

type RawAddress = protos.google.cloud.compute.v1.IAddress;
type RawScoped = protos.google.cloud.compute.v1.IAddressesScopedList;
type RawPage = protos.google.cloud.compute.v1.IAddressAggregatedList;

/** Of all regions and the global ones: an address in the wrong place is told as such (N-03). */
export async function observeAddresses(compute: ComputeClients, project: Project): Promise<Reading<Address>> {
  const fetchPage = async (pageToken: string) =>
    (await fetchAggregatedPage(compute.addresses(), { project: project.id, pageToken })) as RawPage;
  return readAggregated('addresses', fetchPage, {
    collect: (scoped: RawScoped) => scoped.addresses,
    convert: (raw: RawAddress): Address => ({
      reference: ownReference(raw.selfLink, project),
      address: raw.address ?? '',
      status: String(raw.status ?? 'UNKNOWN'),
      users: raw.users ?? [],
      networkTier: String(raw.networkTier || 'PREMIUM'),
      type: String(raw.addressType || 'EXTERNAL'),
    }),
  });
}
