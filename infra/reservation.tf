# Optional: BigQuery paid by the slots that queries keep busy, instead of by the bytes they read. Without it a project is on
# demand. `npm run cost -- --slots` shows what that changes.

locals {
  reservations = var.slots == null ? {} : { (local.name) = var.slots }
}

resource "google_bigquery_reservation" "slots" {
  for_each          = local.reservations
  name              = each.key
  location          = var.region
  edition           = "ENTERPRISE"
  slot_capacity     = 0
  ignore_idle_slots = false
  deletion_policy   = "DELETE"
  autoscale {
    max_slots = each.value
  }
  depends_on = [time_sleep.apis_enabled]
}

resource "google_bigquery_reservation_assignment" "queries" {
  for_each        = google_bigquery_reservation.slots
  assignee        = "projects/${var.project_id}"
  job_type        = "QUERY"
  reservation     = each.value.id
  deletion_policy = "DELETE"
}
