# Alerts read log-based metrics by PromQL: it may be asked of a metric that has no point yet, and it can look back more than a day.

locals {
  own_logs = "resource.type=\"cloud_run_revision\" AND resource.labels.location=\"${var.region}\" AND resource.labels.service_name=~\"^${var.name}-(node-change|drift-audit|manual-repair)$\""

  metrics = {
    audit-finished = { description = "Audits that ran to their end.", filter = "jsonPayload.message=\"audit finished\"" }
    repair-failed  = { description = "Actions of a repair that failed.", filter = "jsonPayload.message=\"outcome\" AND jsonPayload.state=\"failed\"" }
    breaker-open   = { description = "Repairs held back because the same thing was repaired too often.", filter = "jsonPayload.message=\"breaker open\"" }
    left-to-person = { description = "Events answered though something is left that no new try would change.", filter = "jsonPayload.message=\"left to a person\"" }
  }
  series = { for key in keys(local.metrics) : key => "logging_googleapis_com:user_${replace("${var.name}-${key}", "-", "_")}{monitored_resource=\"cloud_run_revision\"}" }

  alerts = {
    audit-absent = {
      title    = "no audit for 26 hours"
      severity = "ERROR"
      query    = "(sum(increase(${local.series["audit-finished"]}[26h])) or vector(0)) < 0.5"
      interval = "3600s"
      text     = "No audit ran to its end in the last 26 hours. Run it now: gcloud scheduler jobs run ${var.name}-drift-audit --location=${var.region} --project=${var.project_id}. Then read its log: gcloud functions logs read ${var.name}-drift-audit --gen2 --region=${var.region} --project=${var.project_id}."
    }
    repair-failed = {
      title    = "a repair failed"
      severity = "ERROR"
      query    = "sum(increase(${local.series["repair-failed"]}[10m])) > 0"
      interval = "60s"
      text     = "An action of a repair failed. Its log line says which, on what, and why: gcloud logging read 'jsonPayload.message=\"outcome\" AND jsonPayload.state=\"failed\"' --freshness=1h --project=${var.project_id}."
    }
    breaker-open = {
      title    = "the breaker is open"
      severity = "WARNING"
      query    = "sum(increase(${local.series["breaker-open"]}[10m])) > 0"
      interval = "60s"
      text     = "The same resource was repaired more than three times within an hour, so Underpin leaves it alone. Somebody or something else keeps changing it back: gcloud logging read 'jsonPayload.message=\"breaker open\"' --freshness=2h --project=${var.project_id}."
    }
    left-to-person = {
      title    = "something is left to a person"
      severity = "WARNING"
      query    = "sum(increase(${local.series["left-to-person"]}[10m])) > 0"
      interval = "60s"
      text     = "Underpin met what no new try would change: whose disk it is, a protect mark, what is on a device, more missing members than may leave a pool, a disk with two writers or on a suspended VM. The line says what and why: gcloud logging read 'jsonPayload.message=\"left to a person\"' --freshness=2h --project=${var.project_id}."
    }
    dead-letter = {
      title    = "node events were given up"
      severity = "ERROR"
      query    = "max(pubsub_googleapis_com:subscription_num_undelivered_messages{monitored_resource=\"pubsub_subscription\",subscription_id=\"${local.dead_letter_subscription}\"}) > 0"
      interval = "60s"
      text     = "An event about a node failed ${var.delivery_attempts} times. Look at it: gcloud pubsub subscriptions pull ${local.dead_letter_subscription} --limit=10 --project=${var.project_id}. Passes look at the whole cluster, so the next event or a manual repair mends what this one was about; add --auto-ack to clear it."
    }
  }
}

resource "google_logging_metric" "metric" {
  for_each = local.metrics

  project     = var.project_id
  name        = "${var.name}-${each.key}"
  description = each.value.description
  filter      = "${local.own_logs} AND ${each.value.filter}"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
    unit        = "1"
  }

  depends_on = [google_project_service.home]
}

resource "google_monitoring_alert_policy" "alert" {
  for_each = local.alerts

  project               = var.project_id
  display_name          = "Underpin (${var.name}): ${each.value.title}"
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = var.notification_channels
  user_labels           = local.labels

  conditions {
    display_name = each.value.title

    condition_prometheus_query_language {
      query                     = each.value.query
      duration                  = "0s"
      evaluation_interval       = each.value.interval
      disable_metric_validation = true
    }
  }

  documentation {
    content   = each.value.text
    mime_type = "text/markdown"
  }

  depends_on = [google_logging_metric.metric]
}
