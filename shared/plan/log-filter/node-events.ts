/**
 * Which entries of the log are node events, as the deployment's sink asks for them (infra/terraform/events.tf). What
 * node-change would ignore for sure is left out, and what each VM of a managed group tells by itself; whatever else may
 * matter is in, in every version of the API. A reboot from inside keeps the VM's id: only an Event of its node tells it.
 */
export const nodeEventFilter = String.raw`(protoPayload.serviceName="compute.googleapis.com" AND (
  (log_id("cloudaudit.googleapis.com/activity") AND (
    protoPayload.methodName=~"compute\.(instances|regionInstances)\.(insert|bulkInsert|delete|stop|start|startWithEncryptionKey|reset|suspend|resume|setTags|setLabels|setName|update)$"
    OR protoPayload.methodName=~"compute\.instanceGroups\.(addInstances|removeInstances)$"
    OR protoPayload.methodName=~"compute\.(instanceGroupManagers|regionInstanceGroupManagers)\.(abandonInstances|setTargetPools|patch|update)$"
    OR protoPayload.methodName=~"compute\.targetPools\.(addInstance|removeInstance|insert)$"))
  OR (log_id("cloudaudit.googleapis.com/system_event") AND resource.type="gce_instance" AND NOT protoPayload.methodName="NotifyInstanceLocation")
)) OR (log_id("events") AND resource.type="k8s_node" AND jsonPayload.involvedObject.kind="Node" AND jsonPayload.reason="Rebooted")`;
