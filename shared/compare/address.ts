import ipaddr from 'ipaddr.js';

/** Fields that hold an address or a range; others keep their text, even when it looks like one. */
const fields = new Set([
  'core.ServiceSpec.clusterIP',
  'core.ServiceSpec.clusterIPs',
  'core.ServiceSpec.externalIPs',
  'core.ServiceSpec.loadBalancerIP',
  'core.ServiceSpec.loadBalancerSourceRanges',
  'core.PodDNSConfig.nameservers',
  'core.HostAlias.ip',
  'core.EndpointAddress.ip',
  'core.NodeSpec.podCIDR',
  'core.NodeSpec.podCIDRs',
  'discovery.Endpoint.addresses',
  'networking.IPBlock.cidr',
  'networking.IPBlock.except',
  'networking.ServiceCIDRSpec.cidrs',
]);

export function holdsAddress(field: string): boolean {
  return fields.has(field);
}

export function isSameAddress(one: string, other: string): boolean {
  return canonicalAddress(one) === canonicalAddress(other);
}

/** IPv6 in one spelling, host bits of a range cleared (C-03). */
export function canonicalAddress(text: string): string {
  const trimmed = text.trim();
  if (isRange(trimmed)) {
    const [address, bits] = ipaddr.parseCIDR(trimmed);
    const network =
      address.kind() === 'ipv6'
        ? ipaddr.IPv6.networkAddressFromCIDR(trimmed).toString()
        : ipaddr.IPv4.networkAddressFromCIDR(trimmed).toString();
    return `${network}/${bits}`;
  }
  return isAddress(trimmed) ? ipaddr.parse(trimmed).toString() : text;
}

function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
}

function isRange(text: string): boolean {
  const [address = '', bits] = text.split('/');
  return bits !== undefined && isAddress(address) && ipaddr.isValidCIDR(text);
}
