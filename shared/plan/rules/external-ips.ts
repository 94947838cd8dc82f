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
  const address = resolveAddress(declared, live, first).reserved?.reference.name ?? first;
  const namespace = manifest.namespace ?? 'default';
  return finding({
    severity: 'info',
    subject: `Service/${namespace}/${manifest.name}`,
    path: 'spec.externalIPs',
    rule: 'N-07',
    declared: addresses,
    why: 'externalIPs is deprecated since Kubernetes 1.36 and off by default from 1.40; a Service of the class underpin.dev/target-pool does the same',
    command: `kubectl apply --filename=- <<'EOF'\n${stringify(replacementOf(manifest, address, stack))}EOF`,
    source: manifest.locate('spec.externalIPs'),
    stack: stack.name,
    undeclared: true,
  });
}

/** The same Service, opened by its own manifest. Who may come in stays as the stack's file says. */
function replacementOf({ object, namespace }: Manifest, address: string, stack: Stack): JsonObject {
  // It may be the stack that names the namespace.
  const metadata: JsonObject = { ...asObject(object.metadata), ...(namespace !== null && { namespace }) };
  const { externalIPs: _, type: __, loadBalancerClass: ___, ...spec } = asObject(object.spec);
  const sources = stack.spec.expose.flatMap(({ firewall }) => (typeof firewall === 'object' ? firewall.sources : []));
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
      ...(sources.length > 0 && { loadBalancerSourceRanges: [...new Set(sources)] }),
      ...spec,
    },
  };
}

function externalOf({ kind, apiVersion, object }: Manifest): string[] {
  const { externalIPs: addresses } = asObject(object.spec);
  return kind === 'Service' && apiVersion === 'v1' && Array.isArray(addresses) ? addresses.map(String) : [];
}
