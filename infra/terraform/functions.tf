locals {
  # A function cannot be told its own address as an attribute of itself; Cloud Run's second form of it is known beforehand.
  manual_repair_url = "https://${var.name}-manual-repair-${data.google_project.home.number}.${var.region}.run.app"

  functions = {
    node-change = {
      entry_point     = "nodeChange"
      description     = "Puts pool members and disks back after a node change."
      memory          = "512Mi"
      timeout_seconds = 540
      max_instances   = 1
      ingress         = "ALLOW_INTERNAL_ONLY"
    }
    drift-audit = {
      entry_point     = "driftAudit"
      description     = "Compares the declared stacks with the live world."
      memory          = "1Gi"
      timeout_seconds = 1800
      max_instances   = 1
      ingress         = "ALLOW_INTERNAL_ONLY"
    }
    manual-repair = {
      entry_point     = "manualRepair"
      description     = "Plans a repair that a person asks for, and applies it by its hash."
      memory          = "512Mi"
      timeout_seconds = 900
      max_instances   = 3
      ingress         = var.manual_repair_ingress
    }
  }

  direct_callers = [for member in var.repair_callers : trimprefix(member, "serviceAccount:") if startswith(member, "serviceAccount:")]

  environment = merge(
    {
      NODE_ENV                          = "production"
      NODE_OPTIONS                      = "--disable-proto=delete"
      UNDERPIN_DECLARATIONS             = "gs://${google_storage_bucket.source.name}/declarations"
      UNDERPIN_MODE                     = var.mode
      UNDERPIN_REPORT_TOPIC             = google_pubsub_topic.reports.id
      UNDERPIN_REPORT_BUCKET            = google_storage_bucket.reports.name
      UNDERPIN_CALLERS                  = join(",", concat([google_service_account.invoker["manual-repair"].email], local.direct_callers))
      UNDERPIN_AUDIENCE                 = local.manual_repair_url
      UNDERPIN_SCHEDULE                 = "projects/${var.project_id}/locations/${var.region}/jobs/${var.name}-drift-audit"
      UNDERPIN_TIME_ZONE                = var.time_zone
      UNDERPIN_SUBSCRIPTION             = "projects/${var.project_id}/subscriptions/${local.subscription}"
      UNDERPIN_DEAD_LETTER_SUBSCRIPTION = "projects/${var.project_id}/subscriptions/${local.dead_letter_subscription}"
    },
    var.folder_id == null ? { UNDERPIN_SINK = join(",", [for project in local.projects : "projects/${project}/sinks/${var.name}-nodes"]) } : {},
    var.mount_image == "" ? {} : { UNDERPIN_MOUNT_IMAGE = var.mount_image },
  )
}

resource "google_cloudfunctions2_function" "function" {
  for_each = local.functions

  project     = var.project_id
  location    = var.region
  name        = "${var.name}-${each.key}"
  description = each.value.description
  labels      = local.labels

  build_config {
    runtime         = "nodejs24"
    entry_point     = each.value.entry_point
    service_account = var.build_service_account == null ? google_service_account.build[0].name : var.build_service_account

    source {
      storage_source {
        bucket = google_storage_bucket.source.name
        object = google_storage_bucket_object.bundle.name
      }
    }
  }

  service_config {
    service_account_email = local.account_of[each.key]
    ingress_settings      = each.value.ingress
    available_cpu         = "1"
    available_memory      = each.value.memory
    timeout_seconds       = each.value.timeout_seconds
    min_instance_count    = 0
    max_instance_count    = each.value.max_instances
    # Events that come during a pass are taken in and answered by the next look of the one instance (shared/passes.ts).
    max_instance_request_concurrency = each.key == "node-change" ? 80 : 1
    all_traffic_on_latest_revision   = true
    environment_variables            = local.environment
    direct_vpc_egress                = var.network == null ? null : "VPC_EGRESS_PRIVATE_RANGES_ONLY"

    dynamic "direct_vpc_network_interface" {
      for_each = var.network == null ? [] : [var.network]

      content {
        network    = direct_vpc_network_interface.value.network
        subnetwork = direct_vpc_network_interface.value.subnetwork
      }
    }

    dynamic "secret_environment_variables" {
      for_each = var.secret_environment

      content {
        key        = secret_environment_variables.key
        project_id = var.project_id
        secret     = secret_environment_variables.value
        version    = "latest"
      }
    }

    dynamic "secret_volumes" {
      for_each = var.secret_files

      content {
        mount_path = secret_volumes.key
        project_id = var.project_id
        secret     = secret_volumes.value
      }
    }
  }

  depends_on = [
    google_project_service.home,
    google_project_iam_member.build,
    google_secret_manager_secret_iam_member.reader,
  ]
}

resource "google_cloud_run_service_iam_member" "invoker" {
  for_each = google_service_account.invoker

  project  = var.project_id
  location = var.region
  service  = google_cloudfunctions2_function.function[each.key].name
  role     = "roles/run.invoker"
  member   = each.value.member
}

resource "google_cloud_run_service_iam_member" "direct_caller" {
  for_each = toset(local.direct_callers)

  project  = var.project_id
  location = var.region
  service  = google_cloudfunctions2_function.function["manual-repair"].name
  role     = "roles/run.invoker"
  member   = "serviceAccount:${each.value}"
}

resource "google_secret_manager_secret_iam_member" "reader" {
  for_each = {
    for pair in setproduct(keys(local.identities), toset(concat(values(var.secret_files), values(var.secret_environment)))) :
    "${pair[0]}/${pair[1]}" => { identity = pair[0], secret = pair[1] }
  }

  project   = var.project_id
  secret_id = each.value.secret
  role      = "roles/secretmanager.secretAccessor"
  member    = local.identities[each.value.identity]
}
