# What is not kept of Cloud Run's logs.

# The address of a request names its user (/v1/users/ada/…), and a line for every request is most of the volume. Counts and
# latencies are metrics of Cloud Run's own and do not need it; what failed is kept, 30 days.
resource "google_logging_project_exclusion" "requests" {
  count       = var.request_logs ? 0 : 1
  name        = "${local.name}-requests"
  description = "Requests that were answered: their addresses name users"
  filter = join(" AND ", [
    "log_id(\"run.googleapis.com/requests\")",
    "resource.type=\"cloud_run_revision\"",
    "resource.labels.service_name:\"${local.name}-\"",
    "httpRequest.status<500",
  ])
  depends_on = [time_sleep.apis_enabled]
}
