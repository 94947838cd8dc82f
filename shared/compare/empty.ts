import type { Json } from '../model/json.ts';
import type { ApiType } from './api-types.ts';
import { versionless } from './defaults.ts';
import { nanosOf } from './quantity.ts';
import { isObject } from './scalar.ts';

/** Pointers whose empty struct says no more than its absence; any other chooses something: `emptyDir: {}` (C-01). */
const neutral = new Set([
  'apiextensions.CustomResourceSubresources',
  'apiextensions.ExternalDocumentation',
  'apps.RollingUpdateDaemonSet',
  'apps.RollingUpdateDeployment',
  'apps.RollingUpdateStatefulSetStrategy',
  'autoscaling.HPAScalingRules',
  'autoscaling.HorizontalPodAutoscalerBehavior',
  'core.Affinity',
  'core.Capabilities',
  'core.ClientIPConfig',
  'core.Lifecycle',
  'core.NodeAffinity',
  'core.PodAffinity',
  'core.PodAntiAffinity',
  'core.PodDNSConfig',
  'core.PodSecurityContext',
  'core.ResourceRequirements',
  'core.SELinuxOptions',
  'core.ScopeSelector',
  'core.SecurityContext',
  'core.SessionAffinityConfig',
  'core.TypedLocalObjectReference',
  'core.TypedObjectReference',
  'core.WindowsSecurityContextOptions',
  'discovery.EndpointHints',
  'networking.HTTPIngressRuleValue',
]);

export function isNothing(value: Json | undefined): value is null | undefined {
  return value === null || value === undefined;
}

/** Zero, empty text, empty list, empty map or struct. */
export function isEmptyOf(value: Json, type: ApiType): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.values(value).every(isNothing);
  if (type.form === 'scalar' && type.word === 'bytes') return String(value).trim() === '' || value === 'Cg==';
  if (type.form === 'scalar' && type.word === 'quantity') return nanosOf(value) === 0n;
  return value === 0 || value === '' || value === false || value === null;
}

/** Whether a declared value is the same as none at all, so that the server may well drop it (C-01, C-18). */
export function saysNothing(value: Json, type: ApiType): boolean {
  if (isNothing(value)) return true;
  if (type.form === 'list' || type.form === 'map') return !type.pointer && isEmptyOf(value, type);
  if (type.form === 'scalar') return !type.pointer && isEmptyOf(value, type);
  if (!isObject(value) || (type.pointer && choosesWhenEmpty(type))) return false;
  return Object.entries(value).every(([name, inner]) => {
    const field = type.field(name);
    return isNothing(inner) || (field !== undefined && saysNothing(inner, field));
  });
}

/** An empty selector selects everything, so a live one that is not empty differs. */
export function selectsWhenEmpty(type: ApiType): boolean {
  return type.form === 'struct' && versionless(type.name) === 'meta.LabelSelector';
}

function choosesWhenEmpty(type: ApiType): boolean {
  return type.form === 'struct' && !neutral.has(versionless(type.name));
}
