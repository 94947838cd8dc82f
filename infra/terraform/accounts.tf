# What the functions run as. The auditor reads; the repairer writes as well; the builder exists only when manual-repair may create.

resource "google_service_account" "auditor" {
  project      = var.project_id
  account_id   = "${var.name}-auditor"
  display_name = "Underpin auditor"
  description  = "Runs drift-audit: reads clusters and projects, writes reports."

  depends_on = [google_project_service.home]
}

resource "google_service_account" "repairer" {
  project      = var.project_id
  account_id   = "${var.name}-repairer"
  display_name = "Underpin repairer"
  description  = "Runs node-change and manual-repair: puts pool members and disks back."

  depends_on = [google_project_service.home]
}

resource "google_service_account" "builder" {
  count = var.allow_creating ? 1 : 0

  project      = var.project_id
  account_id   = "${var.name}-builder"
  display_name = "Underpin builder"
  description  = "Runs manual-repair where it may create what is declared and missing."

  depends_on = [google_project_service.home]
}

# Who may call each function: one account a function, never allUsers.

resource "google_service_account" "invoker" {
  for_each = {
    node-change   = { account = "push", description = "Pushes node events to node-change." }
    drift-audit   = { account = "schedule", description = "Calls drift-audit every night." }
    manual-repair = { account = "operator", description = "Borrowed by the people who may ask for repairs." }
  }

  project      = var.project_id
  account_id   = "${var.name}-${each.value.account}"
  display_name = "Underpin caller of ${each.key}"
  description  = each.value.description

  depends_on = [google_project_service.home]
}

resource "google_service_account" "build" {
  count = var.build_service_account == null ? 1 : 0

  project      = var.project_id
  account_id   = "${var.name}-build"
  display_name = "Underpin build"
  description  = "Builds the functions' images; has no part in running them."

  depends_on = [google_project_service.home]
}

resource "google_project_iam_member" "build" {
  count = var.build_service_account == null ? 1 : 0

  project = var.project_id
  role    = "roles/cloudbuild.builds.builder"
  member  = google_service_account.build[0].member
}

resource "google_service_account_iam_member" "operator" {
  for_each = toset([for member in var.repair_callers : member if !startswith(member, "serviceAccount:")])

  service_account_id = google_service_account.invoker["manual-repair"].name
  role               = "roles/iam.serviceAccountOpenIdTokenCreator"
  member             = each.value
}

locals {
  # The keys are known before the accounts exist, so that a first plan can count.
  repairers = merge(
    { repairer = google_service_account.repairer.member },
    var.allow_creating ? { builder = google_service_account.builder[0].member } : {},
  )
  identities = merge({ auditor = google_service_account.auditor.member }, local.repairers)

  account_of = {
    node-change   = google_service_account.repairer.email
    drift-audit   = google_service_account.auditor.email
    manual-repair = var.allow_creating ? google_service_account.builder[0].email : google_service_account.repairer.email
  }
}
