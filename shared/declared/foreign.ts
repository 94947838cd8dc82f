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

const render = 'declare what it renders, in a directory of its own';
const kustomization = `a kustomization, which Underpin does not build: \`kubectl kustomize DIR > FILE\`, and ${render}`;
const chart = `a Helm chart, which Underpin does not render: \`helm template NAME DIR > FILE\`, and ${render}`;
const compose = 'a Compose file, which Kubernetes does not read: move it out of the declaration';
export const template = `a template, not YAML: render it first (\`helm template NAME DIR > FILE\`), and ${render}`;

export function problemOfForeign({ apiVersion, kind, services, metadata }: JsonObject): string | null {
  if (String(apiVersion).startsWith('kustomize.config.k8s.io/')) return kustomization;
  if (apiVersion === undefined && kind === undefined && services && metadata === undefined) return compose;
  return null;
}

/** Outside of a value, where it makes the file unreadable; `{{ }}` or `$VAR` inside a value is plain text. */
export function looksLikeTemplate(line: string): boolean {
  return /^\s*(?:-\s+)?\{\{/.test(line) || /^[^"'#]*:\s+\{\{/.test(line);
}
