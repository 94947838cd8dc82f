import type { Declared } from '../../model/declared.ts';
import type { Address, Live } from '../../model/live.ts';
import { gapIn } from '../gaps.ts';

export interface ResolvedAddress {
  /** As declared: a name or a number. */
  declared: string;
  /** The reserved regional address; `null` when there is none, or it was not seen. */
  reserved: Address | null;
  /** `null`: not known. */
  ip: string | null;
  /** Why it could not be looked up. */
  unknown: string | null;
}

export function resolveAddress({ cluster: { spec } }: Declared, live: Live, address: string): ResolvedAddress {
  const reserved =
    live.addresses.find(
      ({ reference, address: number }) =>
        reference.location === spec.region && (reference.name === address || number === address),
    ) ?? null;
  const ip = isNumber(address) ? address : (reserved?.address ?? null) || null;
  return { declared: address, reserved, ip, unknown: reserved ? null : gapIn(live, ['addresses'], [spec.region]) };
}

/** The API takes an address only for a rule of the same tier; PREMIUM is what gcloud takes where none is named. */
export function tierFlag(networkTier: string): string {
  return networkTier === 'PREMIUM' || networkTier === '' ? '' : ` --network-tier=${networkTier}`;
}

export function isNumber(address: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(address) || (address.includes(':') && !address.includes('/'));
}
