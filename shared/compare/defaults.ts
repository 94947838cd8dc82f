import type { Json, JsonObject } from '../model/json.ts';

/**
 * What the API server makes of a zero or absent field, by type and field without the version (C-05). Only fields that
 * are dropped when zero, and fields inside lists that are compared whole, have to stand here: elsewhere what is not
 * declared is not compared.
 */
const defaults: Readonly<Record<string, Json>> = {
  'admissionregistration.RuleWithOperations.scope': '*',
  'admissionregistration.NamedRuleWithOperations.scope': '*',
  'apiextensions.CustomResourceConversion.strategy': 'None',
  'apps.DaemonSetUpdateStrategy.type': 'RollingUpdate',
  'apps.DeploymentStrategy.type': 'RollingUpdate',
  'apps.StatefulSetSpec.podManagementPolicy': 'OrderedReady',
  'apps.StatefulSetUpdateStrategy.type': 'RollingUpdate',
  'batch.CronJobSpec.concurrencyPolicy': 'Allow',
  'batch.PodFailurePolicyOnPodConditionsPattern.status': 'True',
  'core.AzureDiskVolumeSource.fsType': 'ext4',
  'core.Container.terminationMessagePath': '/dev/termination-log',
  'core.Container.terminationMessagePolicy': 'File',
  'core.ContainerPort.protocol': 'TCP',
  'core.EndpointPort.protocol': 'TCP',
  'core.EphemeralContainer.terminationMessagePath': '/dev/termination-log',
  'core.EphemeralContainer.terminationMessagePolicy': 'File',
  'core.GRPCAction.service': '',
  'core.HTTPGetAction.path': '/',
  'core.HTTPGetAction.scheme': 'HTTP',
  'core.ISCSIPersistentVolumeSource.iscsiInterface': 'default',
  'core.ISCSIVolumeSource.iscsiInterface': 'default',
  'core.ObjectFieldSelector.apiVersion': 'v1',
  'core.PersistentVolumeClaimSpec.volumeMode': 'Filesystem',
  'core.PersistentVolumeSpec.persistentVolumeReclaimPolicy': 'Retain',
  'core.PersistentVolumeSpec.volumeMode': 'Filesystem',
  'core.PodSpec.dnsPolicy': 'ClusterFirst',
  'core.PodSpec.restartPolicy': 'Always',
  'core.PodSpec.schedulerName': 'default-scheduler',
  'core.PodSpec.serviceAccount': 'default',
  'core.Probe.failureThreshold': 3,
  'core.Probe.periodSeconds': 10,
  'core.Probe.successThreshold': 1,
  'core.Probe.timeoutSeconds': 1,
  'core.RBDPersistentVolumeSource.keyring': '/etc/ceph/keyring',
  'core.RBDPersistentVolumeSource.pool': 'rbd',
  'core.RBDPersistentVolumeSource.user': 'admin',
  'core.RBDVolumeSource.keyring': '/etc/ceph/keyring',
  'core.RBDVolumeSource.pool': 'rbd',
  'core.RBDVolumeSource.user': 'admin',
  'core.ScaleIOPersistentVolumeSource.fsType': 'xfs',
  'core.ScaleIOPersistentVolumeSource.storageMode': 'ThinProvisioned',
  'core.ScaleIOVolumeSource.fsType': 'xfs',
  'core.ScaleIOVolumeSource.storageMode': 'ThinProvisioned',
  'core.Secret.type': 'Opaque',
  'core.ServiceAccountTokenProjection.expirationSeconds': 3600,
  'core.ServicePort.protocol': 'TCP',
  'core.ServiceSpec.externalTrafficPolicy': 'Cluster',
  'core.ServiceSpec.sessionAffinity': 'None',
  'core.ServiceSpec.type': 'ClusterIP',
  'discovery.EndpointPort.name': '',
  'discovery.EndpointPort.protocol': 'TCP',
  'flowcontrol.FlowSchemaSpec.matchingPrecedence': 1000,
  'flowcontrol.LimitedPriorityLevelConfiguration.nominalConcurrencyShares': 30,
  'flowcontrol.QueuingConfiguration.handSize': 8,
  'flowcontrol.QueuingConfiguration.queueLengthLimit': 50,
  'flowcontrol.QueuingConfiguration.queues': 64,
  'networking.NetworkPolicyPort.protocol': 'TCP',
  'rbac.RoleRef.apiGroup': 'rbac.authorization.k8s.io',
  'resource.DeviceSubRequest.allocationMode': 'ExactCount',
  'resource.DeviceSubRequest.count': 1,
  'resource.ExactDeviceRequest.allocationMode': 'ExactCount',
  'resource.ExactDeviceRequest.count': 1,
  'resource.DeviceToleration.operator': 'Equal',
};

