resource "google_cloud_scheduler_job" "drift_audit" {
  project          = var.project_id
  region           = var.region
  name             = "${var.name}-drift-audit"
  description      = "Nightly audit of the declared stacks."
  schedule         = var.schedule
  time_zone        = var.time_zone
  attempt_deadline = "1800s"

  retry_config {
    retry_count          = 3
    min_backoff_duration = "60s"
    max_backoff_duration = "900s"
  }

  http_target {
    uri         = google_cloudfunctions2_function.function["drift-audit"].service_config[0].uri
    http_method = "POST"
    headers     = { "Content-Type" = "application/json" }
    body        = base64encode("{}")

    oidc_token {
      service_account_email = google_service_account.invoker["drift-audit"].email
      audience              = google_cloudfunctions2_function.function["drift-audit"].service_config[0].uri
    }
  }

  depends_on = [google_cloud_run_service_iam_member.invoker]
}
