output "functions" {
  description = "Addresses of the three functions."
  value       = { for key in keys(local.functions) : key => google_cloudfunctions2_function.function[key].service_config[0].uri }
}

output "manual_repair_url" {
  description = "Address of manual-repair, which is also the audience that its callers' tokens must name."
  value       = local.manual_repair_url
}

output "accounts" {
  description = "E-mails of the service accounts, for RBAC in the clusters and for IAM elsewhere."
  value = {
    auditor  = google_service_account.auditor.email
    repairer = google_service_account.repairer.email
    builder  = var.allow_creating ? google_service_account.builder[0].email : null
    operator = google_service_account.invoker["manual-repair"].email
  }
}

output "declarations" {
  description = "Where cluster.yaml and the stacks are read from."
  value       = local.environment.UNDERPIN_DECLARATIONS
}

output "report_topic" {
  description = "Topic that every report is published on."
  value       = google_pubsub_topic.reports.id
}

locals {
  containers   = coalesce(var.declarations_dir, "containers")
  mount_access = join(" ", concat(var.mount_image == "" ? [] : ["--image=${var.mount_image}"], [google_service_account.repairer.email], google_service_account.builder[*].email))
}

output "next_commands" {
  description = "What to run now, in this order."
  value = concat(
    var.declarations_dir == null ? ["gcloud storage rsync --recursive ${local.containers} ${local.environment.UNDERPIN_DECLARATIONS}"] : [],
    [
      "npx node infra/kubernetes/write-mount-policy.ts ${local.mount_access} | kubectl apply -f - # only when a stack declares disks",
      "npx underpin rbac ${local.containers} --auditor=${google_service_account.auditor.email} --repairer=${google_service_account.repairer.email}${var.allow_creating ? " --builder=${google_service_account.builder[0].email}" : ""} | kubectl apply -f -",
      "gcloud scheduler jobs run ${google_cloud_scheduler_job.drift_audit.name} --location=${var.region} --project=${var.project_id}",
      "npx underpin doctor ${local.containers} --project=${var.project_id} --region=${var.region} --name=${var.name}",
    ],
  )
}

output "stop_everything" {
  description = "Stops every change in the current cluster at once, without a deployment; with =on they go again."
  value       = "kubectl -n underpin create configmap underpin --from-literal=mutations=off --dry-run=client -o yaml | kubectl apply -f -"
}
