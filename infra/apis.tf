# The APIs a fresh project has to enable. They stay enabled on destroy: others may use them.

locals {
  apis = toset([
    "artifactregistry.googleapis.com",
    "bigquery.googleapis.com",
    "bigqueryreservation.googleapis.com",
    "billingbudgets.googleapis.com",
    "cloudbuild.googleapis.com",
    "cloudfunctions.googleapis.com",
    "cloudresourcemanager.googleapis.com",
    "cloudscheduler.googleapis.com",
    "cloudtrace.googleapis.com",
    "compute.googleapis.com",
    "firestore.googleapis.com",
    "iam.googleapis.com",
    "logging.googleapis.com",
    "monitoring.googleapis.com",
    "pubsub.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
    "storage.googleapis.com",
    "telemetry.googleapis.com",
  ])

  # Load balancers, budgets, slots and traces are options, and so are their APIs.
  apis_unused = setunion(
    var.slots == null ? ["bigqueryreservation.googleapis.com"] : [],
    var.edge == null ? ["compute.googleapis.com"] : [],
    var.budget == null ? ["billingbudgets.googleapis.com"] : [],
    var.traces ? [] : ["cloudtrace.googleapis.com", "telemetry.googleapis.com"],
  )
}

resource "google_project_service" "api" {
  for_each           = setsubtract(local.apis, local.apis_unused)
  service            = each.key
  disable_on_destroy = false
  deletion_policy    = "ABANDON"
}

# An API answers "not enabled" for some seconds after it was enabled.
resource "time_sleep" "apis_enabled" {
  create_duration = "30s"
  triggers        = { apis = join(" ", sort([for api in google_project_service.api : api.service])) }
}
