import ipaddr from 'ipaddr.js';
import type { DeclarationProblem, Manifest } from '../model/declared.ts';
import { isExposedService, loadBalancerClass, serviceAnnotations } from '../model/exposure.ts';
import { isVersion4 } from '../model/ip-range.ts';
import { asObject, type Json, type JsonObject } from '../model/json.ts';
import { didYouMean } from './did-you-mean.ts';
import { shown } from './problems.ts';

export interface Checked {
  problems: DeclarationProblem[];
  warnings: DeclarationProblem[];
}

/** What a Service says to Underpin: its class, its annotations, its ports and sources. */
export function checkService(manifest: Manifest): Checked {
  if (manifest.apiVersion !== 'v1' || manifest.kind !== 'Service') return { problems: [], warnings: [] };
  const { metadata, spec } = partsOf(manifest);
  const at = (path: string, message: string) => ({ source: manifest.locate(path), message });
  if (!isExposedService(manifest)) return checkOther(manifest);
  const told = [
    ...classProblems(spec),
    ...annotationProblems(metadata.annotations),
    ...addressProblems(metadata.annotations, spec),
    ...portProblems(spec.ports),
    ...rangeProblems(spec.loadBalancerSourceRanges),
  ];
  const isOpen =
    metadata.annotations[serviceAnnotations.firewall] === 'none' || Array.isArray(spec.loadBalancerSourceRanges);
  const warning = at('spec', `no firewall is declared for the Service \`${manifest.name}\`: ${howToOpen}`);
  return {
    problems: told.map(({ path, message }) => at(path, message)),
    warnings: isOpen ? [] : [warning],
  };
}

const howToOpen =
  'add `loadBalancerSourceRanges: ["0.0.0.0/0"]` to let everybody in, or the annotation `underpin.dev/firewall: none`';

interface Told {
  path: string;
  message: string;
}

/** A class that is nearly ours, or annotations that have no effect, are slips of the pen. */
function checkOther(manifest: Manifest): Checked {
  const { metadata, spec } = partsOf(manifest);
  const at = (path: string, message: string) => ({ source: manifest.locate(path), message });
  const declared = spec.loadBalancerClass;
  if (typeof declared === 'string' && declared.startsWith('underpin.dev/')) {
    const message = `unknown load balancer class \`${declared}\`: did you mean \`${loadBalancerClass}\`?`;
    return { problems: [at('spec.loadBalancerClass', message)], warnings: [] };
  }
  const idle = Object.values(serviceAnnotations).filter((name) => name in metadata.annotations);
  const warnings = idle.map((name) =>
    at(`metadata.annotations.${name}`, `\`${name}\` has no effect without \`loadBalancerClass: ${loadBalancerClass}\``),
  );
  return { problems: [], warnings };
}

function classProblems({ type }: JsonObject): Told[] {
  if (type === 'LoadBalancer') return [];
  const message = `\`spec.type\` is ${shown(type ?? 'ClusterIP')}: a load balancer class needs \`type: LoadBalancer\``;
  return [{ path: 'spec.type', message }];
}

const known: string[] = [...Object.values(serviceAnnotations), 'underpin.dev/protect'];

function annotationProblems(annotations: JsonObject): Told[] {
  const told = Object.keys(annotations)
    .filter((name) => name.startsWith('underpin.dev/') && !known.includes(name))
    .map((name) => ({
      path: `metadata.annotations.${name}`,
      message: `unknown annotation \`${name}\`${didYouMean(name, known) || `: known are ${known.map((one) => `\`${one}\``).join(', ')}`}`,
    }));
  const firewall = annotations[serviceAnnotations.firewall];
  if (firewall !== undefined && firewall !== 'none') {
    const message = `\`${serviceAnnotations.firewall}\` is ${shown(firewall)}: expected \`none\`, or leave it out and declare \`loadBalancerSourceRanges\``;
    told.push({ path: `metadata.annotations.${serviceAnnotations.firewall}`, message });
  }
  return told;
}

/** `loadBalancerIP` is the old way of naming the address, by number; it is taken where people still have it. */
function addressProblems(annotations: JsonObject, { loadBalancerIP }: JsonObject): Told[] {
  const address = annotations[serviceAnnotations.address] ?? loadBalancerIP;
  if (typeof address === 'string' && address !== '') return [];
  const message = `which address? Add the annotation \`${serviceAnnotations.address}: NAME\` with a reserved regional address, by name or by number`;
  return [{ path: 'metadata.annotations', message }];
}

function portProblems(ports: Json | undefined): Told[] {
  if (!Array.isArray(ports) || ports.length === 0)
    return [{ path: 'spec.ports', message: '`spec.ports` is empty: nothing to expose' }];
  return ports.flatMap((entry, index) => {
    const { port, protocol = 'TCP' } = asObject(entry);
    const path = `spec.ports[${index}]`;
    if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65535) {
      return [
        { path: `${path}.port`, message: `\`${path}.port\` is ${shown(port)}: expected a number from 1 to 65535` },
      ];
    }
    if (protocol === 'TCP' || protocol === 'UDP') return [];
    return [
      {
        path: `${path}.protocol`,
        message: `\`${path}.protocol\` is ${shown(protocol)}: a target pool takes \`TCP\` or \`UDP\``,
      },
    ];
  });
}

function rangeProblems(ranges: Json | undefined): Told[] {
  if (ranges === undefined || ranges === null) return [];
  const path = 'spec.loadBalancerSourceRanges';
  if (!Array.isArray(ranges)) return [{ path, message: `\`${path}\` is ${shown(ranges)}: expected a list of ranges` }];
  if (ranges.length > 0 && !ranges.some((range) => isVersion4(String(range))))
    return [
      {
        path,
        message: `\`${path}\` is ${shown(ranges)}: a target pool is reached over IPv4 alone, name a range of it`,
      },
    ];
  return ranges.flatMap((range, index) => {
    if (typeof range === 'string' && ipaddr.isValidCIDR(range.trim())) return [];
    const place = `${path}[${index}]`;
    return [{ path: place, message: `\`${place}\` is ${shown(range)}: expected a range such as 203.0.113.0/24` }];
  });
}

function partsOf({ object }: Manifest): { metadata: { annotations: JsonObject }; spec: JsonObject } {
  return { metadata: { annotations: asObject(asObject(object.metadata).annotations) }, spec: asObject(object.spec) };
}
