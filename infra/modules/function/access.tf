# Exactly the roles the verb needs, on exactly the resources it touches.

locals {
  member = google_service_account.runtime.member

  document_roles = { read = "roles/datastore.viewer", write = "roles/datastore.user" }
  table_roles    = { read = "roles/bigquery.dataViewer", write = "roles/bigquery.dataEditor" }
}

# Firestore takes grants on the project only; the condition narrows them to one database.
resource "google_project_iam_member" "documents" {
  for_each = var.database == null ? {} : { database = var.database }
  project  = var.project
  role     = local.document_roles[each.value.access]
  member   = local.member

  condition {
    title      = "${var.name} documents"
    expression = "resource.name == \"projects/${var.project}/databases/${each.value.name}\""
  }
}

resource "google_pubsub_topic_iam_member" "publisher" {
  for_each = var.publishes
  project  = var.project
  topic    = each.value.name
  role     = "roles/pubsub.publisher"
  member   = local.member
}

resource "google_bigquery_table_iam_member" "table" {
  for_each   = { for key, grant in var.tables : key => grant if key != "*" }
  project    = var.project
  dataset_id = var.dataset
  table_id   = each.value.table
  role       = local.table_roles[each.value.access]
  member     = local.member
}

resource "google_bigquery_dataset_iam_member" "dataset" {
  for_each   = { for key, grant in var.tables : key => grant if key == "*" }
  project    = var.project
  dataset_id = var.dataset
  role       = local.table_roles[each.value.access]
  member     = local.member
}

# A query is a job, and jobs belong to the project: there is no narrower resource.
resource "google_project_iam_member" "jobs" {
  for_each = length(var.tables) == 0 ? {} : { jobs = "roles/bigquery.jobUser" }
  project  = var.project
  role     = each.value
  member   = local.member
}

# Traces belong to the project, too.
resource "google_project_iam_member" "traces" {
  for_each = var.traces ? { traces = "roles/cloudtrace.agent" } : {}
  project  = var.project
  role     = each.value
  member   = local.member
}

resource "google_secret_manager_secret_iam_member" "reader" {
  for_each  = var.secrets
  project   = var.project
  secret_id = each.value.secret
  role      = "roles/secretmanager.secretAccessor"
  member    = local.member
}

# Who may call the function: anyone, or the one account its trigger calls with.
locals {
  callers = merge(
    var.public ? { public = { member = "allUsers", why = "clients call it; the code authenticates every request by its token" } } : {},
    var.subscription == null ? {} : { push = { member = "serviceAccount:${var.subscription.caller}", why = "delivers messages of topic ${var.subscription.topic}" } },
    var.schedule == null ? {} : { clock = { member = "serviceAccount:${var.schedule.caller}", why = "calls it when its schedule says so" } },
  )
}

resource "google_cloud_run_v2_service_iam_member" "invoker" {
  for_each = local.callers
  project  = var.project
  location = var.region
  name     = google_cloudfunctions2_function.verb.name
  role     = "roles/run.invoker"
  member   = each.value.member
}
