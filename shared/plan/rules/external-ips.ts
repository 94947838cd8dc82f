import { stringify } from 'yaml';
import type { Declared, Manifest, Stack } from '../../model/declared.ts';
import { loadBalancerClass, serviceAnnotations } from '../../model/exposure.ts';
import { type Finding, finding } from '../../model/finding.ts';
import { asObject, type JsonObject } from '../../model/json.ts';
import type { Live } from '../../model/live.ts';
import { resolveAddress } from '../traffic/address.ts';

/** N-07: a way that still works and is going away, with the Service that replaces it. */
export function externalIPs(declared: Declared, live: Live): Finding[] {
  return declared.stacks.flatMap((stack) =>
    stack.manifests.flatMap((manifest) => {
      const addresses = externalOf(manifest);
      return addresses.length > 0 ? [deprecated(declared, live, { stack, manifest, addresses })] : [];
    }),
  );
}

interface Case {
  stack: Stack;
  manifest: Manifest;
  addresses: string[];
}

function deprecated(declared: Declared, live: Live, { stack, manifest, addresses }: Case): Finding {
  const [first = ''] = addresses;
  const nameOf = (one: string) => resolveAddress(declared, live, one).reserved?.reference.name ?? one;
  const there = addresses.map(nameOf);
  const [address = first] = there;
  const sources = sourcesFor(stack, { manifest, isThere: (one) => there.includes(nameOf(one)) });
  const namespace = manifest.namespace ?? 'default';
  return finding({
    severity: 'info',
    subject: `Service/${namespace}/${manifest.name}`,
    path: 'spec.externalIPs',
    rule: 'N-07',
    declared: addresses,
    why:
      'externalIPs is deprecated since Kubernetes 1.36 and off by default from 1.40; a Service of the class underpin.dev/target-pool does the same' +
      (sources === null ? '. The stack says several things of who may come in: say it in the Service' : ''),
    command: `kubectl apply --filename=- <<'EOF'\n${stringify(replacementOf(manifest, address, sources ?? []))}EOF`,
    source: manifest.locate('spec.externalIPs'),
    stack: stack.name,
    undeclared: true,
  });
}

/** The same Service, opened by its own manifest. Who may come in stays as the stack's file says. */
function replacementOf({ object, namespace }: Manifest, address: string, sources: string[]): JsonObject {
  // It may be the stack that names the namespace.
  const metadata: JsonObject = { ...asObject(object.metadata), ...(namespace !== null && { namespace }) };
  const { externalIPs: _, type: __, loadBalancerClass: ___, ...spec } = asObject(object.spec);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      ...metadata,
      annotations: { ...asObject(metadata.annotations), [serviceAnnotations.address]: address },
    },
    spec: {
      type: 'LoadBalancer',
      loadBalancerClass,
      allocateLoadBalancerNodePorts: false,
      ...(sources.length > 0 && { loadBalancerSourceRanges: sources }),
      ...spec,
    },
  };
}

/** N-05: of what the stack exposes on its address and ports; `null` where that is not one thing. */
function sourcesFor(
  { spec: { expose } }: Stack,
  { manifest, isThere }: { manifest: Manifest; isThere: (address: string) => boolean },
): string[] | null {
  const { ports } = asObject(manifest.object.spec);
  const own = new Set(
    (Array.isArray(ports) ? ports : []).map(asObject).map(({ port, protocol }) => `${port} ${protocol ?? 'TCP'}`),
  );
  const said = expose
    .filter(({ address, ports, protocol }) => isThere(address) && ports.some((port) => own.has(`${port} ${protocol}`)))
    .map(({ firewall }) => (typeof firewall === 'object' ? firewall.sources : []));
  const [only = [], ...others] = new Map(said.map((sources) => [sources.toSorted().join(), sources])).values();
  return others.length > 0 ? null : [...new Set(only)];
}

function externalOf({ kind, apiVersion, object }: Manifest): string[] {
  const { externalIPs: addresses } = asObject(object.spec);
  return kind === 'Service' && apiVersion === 'v1' && Array.isArray(addresses) ? addresses.map(String) : [];
}
