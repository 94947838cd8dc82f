# Declarations and the deployed bundle lie where the functions can only read; reports lie apart, where nothing is overwritten.

resource "google_storage_bucket" "source" {
  project                     = var.project_id
  name                        = "${replace(var.project_id, ":", "-")}-${var.name}-source"
  location                    = var.region
  labels                      = local.labels
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = var.force_destroy

  versioning {
    enabled = true
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      with_state         = "ARCHIVED"
      num_newer_versions = 10
    }
  }

  depends_on = [google_project_service.home]
}

resource "google_storage_bucket" "reports" {
  project                     = var.project_id
  name                        = "${replace(var.project_id, ":", "-")}-${var.name}-reports"
  location                    = var.region
  labels                      = local.labels
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = var.force_destroy

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age = var.report_retention_days
    }
  }

  depends_on = [google_project_service.home]
}

locals {
  source_dir = coalesce(var.source_dir, "${path.module}/../../dist")
}

data "archive_file" "bundle" {
  type             = "zip"
  source_dir       = local.source_dir
  output_path      = "${path.root}/.terraform/${var.name}-bundle.zip"
  output_file_mode = "0644"
  excludes         = [".gcloudignore"]

  lifecycle {
    precondition {
      condition     = fileexists("${local.source_dir}/package.json")
      error_message = "There is no bundle in ${local.source_dir}. Run npm ci && npm run build first, or set source_dir."
    }
  }
}

resource "google_storage_bucket_object" "bundle" {
  name   = "bundle/${data.archive_file.bundle.output_sha256}.zip"
  bucket = google_storage_bucket.source.name
  source = data.archive_file.bundle.output_path
}

resource "google_storage_bucket_object" "declaration" {
  for_each = var.declarations_dir == null ? toset([]) : fileset(coalesce(var.declarations_dir, "."), "**/*.{yaml,yml,json}")

  name   = "declarations/${each.value}"
  bucket = google_storage_bucket.source.name
  source = "${var.declarations_dir}/${each.value}"
}

resource "google_storage_bucket_iam_member" "source_reader" {
  for_each = local.identities

  bucket = google_storage_bucket.source.name
  role   = "roles/storage.objectViewer"
  member = each.value
}

resource "google_storage_bucket_iam_member" "report_reader" {
  for_each = local.identities

  bucket = google_storage_bucket.reports.name
  role   = "roles/storage.objectViewer"
  member = each.value
}

resource "google_storage_bucket_iam_member" "report_writer" {
  for_each = local.identities

  bucket = google_storage_bucket.reports.name
  role   = "roles/storage.objectCreator"
  member = each.value
}
