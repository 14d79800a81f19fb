# What others refer to.

output "name" {
  description = "Name of the function and of its Cloud Run service."
  value       = google_cloudfunctions2_function.verb.name
}

output "uri" {
  description = "Address of the function."
  value       = local.uri
}

output "account" {
  description = "E-mail address of its service account."
  value       = google_service_account.runtime.email
}

output "subscription" {
  description = "Name of its subscription, null without one."
  value       = one([for subscription in google_pubsub_subscription.push : subscription.name])
}

output "instances" {
  description = "Fewest and most instances."
  value       = var.instances
}

output "roles" {
  description = "Every role granted here: to whom, on what, why."
  value = concat(
    [for grant in google_project_iam_member.documents : {
      member = grant.member, role = grant.role, on = "database ${var.database.name}", why = var.database.why
    }],
    [for topic, grant in google_pubsub_topic_iam_member.publisher : {
      member = grant.member, role = grant.role, on = "topic ${grant.topic}", why = var.publishes[topic].why
    }],
    [for key, grant in google_bigquery_table_iam_member.table : {
      member = grant.member, role = grant.role, on = "table ${grant.dataset_id}.${grant.table_id}", why = var.tables[key].why
    }],
    [for key, grant in google_bigquery_dataset_iam_member.dataset : {
      member = grant.member, role = grant.role, on = "dataset ${grant.dataset_id}", why = var.tables[key].why
    }],
    [for grant in google_project_iam_member.jobs : {
      member = grant.member, role = grant.role, on = "project", why = "runs queries; a job belongs to the project, so there is no narrower grant"
    }],
    [for grant in google_project_iam_member.traces : {
      member = grant.member, role = grant.role, on = "project", why = "sends spans of its work; traces belong to the project, so there is no narrower grant"
    }],
    [for variable, grant in google_secret_manager_secret_iam_member.reader : {
      member = grant.member, role = grant.role, on = "secret ${grant.secret_id}", why = var.secrets[variable].why
    }],
    [for caller, grant in google_cloud_run_v2_service_iam_member.invoker : {
      member = grant.member, role = grant.role, on = "function ${var.name}", why = local.callers[caller].why
    }],
    [for grant in google_pubsub_subscription_iam_member.agent : {
      member = "Pub/Sub service agent", role = grant.role, on = "subscription ${var.name}", why = "acknowledges what it moves to the dead letters"
    }],
  )
}
