locals {
  subscription             = "${var.name}-node-change"
  dead_letter_subscription = "${var.name}-node-change-dead-letter"

  # Entries of both kinds, in every version of the API: methods carry a v1., beta. or alpha. prefix or none. What the
  # function would ignore for sure is not sent, nor the calls on a managed group that each VM has entries of its own for;
  # whatever else may matter is. A reboot from inside keeps the VM's id and is told by an Event of its node alone.
  instance_filter = <<-EOT
    (protoPayload.serviceName="compute.googleapis.com" AND (
      (log_id("cloudaudit.googleapis.com/activity") AND (
        protoPayload.methodName=~"compute\.(instances|regionInstances)\.(insert|bulkInsert|delete|stop|start|startWithEncryptionKey|reset|suspend|resume|setTags|setLabels|setName|update)$"
        OR protoPayload.methodName=~"compute\.instanceGroups\.(addInstances|removeInstances)$"
        OR protoPayload.methodName=~"compute\.(instanceGroupManagers|regionInstanceGroupManagers)\.(abandonInstances|setTargetPools|patch|update)$"
        OR protoPayload.methodName=~"compute\.targetPools\.(addInstance|removeInstance|insert)$"))
      OR (log_id("cloudaudit.googleapis.com/system_event") AND resource.type="gce_instance" AND NOT protoPayload.methodName="NotifyInstanceLocation")
    )) OR (log_id("events") AND resource.type="k8s_node" AND jsonPayload.involvedObject.kind="Node" AND jsonPayload.reason="Rebooted")
  EOT
  node_filter     = <<-EOT
    protoPayload.serviceName="k8s.io" AND log_id("cloudaudit.googleapis.com/activity") AND protoPayload.methodName=~"^io\.k8s\.(core[./])?v1[./]nodes\.(create|delete|deletecollection|patch|update)$"
  EOT
  filters         = concat([local.instance_filter], var.watch_kubernetes_audit_log ? [local.node_filter] : [])
  sink_filter     = join(" OR ", [for filter in local.filters : "(${trimspace(filter)})"])

  # A repair is no reason for another one.
  own_changes = join(" OR ", [for member in values(local.repairers) : "protoPayload.authenticationInfo.principalEmail=\"${trimprefix(member, "serviceAccount:")}\""])
}

resource "google_logging_project_sink" "nodes" {
  for_each = var.folder_id == null ? local.projects : toset([])

  project                = each.value
  name                   = "${var.name}-nodes"
  description            = "Node changes for Underpin."
  destination            = "pubsub.googleapis.com/${google_pubsub_topic.nodes.id}"
  filter                 = local.sink_filter
  unique_writer_identity = true

  exclusions {
    name        = "own-changes"
    description = "What Underpin itself did."
    filter      = local.own_changes
  }
}

resource "google_logging_folder_sink" "nodes" {
  count = var.folder_id == null ? 0 : 1

  folder           = "folders/${var.folder_id}"
  name             = "${var.name}-nodes"
  description      = "Node changes for Underpin."
  destination      = "pubsub.googleapis.com/${google_pubsub_topic.nodes.id}"
  filter           = local.sink_filter
  include_children = true

  exclusions {
    name        = "own-changes"
    description = "What Underpin itself did."
    filter      = local.own_changes
  }
}

resource "google_pubsub_topic" "nodes" {
  project = var.project_id
  name    = "${var.name}-nodes"
  labels  = local.labels

  depends_on = [google_project_service.home]
}

resource "google_pubsub_topic_iam_member" "project_sink" {
  for_each = google_logging_project_sink.nodes

  project = var.project_id
  topic   = google_pubsub_topic.nodes.name
  role    = "roles/pubsub.publisher"
  member  = each.value.writer_identity
}

resource "google_pubsub_topic_iam_member" "folder_sink" {
  count = var.folder_id == null ? 0 : 1

  project = var.project_id
  topic   = google_pubsub_topic.nodes.name
  role    = "roles/pubsub.publisher"
  member  = google_logging_folder_sink.nodes[0].writer_identity
}

resource "google_pubsub_subscription" "node_change" {
  project                    = var.project_id
  name                       = local.subscription
  topic                      = google_pubsub_topic.nodes.id
  labels                     = local.labels
  ack_deadline_seconds       = 600
  message_retention_duration = "86400s"

  push_config {
    push_endpoint = google_cloudfunctions2_function.function["node-change"].service_config[0].uri

    oidc_token {
      service_account_email = google_service_account.invoker["node-change"].email
      audience              = google_cloudfunctions2_function.function["node-change"].service_config[0].uri
    }
  }

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead_letter.id
    max_delivery_attempts = var.delivery_attempts
  }

  expiration_policy {
    ttl = ""
  }

  depends_on = [google_cloud_run_service_iam_member.invoker, google_pubsub_topic_iam_member.dead_letter]
}

resource "google_pubsub_topic" "dead_letter" {
  project = var.project_id
  name    = "${var.name}-node-change-dead-letter"
  labels  = local.labels

  depends_on = [google_project_service.home]
}

resource "google_pubsub_subscription" "dead_letter" {
  project                    = var.project_id
  name                       = local.dead_letter_subscription
  topic                      = google_pubsub_topic.dead_letter.id
  labels                     = local.labels
  ack_deadline_seconds       = 60
  message_retention_duration = "604800s"

  expiration_policy {
    ttl = ""
  }
}

# Pub/Sub itself moves a message to the dead-letter topic, and needs both of these for it.

resource "google_pubsub_topic_iam_member" "dead_letter" {
  project = var.project_id
  topic   = google_pubsub_topic.dead_letter.name
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:service-${data.google_project.home.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}

resource "google_pubsub_subscription_iam_member" "dead_letter" {
  project      = var.project_id
  subscription = google_pubsub_subscription.node_change.name
  role         = "roles/pubsub.subscriber"
  member       = "serviceAccount:service-${data.google_project.home.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}

resource "google_pubsub_topic" "reports" {
  project = var.project_id
  name    = "${var.name}-reports"
  labels  = local.labels

  depends_on = [google_project_service.home]
}

resource "google_pubsub_topic_iam_member" "reports" {
  for_each = local.identities

  project = var.project_id
  topic   = google_pubsub_topic.reports.name
  role    = "roles/pubsub.publisher"
  member  = each.value
}
