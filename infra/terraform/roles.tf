locals {
  # These lists are computed in roles.ts from the calls that are made; a test holds them equal.

  auditor_permissions = [
    "compute.addresses.list",
    "compute.disks.list",
    "compute.firewalls.list",
    "compute.forwardingRules.list",
    "compute.httpHealthChecks.list",
    "compute.instanceGroupManagers.get",
    "compute.instanceGroupManagers.list",
    "compute.instances.list",
    "compute.projects.get",
    "compute.regions.get",
    "compute.targetPools.get",
    "compute.targetPools.list",
    "logging.sinks.get",
  ]

  wiring_permissions = [
    "cloudscheduler.jobs.get",
    "pubsub.subscriptions.get",
    "pubsub.topics.get",
  ]

  gke_permissions = [
    "container.clusters.connect",
    "container.clusters.get",
  ]

  repairer_additions = [
    "compute.disks.get",
    "compute.disks.update",
    "compute.disks.use",
    "compute.disks.useReadOnly",
    "compute.instances.attachDisk",
    "compute.instances.detachDisk",
    "compute.instances.get",
    "compute.instances.setDiskAutoDelete",
    "compute.instances.use",
    "compute.regionOperations.get",
    "compute.regionOperations.list",
    "compute.targetPools.addInstance",
    "compute.targetPools.removeInstance",
    "compute.zoneOperations.get",
    "compute.zoneOperations.list",
  ]

  builder_additions = [
    "compute.addresses.use",
    "compute.disks.create",
    "compute.firewalls.create",
    "compute.firewalls.get",
    "compute.firewalls.update",
    "compute.forwardingRules.create",
    "compute.forwardingRules.get",
    "compute.forwardingRules.setTarget",
    "compute.globalOperations.get",
    "compute.httpHealthChecks.create",
    "compute.httpHealthChecks.get",
    "compute.httpHealthChecks.useReadOnly",
    "compute.networks.updatePolicy",
    "compute.targetPools.create",
    "compute.targetPools.use",
  ]

  auditor_permissions_in = {
    for project in local.projects : project => concat(
      local.auditor_permissions,
      project == var.project_id ? local.wiring_permissions : [],
      var.gke ? local.gke_permissions : [],
    )
  }
}

resource "google_project_iam_custom_role" "auditor" {
  for_each = local.projects

  project     = each.value
  role_id     = "${replace(var.name, "-", "_")}_auditor"
  title       = "Underpin auditor (${var.name})"
  description = "Reads what Underpin compares; changes nothing."
  permissions = local.auditor_permissions_in[each.key]

  depends_on = [google_project_service.home]
}

resource "google_project_iam_custom_role" "repairer" {
  for_each = local.projects

  project     = each.value
  role_id     = "${replace(var.name, "-", "_")}_repairer"
  title       = "Underpin repairer (${var.name})"
  description = "What the auditor reads, and the changes to pools and attachments that close a finding."
  permissions = concat(local.auditor_permissions_in[each.key], local.repairer_additions)

  depends_on = [google_project_service.home]
}

resource "google_project_iam_custom_role" "builder" {
  for_each = var.allow_creating ? local.projects : toset([])

  project     = each.value
  role_id     = "${replace(var.name, "-", "_")}_builder"
  title       = "Underpin builder (${var.name})"
  description = "Creates what is declared and missing, on top of the repairer."
  permissions = local.builder_additions

  depends_on = [google_project_service.home]
}

resource "google_project_iam_member" "auditor" {
  for_each = local.projects

  project = each.value
  role    = google_project_iam_custom_role.auditor[each.key].name
  member  = google_service_account.auditor.member
}

resource "google_project_iam_member" "repairer" {
  for_each = { for pair in setproduct(local.projects, keys(local.repairers)) : "${pair[0]}/${pair[1]}" => { project = pair[0], identity = pair[1] } }

  project = each.value.project
  role    = google_project_iam_custom_role.repairer[each.value.project].name
  member  = local.repairers[each.value.identity]
}

resource "google_project_iam_member" "builder" {
  for_each = var.allow_creating ? local.projects : toset([])

  project = each.value
  role    = google_project_iam_custom_role.builder[each.key].name
  member  = google_service_account.builder[0].member
}

resource "google_project_iam_member" "log_reader" {
  for_each = var.read_audit_log ? local.projects : toset([])

  project = each.value
  role    = "roles/logging.viewer"
  member  = google_service_account.auditor.member
}

# Attaching a disk to a VM that runs as a service account needs actAs on it: given on those accounts, never on a project.
resource "google_service_account_iam_member" "act_as_node" {
  for_each = { for pair in setproduct(var.node_service_accounts, keys(local.repairers)) : "${pair[0]}/${pair[1]}" => { account = pair[0], identity = pair[1] } }

  service_account_id = "projects/-/serviceAccounts/${each.value.account}"
  role               = "roles/iam.serviceAccountUser"
  member             = local.repairers[each.value.identity]
}

# To see whether the dead-letter subscription is empty.
resource "google_pubsub_subscription_iam_member" "dead_letter_reader" {
  project      = var.project_id
  subscription = google_pubsub_subscription.dead_letter.name
  role         = "roles/pubsub.subscriber"
  member       = google_service_account.auditor.member
}
