# Everything an operator may choose. Only project_id has no default; dev.tfvars and prod.tfvars choose for a stage.

variable "project_id" {
  description = "Id of the Google Cloud project, one per stage. It needs billing; everything else is made here."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "A project id has 6 to 30 lower-case letters, digits and hyphens, and starts with a letter."
  }
}

variable "region" {
  description = "Region of the functions, the messages, the warehouse and the documents."
  type        = string
  default     = "us-central1"
  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "Give a region such as \"us-central1\", not a zone or a multi-region."
  }
}

variable "stage" {
  description = "What this deployment is for: a label on everything, and part of alert titles."
  type        = string
  default     = "dev"
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,19}$", var.stage))
    error_message = "A stage is a short lower-case word such as \"dev\", \"staging\" or \"prod\"."
  }
}

variable "labels" {
  description = "More labels for everything, for example a cost centre."
  type        = map(string)
  default     = {}
  validation {
    condition = alltrue([for key, value in var.labels :
      can(regex("^[a-z][a-z0-9_-]{0,62}$", key)) && can(regex("^[a-z0-9_-]{0,63}$", value))
    ])
    error_message = "Label keys and values are lower-case letters, digits, \"_\" and \"-\"; keys start with a letter."
  }
}

variable "bundle_dir" {
  description = "Folder with one deployable folder per verb, as `npm run bundle` makes it; absolute, or relative to this folder."
  type        = string
  default     = "../dist"
}

variable "code_version" {
  description = "What manifests and answers name as the version of the code; a digest of the bundles when null."
  type        = string
  default     = null
  validation {
    condition     = var.code_version == null ? true : can(regex("^[0-9A-Za-z][0-9A-Za-z._-]{0,62}$", var.code_version))
    error_message = "A code version is a tag or digest of at most 63 letters, digits, \".\", \"_\" and \"-\"."
  }
}

variable "operator_token_version" {
  description = "Version of the secret with the operator token's hash: a number, or null for the newest as of this apply. Functions read it as they start, so a new one restarts them."
  type        = number
  default     = null
  validation {
    condition     = var.operator_token_version == null ? true : try(var.operator_token_version >= 1 && floor(var.operator_token_version) == var.operator_token_version, false)
    error_message = "Give a version number, or null for the newest."
  }
}

variable "webhook_secret_version" {
  description = "Raise it to draw a new key for webhooks; receivers have to fetch theirs again."
  type        = number
  default     = 1
  validation {
    condition     = var.webhook_secret_version >= 1 && floor(var.webhook_secret_version) == var.webhook_secret_version
    error_message = "Give a whole number, at least 1."
  }
}

variable "media_servers" {
  description = "Whether there are media servers whose libraries are read and whose playlists are written: `collect` and `deliver` exist then. Their accounts are the secret \"…-libraries\", JSON as SEGUE_LIBRARIES takes it; apply again after adding a version."
  type        = bool
  default     = false
}

variable "experiments" {
  description = "Experiments as JSON: their variants, shares and the holdback (shared/schemas/experiment.ts), for example -var \"experiments=$(cat experiments.json)\"."
  type        = string
  default     = "{\"experiments\": []}"
  validation {
    condition     = can(tolist(jsondecode(var.experiments).experiments)) && length(var.experiments) <= 32768
    error_message = "Give a JSON object with a list of experiments, at most 32 KB."
  }
}

variable "proposed_listeners_min" {
  description = "Listeners an item must have before it is proposed to others than them, unless the operator described it."
  type        = number
  default     = 3
  validation {
    condition     = var.proposed_listeners_min >= 1 && floor(var.proposed_listeners_min) == var.proposed_listeners_min
    error_message = "Give a whole number of listeners, 1 for no limit."
  }
}

variable "traces" {
  description = "Whether functions send spans of their work to Cloud Trace."
  type        = bool
  default     = true
}

variable "instances" {
  description = "Overrides of the fewest and most instances by verb, for example { serve = { min = 1, max = 200 } }."
  type        = map(object({ min = optional(number), max = optional(number) }))
  default     = {}
  validation {
    condition     = alltrue([for verb in keys(var.instances) : contains(keys(local.functions), verb)])
    error_message = "Instances are set by verb: ${join(", ", keys(local.functions))}."
  }
  validation {
    condition = alltrue([for verb, count in var.instances :
      coalesce(count.min, 0) >= 0 && coalesce(count.max, 1) >= max(1, coalesce(count.min, 0)) && coalesce(count.max, 1) <= 1000
    ])
    error_message = "Instances need 0 <= min <= max and 1 <= max <= 1000."
  }
}

variable "cpu_quota" {
  description = "vCPUs that Cloud Run's quota \"Total CPU allocation, in milli vCPU, per project per region\" allows; a young project has 20. No function may ask for more instances than fit."
  type        = number
  default     = 20
  validation {
    condition     = var.cpu_quota >= 4
    error_message = "Training alone takes 4 vCPU."
  }
}

variable "hold_traffic" {
  description = "Whether new code waits beside the old until traffic is given to it (README, \"Roll out by share\"). Leave it false for the first apply."
  type        = bool
  default     = false
}

variable "request_logs" {
  description = "Whether Cloud Run's own log of requests is kept, 30 days: its addresses name users, and it is most of the log volume. Server errors are kept either way."
  type        = bool
  default     = false
}

