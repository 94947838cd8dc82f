variable "project_id" {
  description = "Project that runs Underpin: its functions, topics, schedule, buckets and alerts."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9.-]+:)?[a-z][-a-z0-9]{4,28}[a-z0-9]$", var.project_id))
    error_message = "project_id must be the id of a project, such as my-project, not its number or its title."
  }
}

variable "cluster_projects" {
  description = "Further projects that hold clusters Underpin looks after. project_id is always one of them."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for project in var.cluster_projects : can(regex("^([a-z0-9.-]+:)?[a-z][-a-z0-9]{4,28}[a-z0-9]$", project))])
    error_message = "Each entry of cluster_projects must be the id of a project, such as my-project."
  }
}

variable "folder_id" {
  description = "Number of a folder whose logs are watched by one sink in place of one sink a project; null for a sink in each project."
  type        = string
  default     = null

  validation {
    condition     = var.folder_id == null || can(regex("^[0-9]+$", var.folder_id))
    error_message = "folder_id must be the number of a folder, such as 123456789012, without the word folders/."
  }
}

variable "region" {
  description = "Region of the functions, the schedule and the buckets; best the region of the clusters."
  type        = string

  validation {
    condition     = can(regex("^[a-z]+(-[a-z]+)*[0-9]+$", var.region))
    error_message = "region must be a region such as us-central1, not a zone."
  }
}

variable "name" {
  description = "Prefix of everything that is created, so that two deployments can stand in one project."
  type        = string
  default     = "underpin"

  validation {
    condition     = can(regex("^[a-z]([-a-z0-9]{0,14}[a-z0-9])?$", var.name))
    error_message = "name must be lower-case letters, digits and dashes, 16 characters at most, and begin with a letter."
  }
}

variable "labels" {
  description = "Labels put on everything that can carry them, beside app = name."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key, value in var.labels : can(regex("^[a-z][-_a-z0-9]{0,62}$", key)) && can(regex("^[-_a-z0-9]{0,63}$", value))])
    error_message = "Keys and values of labels must be lower-case letters, digits, dashes and underscores, 63 at most."
  }
}

variable "source_dir" {
  description = "Directory of the built bundle; null for dist beside this repository's infra directory (made by npm run build)."
  type        = string
  default     = null
}

variable "declarations_dir" {
  description = "Directory with cluster.yaml and the stacks, uploaded to the declarations bucket; null to upload by other means (gcloud storage rsync)."
  type        = string
  default     = null
}

variable "mode" {
  description = "apply: node changes are repaired. observe: they are planned and reported, and nothing is written."
  type        = string
  default     = "observe"

  validation {
    condition     = contains(["apply", "observe"], var.mode)
    error_message = "mode must be apply or observe."
  }
}

variable "schedule" {
  description = "When the audit runs, as a cron line."
  type        = string
  default     = "17 3 * * *"

  validation {
    condition     = length(split(" ", var.schedule)) == 5
    error_message = "schedule must be a cron line of five fields, such as 17 3 * * *."
  }
}

variable "time_zone" {
  description = "Time zone of schedule, by its tz database name."
  type        = string
  default     = "Etc/UTC"

  validation {
    condition     = can(regex("^[A-Z][A-Za-z_]*(/[A-Za-z0-9_+-]+)*$", var.time_zone))
    error_message = "time_zone must be a name of the tz database, such as Europe/Berlin or Etc/UTC."
  }
}

variable "repair_callers" {
  description = "Who may call manual-repair. serviceAccount:… calls it itself; user:… and group:… borrow the operator account that the module makes."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for member in var.repair_callers : can(regex("^(user|group|serviceAccount):[^@ ]+@[^@ ]+$", member))])
    error_message = "repair_callers must be user:, group: or serviceAccount: with an e-mail; nothing public is taken."
  }
}

variable "manual_repair_ingress" {
  description = "Where manual-repair can be reached from. IAM and the allow-list hold in either case."
  type        = string
  default     = "ALLOW_ALL"

  validation {
    condition     = contains(["ALLOW_ALL", "ALLOW_INTERNAL_ONLY", "ALLOW_INTERNAL_AND_GCLB"], var.manual_repair_ingress)
    error_message = "manual_repair_ingress must be ALLOW_ALL, ALLOW_INTERNAL_ONLY or ALLOW_INTERNAL_AND_GCLB."
  }
}

