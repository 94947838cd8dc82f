data "google_project" "home" {
  project_id = var.project_id
}

locals {
  labels   = merge({ app = var.name }, var.labels)
  projects = setunion([var.project_id], var.cluster_projects)

  services = concat(
    [
      "artifactregistry.googleapis.com",
      "cloudbuild.googleapis.com",
      "cloudfunctions.googleapis.com",
      "cloudresourcemanager.googleapis.com",
      "cloudscheduler.googleapis.com",
      "compute.googleapis.com",
      "iam.googleapis.com",
      "iamcredentials.googleapis.com",
      "logging.googleapis.com",
      "monitoring.googleapis.com",
      "pubsub.googleapis.com",
      "run.googleapis.com",
      "serviceusage.googleapis.com",
      "storage.googleapis.com",
    ],
    var.gke ? ["container.googleapis.com"] : [],
    length(var.secret_files) + length(var.secret_environment) > 0 ? ["secretmanager.googleapis.com"] : [],
  )
}

resource "google_project_service" "home" {
  for_each = toset(local.services)

  project            = var.project_id
  service            = each.value
  disable_on_destroy = false
}
