# What one function is, what it may touch, and what sets it off.

variable "project" {
  description = "Project id."
  type        = string
}

variable "region" {
  description = "Region of the function."
  type        = string
}

variable "verb" {
  description = "The verb: the deployed entry point."
  type        = string
}

variable "name" {
  description = "Name of the function, its Cloud Run service and its service account."
  type        = string
}

variable "description" {
  description = "What the verb does, in one line."
  type        = string
}

variable "memory" {
  description = "Memory of an instance, for example \"512Mi\"."
  type        = string
}

variable "cpu" {
  description = "CPUs of an instance; less than 1 allows one request at a time only."
  type        = string
}

variable "concurrency" {
  description = "Requests an instance takes at a time."
  type        = number
}

variable "timeout" {
  description = "Seconds one request may take."
  type        = number
}

variable "instances" {
  description = "Fewest and most instances."
  type        = object({ min = number, max = number })
}

variable "cpu_quota" {
  description = "vCPUs that Cloud Run's quota allows the project in the region."
  type        = number
}

variable "hold_traffic" {
  description = "Whether a new revision waits for traffic instead of taking all of it."
  type        = bool
}

variable "ingress" {
  description = "Who reaches the function over the network: ALLOW_ALL, ALLOW_INTERNAL_AND_GCLB or ALLOW_INTERNAL_ONLY."
  type        = string
}

variable "kms_key_name" {
  description = "Customer-managed key, or null."
  type        = string
}

variable "bundle" {
  description = "The deployable code: a zip in a bucket."
  type        = object({ bucket = string, object = string })
}

variable "builder" {
  description = "Full name of the service account that builds the image."
  type        = string
}

variable "repository" {
  description = "Id of the repository that keeps the image."
  type        = string
}

variable "environment" {
  description = "Environment variables."
  type        = map(string)
}

variable "secrets" {
  description = "Environment variables from Secret Manager: secret id, version and reason by variable."
  type        = map(object({ secret = string, version = string, why = string }))
}

variable "database" {
  description = "Name of the Firestore database, \"read\" or \"write\", and the reason; or null."
  type        = object({ name = string, access = string, why = string })
}

variable "publishes" {
  description = "Names of the topics the verb publishes to, and the reason, by key."
  type        = map(object({ name = string, why = string }))
}

variable "dataset" {
  description = "Id of the BigQuery dataset."
  type        = string
}

variable "tables" {
  description = "BigQuery table (null for the whole dataset), \"read\" or \"write\", and the reason, by key."
  type        = map(object({ table = string, access = string, why = string }))
}

variable "traces" {
  description = "Whether the verb sends spans of its work to Cloud Trace."
  type        = bool
}

variable "public" {
  description = "Whether anyone may call it; the code then authenticates every request by its token."
  type        = bool
}

variable "subscription" {
  description = "Names of the topic that sets it off and of the one for its dead letters, and who calls it; or null."
  type = object({
    topic             = string
    caller            = string
    agent             = string
    dead_letter_topic = string
    attempts_max      = number
    filter            = optional(string)
    deletion_policy   = string
  })
}

variable "schedule" {
  description = "The schedule that sets it off, in how many parts side by side, and who calls it; or null."
  type        = object({ cron = string, parts = number, time_zone = string, caller = string })
}
