import type { ForwardingRule, Live } from '../../model/live.ts';
import { tierFlag } from './address.ts';

/** N-02: with its last forwarding rule goes an address that is not reserved, so that it is reserved before that. */
export function deleteForwardingCommand({ addresses }: Live, rule: ForwardingRule): string {
  const { name, project, location } = rule.reference;
  const place = `--project=${project} --region=${location}`;
  const remove = `gcloud compute forwarding-rules delete ${name} ${place}`;
  const isReserved = addresses.some(({ address }) => address === rule.address);
  return isReserved
    ? remove
    : `gcloud compute addresses create NAME --addresses=${rule.address} ${place}${tierFlag(rule.networkTier)} && ${remove}`;
}
