import type { JsonObject } from '../../../shared/model/json.ts';
import type { Resource } from '../resource-table.ts';
import { fillCustom } from './custom.ts';
import { made } from './fill.ts';
import * as other from './other.ts';
import { fillPod } from './pod.ts';
import { fillPodSpec } from './pod-spec.ts';
import { fillService } from './service.ts';
import * as workload from './workload.ts';

const byKind: Readonly<Record<string, (object: JsonObject) => void>> = {
  '/Pod': (object) => {
    fillPodSpec(made(object, 'spec'));
    fillPod(object);
  },
  '/PodTemplate': workload.fillTemplate,
  '/ReplicationController': workload.fillReplicationController,
  '/Service': fillService,
  '/Namespace': other.fillNamespace,
  '/Node': other.fillNode,
  '/Secret': other.fillSecret,
  '/PersistentVolume': other.fillVolume,
  '/PersistentVolumeClaim': other.fillVolumeClaim,
  '/Endpoints': other.fillEndpoints,
  'apps/Deployment': workload.fillDeployment,
  'apps/ReplicaSet': workload.fillReplicaSet,
  'apps/DaemonSet': workload.fillDaemonSet,
  'apps/StatefulSet': workload.fillStatefulSet,
  'batch/Job': workload.fillJob,
  'batch/CronJob': workload.fillCronJob,
  'networking.k8s.io/NetworkPolicy': other.fillNetworkPolicy,
  'autoscaling/HorizontalPodAutoscaler': other.fillAutoscaler,
  'rbac.authorization.k8s.io/RoleBinding': other.fillRoleBinding,
  'rbac.authorization.k8s.io/ClusterRoleBinding': other.fillRoleBinding,
  'storage.k8s.io/StorageClass': other.fillStorageClass,
  'scheduling.k8s.io/PriorityClass': other.fillPriorityClass,
  'discovery.k8s.io/EndpointSlice': other.fillEndpointSlice,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': other.fillWebhooks,
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': other.fillMutatingWebhooks,
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': other.fillAdmissionPolicy,
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': other.fillPolicyBinding,
  'apiextensions.k8s.io/CustomResourceDefinition': other.fillDefinition,
};

/** Fills in, in place, what a real server adds to an object of this kind. */
export function fillDefaults(object: JsonObject, resource: Resource): void {
  byKind[`${resource.group}/${resource.kind}`]?.(object);
  if (resource.schema) fillCustom(object, resource.schema);
}
