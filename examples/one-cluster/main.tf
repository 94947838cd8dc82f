# One cluster, watched and repaired from its own project. See docs/deploy.md.

terraform {
  required_version = ">= 1.5"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 7.21, < 9.0"
    }
  }
}

provider "google" {
  project = var.project_id
  region  = var.region
}

variable "project_id" {
  description = "Project of the cluster, which also runs Underpin."
  type        = string
}

variable "region" {
  description = "Region of the cluster."
  type        = string
  default     = "us-central1"
}

variable "time_zone" {
  description = "Time zone in which the audit runs at night."
  type        = string
  default     = "Etc/UTC"
}

variable "mode" {
  description = "observe for the first days, then apply."
  type        = string
  default     = "observe"
}

variable "node_service_accounts" {
  description = "E-mails of the service accounts that the nodes run as; needed for disks."
  type        = set(string)
  default     = []
}

variable "gke" {
  description = "Whether the cluster is GKE."
  type        = bool
  default     = false
}

variable "operators" {
  description = "People who may ask for repairs, such as user:ann@example.com."
  type        = set(string)
  default     = []
}

variable "allow_creating" {
  description = "Whether manual-repair may create what is declared and missing."
  type        = bool
  default     = false
}

variable "cluster_projects" {
  description = "Further projects that hold clusters."
  type        = set(string)
  default     = []
}

variable "folder_id" {
  description = "Number of a folder, for one sink in place of one a project."
  type        = string
  default     = null
}

variable "watch_kubernetes_audit_log" {
  description = "GKE: hear of nodes from the Kubernetes audit log too."
  type        = bool
  default     = false
}

variable "read_audit_log" {
  description = "Let the audit tell who changed what has drifted."
  type        = bool
  default     = false
}

variable "network" {
  description = "Network and subnetwork for reaching a cluster on private addresses."
  type        = object({ network = string, subnetwork = string })
  default     = null
}

variable "secret_files" {
  description = "Secrets mounted as files: directory to secret id."
  type        = map(string)
  default     = {}
}

variable "notification_channels" {
  description = "Ids of the Monitoring channels that alerts go to."
  type        = list(string)
  default     = []
}

variable "force_destroy" {
  description = "Before a removal: let the buckets with declarations and reports go too."
  type        = bool
  default     = false
}

module "underpin" {
  source = "../../infra/terraform"

  project_id                 = var.project_id
  cluster_projects           = var.cluster_projects
  folder_id                  = var.folder_id
  region                     = var.region
  time_zone                  = var.time_zone
  mode                       = var.mode
  gke                        = var.gke
  node_service_accounts      = var.node_service_accounts
  repair_callers             = var.operators
  allow_creating             = var.allow_creating
  watch_kubernetes_audit_log = var.watch_kubernetes_audit_log
  read_audit_log             = var.read_audit_log
  network                    = var.network
  secret_files               = var.secret_files
  notification_channels      = var.notification_channels
  force_destroy              = var.force_destroy
  declarations_dir           = abspath("${path.module}/../containers")
}

output "next_commands" {
  description = "What to run now, in this order."
  value       = module.underpin.next_commands
}

output "stop_everything" {
  description = "Stops every change in the cluster at once."
  value       = module.underpin.stop_everything
}

output "manual_repair_url" {
  description = "Address and audience of manual-repair."
  value       = module.underpin.manual_repair_url
}

output "accounts" {
  description = "E-mails of the service accounts."
  value       = module.underpin.accounts
}
