import type { ForwardingRule, Live } from '../../model/live.ts';
import { isMarkedText } from '../../model/protection.ts';
import { serviceIn } from '../../model/service-owner.ts';
import { tierFlag } from './address.ts';

/** P-10, I-26: why nobody is told to delete or change it; `null` when a person may. */
export function whyNotOurs({ description, protected: isProtected }: ForwardingRule): string | null {
  const owner = serviceIn(description);
  if (owner) return `it belongs to Service ${owner}: the cloud controller keeps it and would undo every change (P-10)`;
  return isProtected || isMarkedText(description) ? 'it is marked underpin.dev/protect' : null;
}

export function describeForwardingCommand(rule: ForwardingRule): string {
  return `gcloud compute forwarding-rules describe ${wordsFor(rule)}`;
}

/** N-02: with its last forwarding rule goes an address that is not reserved, so that it is reserved before that. */
export function deleteForwardingCommand({ addresses }: Live, rule: ForwardingRule): string {
  const { project, location } = rule.reference;
  const remove = `gcloud compute forwarding-rules delete ${wordsFor(rule)}`;
  if (addresses.some(({ address }) => address === rule.address)) return remove;
  const place = `--project=${project} --region=${location}${tierFlag(rule.networkTier)}`;
  return `gcloud compute addresses create NAME --addresses=${rule.address} ${place} && ${remove}`;
}

function wordsFor({ reference: { name, project, location } }: ForwardingRule): string {
  return `${name} --project=${project} --region=${location}`;
}