/** A zero here asks the server to choose. */
const chosen = new Set([
  'apiextensions.CustomResourceDefinitionNames.listKind',
  'apiextensions.CustomResourceDefinitionNames.singular',
  'core.ContainerPort.hostPort',
  'core.PersistentVolumeClaimSpec.volumeName',
  'core.PodSpec.nodeName',
  'autoscaling.HorizontalPodAutoscalerSpec.metrics',
  'batch.JobSpec.selector',
  'networking.NetworkPolicySpec.policyTypes',
  'core.PodSpec.priorityClassName',
  'core.ServicePort.nodePort',
  'core.ServiceSpec.clusterIP',
  'core.ServiceSpec.clusterIPs',
  'core.ServiceSpec.healthCheckNodePort',
  'core.ServiceSpec.ipFamilies',
]);

/** Defaults that follow from the neighbours of the field, as declared. */
const derived: Readonly<Record<string, (siblings: JsonObject) => Json | undefined>> = {
  'core.Container.imagePullPolicy': pullPolicy,
  'core.EphemeralContainer.imagePullPolicy': pullPolicy,
  'core.ServicePort.targetPort': ({ port }) => port,
  // The older spelling is overwritten by the newer one (C-18).
  'core.PodSpec.serviceAccount': ({ serviceAccountName }) => serviceAccountName || undefined,
  'core.PodSpec.serviceAccountName': ({ serviceAccount }) => serviceAccount || 'default',
  'rbac.Subject.apiGroup': ({ kind }) => (kind === 'ServiceAccount' ? '' : 'rbac.authorization.k8s.io'),
};

function pullPolicy({ image }: JsonObject): string {
  const [name = '', digest] = String(image).split('@');
  const tag = /:([^/:]+)$/.exec(name)?.[1];
  return tag === 'latest' || (tag === undefined && digest === undefined) ? 'Always' : 'IfNotPresent';
}

/** C-07: a certificate authority that an injector fills in; `Cg==`, a lone line feed, is its usual place-holder. */
const injected =
  /^(?:admissionregistration|apiextensions)\.WebhookClientConfig\.caBundle$|^apiregistration\.APIServiceSpec\.caBundle$/;

export function isChosenByServer(field: string): boolean {
  return chosen.has(field) || injected.test(field);
}

export function defaultOf(field: string, siblings: JsonObject): Json | undefined {
  return derived[field]?.(siblings) ?? defaults[field];
}

/** What the server drops for what its neighbours say. */
export function isDropped(field: string, siblings: JsonObject): boolean {
  return field === 'core.ServiceSpec.sessionAffinityConfig' && siblings.sessionAffinity !== 'ClientIP';
}

/** Fields behind a feature gate: a server with the gate closed drops them without a word. */
const gated = new Set([
  'apps.RollingUpdateStatefulSetStrategy.maxUnavailable',
  'autoscaling.HPAScalingRules.tolerance',
  'coordination.LeaseSpec.preferredHolder',
  'coordination.LeaseSpec.strategy',
  'core.Container.restartPolicyRules',
  'core.EnvVarSource.fileKeyRef',
  'core.Lifecycle.stopSignal',
  'core.PodSpec.hostnameOverride',
  'core.PodSpec.resourceClaims',
  'core.PodSpec.resources',
  'core.PodSpec.schedulingGroup',
  'core.ResourceRequirements.claims',
  'core.VolumeProjection.clusterTrustBundle',
  'core.VolumeProjection.podCertificate',
  'storage.CSIDriverSpec.nodeAllocatableUpdatePeriodSeconds',
  'storage.CSIDriverSpec.preventPodSchedulingIfMissing',
]);

export function isGated(field: string): boolean {
  return gated.has(field) || field.startsWith('resource.');
}

/** What the server takes from a neighbour even when the field says otherwise. */
export function overrideOf(field: string, siblings: JsonObject): Json | undefined {
  return field === 'core.PodSpec.serviceAccount' ? derived[field]?.(siblings) : undefined;
}

/** `core/v1.Probe` -> `core.Probe`: versions of a group share their defaults. */
export function versionless(typeName: string): string {
  return typeName.replace(/\/[^.]*\./, '.');
}
