import type { JsonObject } from '../model/json.ts';

/** Files that other tools read (C-15): what to do with them, before they are called broken manifests. */
export function problemOfForeignFile(path: string): string | null {
  const segments = path.split('/');
  const file = segments.at(-1) ?? '';
  if (/^kustomization\.ya?ml$/i.test(file)) return kustomization;
  if (/^Chart\.ya?ml$/.test(file)) return chart;
  if (/^helmfile\.ya?ml$/i.test(file)) return chart;
  if (/^(?:docker-)?compose(?:\.[\w.-]+)?\.ya?ml$/i.test(file)) return compose;
  return null;
}

export const render = 'declare what it renders, in a directory of its own';
const kustomization = `a kustomization, which Underpin does not build: \`kubectl kustomize DIR > FILE\`, and ${render}`;
const chart = `a Helm chart, which Underpin does not render: \`helm template NAME DIR > FILE\`, and ${render}`;
const compose = 'a Compose file, which Kubernetes does not read: move it out of the declaration';

export function problemOfForeign({ apiVersion, kind, services, metadata }: JsonObject): string | null {
  if (String(apiVersion).startsWith('kustomize.config.k8s.io/')) return kustomization;
  if (apiVersion === undefined && kind === undefined && services && metadata === undefined) return compose;
  return null;
}

/** Underpin's own kinds stand in files of fixed names, so that a person finds them. */
export function problemOfMisplaced(apiVersion: string, kind: string): string | null {
  if (!apiVersion.startsWith('underpin.dev/')) return null;
  if (kind === 'Stack')
    return 'a Stack stands in a file named stack.yaml, beside the manifests it belongs to: rename this file';
  if (kind === 'Cluster') return 'a Cluster stands in a file named cluster.yaml, above its stacks: rename this file';
  return `\`${kind}\` is no kind of underpin.dev: expected Cluster in cluster.yaml, or Stack in stack.yaml`;
}
