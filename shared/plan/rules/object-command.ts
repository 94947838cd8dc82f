import type { Action } from '../../model/action.ts';
import { applicable } from '../../model/applicable.ts';
import { asObject, type JsonObject } from '../../model/json.ts';
import type { ObservedObject } from '../../model/objects.ts';

/** The line a person would type to bring the object about. */
export function applyCommand({ manifest, namespace }: ObservedObject): string {
  return `kubectl apply${namespaceFlag(manifest.object, namespace)} -f ${quoted(manifest.source.file)}`;
}

/** For what cannot be changed in place: this object goes, and no other of its file, as it would with `replace --force`. */
export function replaceCommand(one: ObservedObject): string {
  return `kubectl delete ${objectWords(one)} && ${applyCommand(one)}`;
}

export function lookCommand(one: ObservedObject): string {
  return `kubectl get ${objectWords(one)} -o yaml`;
}

/** `deployment.apps web -n prod`: a kind alone may be one of several groups. */
export function objectWords({ manifest, namespace }: Pick<ObservedObject, 'manifest' | 'namespace'>): string {
  const place = namespace === null ? '' : ` -n ${quoted(namespace)}`;
  return `${kindWord(manifest)} ${quoted(manifest.name)}${place}`;
}

export function kindWord({ apiVersion, kind }: { apiVersion: string; kind: string }): string {
  const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [];
  return [kind.toLowerCase(), group].filter(Boolean).join('.');
}

/** I-31: an action stands in plans that people read, so a Secret is left to kubectl. */
export function applyAction(one: ObservedObject): Action | null {
  const { manifest, namespace } = one;
  if (manifest.kind === 'Secret') return null;
  return { kind: 'apply-object', object: applicable(manifest, namespace), command: applyCommand(one) };
}

/** I-26: told, and left to a person. */
export function protection({ protected: isProtected }: ObservedObject): string | null {
  return isProtected ? 'it is marked underpin.dev/protect: take the mark away, or apply it by hand' : null;
}

export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function namespaceFlag(object: JsonObject, namespace: string | null): string {
  return namespace === null || asObject(object.metadata).namespace === namespace ? '' : ` -n ${quoted(namespace)}`;
}