variable "allow_creating" {
  description = "Give manual-repair the builder role, with which it makes missing firewalls, pools, health checks, forwarding rules and disks."
  type        = bool
  default     = false
}

variable "node_service_accounts" {
  description = "E-mails of the service accounts that the nodes run as. Attaching a disk to a node needs actAs on its account; it is given on these only."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for email in var.node_service_accounts : can(regex("^[^@: ]+@[^@ ]+$", email))])
    error_message = "node_service_accounts must be e-mails, such as 123456789012-compute@developer.gserviceaccount.com."
  }
}

variable "gke" {
  description = "Some of the clusters are GKE: the functions may ask for their endpoints and connect to them."
  type        = bool
  default     = false
}

variable "watch_kubernetes_audit_log" {
  description = "Let the sink pass creation and deletion of nodes in the Kubernetes audit log of GKE clusters too."
  type        = bool
  default     = false
}

variable "read_audit_log" {
  description = "Let the audit read the activity log, to tell who changed what has drifted."
  type        = bool
  default     = false
}

variable "network" {
  description = "Network and subnetwork for reaching clusters on private addresses (direct VPC egress); null for none."
  type = object({
    network    = string
    subnetwork = string
  })
  default = null
}

variable "secret_files" {
  description = "Secrets mounted as files, keyed by directory, such as { \"/secrets/home\" = \"home-kubeconfig\" } for /secrets/home/home-kubeconfig."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for directory in keys(var.secret_files) : can(regex("^/[A-Za-z0-9._/-]+$", directory))])
    error_message = "Keys of secret_files must be absolute directories such as /secrets/home."
  }
}

variable "secret_environment" {
  description = "Environment variables taken from Secret Manager: variable name to secret id."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.secret_environment) : can(regex("^[A-Z][A-Z0-9_]*$", key))])
    error_message = "Keys of secret_environment must be upper-case names such as UNDERPIN_HASH_KEY."
  }
}

variable "mount_image" {
  description = "Image of the Job that mounts disks, by digest; empty for the one that the release was tested with."
  type        = string
  default     = ""

  validation {
    condition     = var.mount_image == "" || can(regex("@sha256:[0-9a-f]{64}$", var.mount_image))
    error_message = "mount_image must end in @sha256: and 64 hex digits: a tag may be moved."
  }
}

variable "delivery_attempts" {
  description = "Deliveries of one event before it goes to the dead-letter topic."
  type        = number
  default     = 20

  validation {
    condition     = var.delivery_attempts >= 5 && var.delivery_attempts <= 100 && floor(var.delivery_attempts) == var.delivery_attempts
    error_message = "delivery_attempts must be a whole number from 5 to 100."
  }
}

variable "report_retention_days" {
  description = "Days for which reports are kept in their bucket."
  type        = number
  default     = 400

  validation {
    condition     = var.report_retention_days >= 2 && floor(var.report_retention_days) == var.report_retention_days
    error_message = "report_retention_days must be a whole number, 2 at least: each report is compared with the last one."
  }
}

variable "notification_channels" {
  description = "Ids of the Monitoring channels that alerts go to; without any, incidents are only shown in the console."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for channel in var.notification_channels : can(regex("^projects/[^/]+/notificationChannels/[0-9]+$", channel))])
    error_message = "notification_channels must look like projects/PROJECT/notificationChannels/NUMBER."
  }
}

variable "build_service_account" {
  description = "Service account that Cloud Build runs as, as projects/PROJECT/serviceAccounts/EMAIL; null to make one for it."
  type        = string
  default     = null

  validation {
    condition     = var.build_service_account == null || can(regex("^projects/[^/]+/serviceAccounts/[^@]+@[^@]+$", var.build_service_account))
    error_message = "build_service_account must look like projects/PROJECT/serviceAccounts/EMAIL."
  }
}

variable "force_destroy" {
  description = "Let terraform destroy delete the buckets with the declarations and reports in them."
  type        = bool
  default     = false
}