variable "slots" {
  description = "Most BigQuery slots to be charged by the second instead of by the bytes that queries read (Enterprise edition, none while idle), a multiple of 50; null is on demand."
  type        = number
  default     = null
  validation {
    condition     = var.slots == null ? true : try(var.slots >= 50 && var.slots % 50 == 0, false)
    error_message = "Slots come in multiples of 50."
  }
}

variable "plan_parts" {
  description = "Parts in which due users are handed out, side by side: each at most a million editions an hour."
  type        = number
  default     = 1
  validation {
    condition     = contains([1, 2, 4, 8, 16], var.plan_parts)
    error_message = "Give 1, 2, 4, 8 or 16: schedules are kept in 16 shards, and every part takes as many."
  }
}

variable "time_zone" {
  description = "Time zone of the schedules; users have their own."
  type        = string
  default     = "Etc/UTC"
  validation {
    condition     = can(regex("^[A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+)*$", var.time_zone))
    error_message = "Give an IANA time zone such as \"Etc/UTC\" or \"Europe/Berlin\"."
  }
}

variable "deletion_protection" {
  description = "Whether `terraform destroy` and replacements stop before anything that holds data."
  type        = bool
  default     = true
}

variable "point_in_time_recovery" {
  description = "Whether documents can be read and restored as of any minute of the last 7 days; old versions cost storage."
  type        = bool
  default     = true
}

variable "backup_days" {
  description = "Days to keep the daily backup of the documents; 0 makes none. Backups hold erased users until they age out."
  type        = number
  default     = 7
  validation {
    condition     = var.backup_days >= 0 && var.backup_days <= 98 && floor(var.backup_days) == var.backup_days
    error_message = "Backups are kept for 0 to 98 whole days (14 weeks, Firestore's limit)."
  }
}

variable "backup_weeks" {
  description = "Weeks to keep a weekly backup of the documents; 0 makes none. Backups hold erased users until they age out."
  type        = number
  default     = 0
  validation {
    condition     = var.backup_weeks >= 0 && var.backup_weeks <= 14 && floor(var.backup_weeks) == var.backup_weeks
    error_message = "Backups are kept for 0 to 14 whole weeks (Firestore's limit)."
  }
}

variable "replay_days" {
  description = "Days for which published messages can be replayed. An erased user's messages stay that long, too."
  type        = number
  default     = 7
  validation {
    condition     = var.replay_days >= 1 && var.replay_days <= 31 && floor(var.replay_days) == var.replay_days
    error_message = "Messages are kept for 1 to 31 whole days (Pub/Sub's limit)."
  }
}

variable "dead_letter_days" {
  description = "Days for which a dead letter waits to be looked at and replayed."
  type        = number
  default     = 14
  validation {
    condition     = var.dead_letter_days >= 1 && var.dead_letter_days <= 31 && floor(var.dead_letter_days) == var.dead_letter_days
    error_message = "Dead letters are kept for 1 to 31 whole days (Pub/Sub's limit)."
  }
}

variable "landed_days" {
  description = "Days for which landed messages stay in the warehouse once they are rows of `listens`; null keeps them, so that `listens` can be rebuilt from the first day on."
  type        = number
  default     = null
  validation {
    condition     = var.landed_days == null ? true : try(var.landed_days >= 35 && floor(var.landed_days) == var.landed_days, false)
    error_message = "Landed messages stay at least 35 whole days: longer than anything that can still be replayed (31)."
  }
}

variable "kms_key_name" {
  description = "Cloud KMS key that encrypts data at rest, in the same region: projects/…/locations/…/keyRings/…/cryptoKeys/…; Google's keys when null."
  type        = string
  default     = null
  validation {
    condition     = var.kms_key_name == null ? true : can(regex("^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$", var.kms_key_name))
    error_message = "Give the full name of a key: projects/…/locations/…/keyRings/…/cryptoKeys/…"
  }
}

variable "edge" {
  description = "A global load balancer in front of the two public functions: its domain and how many requests a minute one client may send; none when null."
  type = object({
    domain              = string
    requests_per_minute = optional(number, 1200)
  })
  default = null
  validation {
    condition     = var.edge == null ? true : can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$", var.edge.domain))
    error_message = "The edge needs a domain such as \"segue.example.org\"."
  }
  validation {
    condition     = var.edge == null ? true : try(var.edge.requests_per_minute >= 60 && var.edge.requests_per_minute <= 100000, false)
    error_message = "A client may send 60 to 100000 requests a minute."
  }
}

variable "alert_emails" {
  description = "Who is told when an objective is at risk, a message is dead or a gate holds a model back."
  type        = set(string)
  default     = []
  validation {
    condition     = alltrue([for email in var.alert_emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", email))])
    error_message = "Give e-mail addresses."
  }
}

variable "uptime_check" {
  description = "Whether Google asks `serve` every five minutes, from around the world, if it is alive; it keeps an instance awake."
  type        = bool
  default     = false
}

variable "budget" {
  description = "Monthly budget of the project and the billing account it is charged to; told at 50, 90 and 100 % and when the forecast exceeds it. No budget when null."
  type = object({
    billing_account = string
    monthly_amount  = number
    currency        = optional(string, "USD")
  })
  default = null
  validation {
    condition     = var.budget == null ? true : can(regex("^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$", var.budget.billing_account))
    error_message = "A billing account looks like 0123AB-4567CD-89EF01."
  }
  validation {
    condition     = var.budget == null ? true : try(var.budget.monthly_amount >= 1 && floor(var.budget.monthly_amount) == var.budget.monthly_amount, false)
    error_message = "A budget is a whole amount of at least 1."
  }
}
