# What an operator needs next.

output "url" {
  description = "The one address clients are given."
  value       = var.edge == null ? module.function["serve"].uri : "https://${var.edge.domain}"
}

output "ingest_url" {
  description = "Where bulk writers may send listens directly, without the hop through `serve`."
  value       = var.edge == null ? module.function["ingest"].uri : "https://${var.edge.domain}"
}

output "edge_address" {
  description = "The address that the edge's domain must resolve to (an A record); null without an edge."
  value       = one([for address in google_compute_global_address.edge : address.address])
}

output "code_version" {
  description = "What manifests and answers name as the version of the code."
  value       = local.code_version
}

output "first_token" {
  description = "How to make the operator token: it is shown once and only its hash leaves the terminal. The next apply restarts the functions on it."
  value       = <<-EOT
    token="$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=\n')" && echo "$token"
    printf %s "$token" | openssl dgst -sha256 -binary | openssl base64 -A | tr '+/' '-_' | tr -d '=' |
      gcloud secrets versions add ${google_secret_manager_secret.secret["operator-token-hash"].secret_id} --project=${var.project_id} --data-file=-
  EOT
}

output "roll_out" {
  description = "With hold_traffic: gives the newest revision of every verb a tenth of its traffic, then all."
  value       = <<-EOT
    for verb in ${join(" ", keys(local.functions))}; do gcloud run services update-traffic ${local.name}-$verb --project=${var.project_id} --region=${var.region} --to-revisions=LATEST=10; done
    for verb in ${join(" ", keys(local.functions))}; do gcloud run services update-traffic ${local.name}-$verb --project=${var.project_id} --region=${var.region} --to-latest; done
  EOT
}

output "roll_back" {
  description = "Gives all traffic of every verb to its revision before the newest, until the next apply."
  value       = <<-EOT
    for verb in ${join(" ", keys(local.functions))}; do
      before="$(gcloud run revisions list --service=${local.name}-$verb --project=${var.project_id} --region=${var.region} --sort-by=~metadata.creationTimestamp --limit=2 --format='value(metadata.name)' | tail -n 1)"
      gcloud run services update-traffic ${local.name}-$verb --project=${var.project_id} --region=${var.region} --to-revisions="$before=100"
    done
  EOT
}

output "dead_letters" {
  description = "Subscription that keeps the dead letters, by consumer."
  value       = { for consumer, subscription in google_pubsub_subscription.dead_letter : consumer => subscription.name }
}

output "subscriptions" {
  description = "Subscription to seek for a replay, by consumer."
  value = merge(
    { for verb, function in module.function : verb => function.subscription if function.subscription != null },
    { warehouse = google_pubsub_subscription.warehouse.name },
  )
}

output "accounts" {
  description = "Service account of every verb."
  value       = { for verb, function in module.function : verb => function.account }
}

output "dashboard" {
  description = "The dashboard."
  value       = "https://console.cloud.google.com/monitoring/dashboards/builder/${basename(google_monitoring_dashboard.segue.id)}?project=${var.project_id}"
}

output "charts" {
  description = "What the charts of the dashboard ask, in PromQL, by title: for a dashboard of your own."
  value       = { for chart in local.charts : chart.title => chart.queries }
}

output "roles" {
  description = "Every role that is granted here: to whom, on what, why. infra/README.md shows it as a table."
  value = concat(
    flatten([for verb, function in module.function : function.roles]),
    [
      {
        member = google_service_account.builder.member, role = google_artifact_registry_repository_iam_member.builder.role
        on     = "repository ${google_artifact_registry_repository.images.repository_id}", why = "keeps the images it builds"
      },
      {
        member = google_service_account.builder.member, role = google_project_iam_member.builder_sources.role
        on     = "buckets gcf-v2-sources-*", why = "reads the bundle where Cloud Functions copied it"
      },
      {
        member = google_service_account.builder.member, role = google_project_iam_member.builder_logs.role
        on     = "project", why = "writes the log of a build; logs belong to the project, so there is no narrower grant"
      },
      {
        member = "Pub/Sub service agent", role = google_service_account_iam_member.push.role
        on     = "account ${google_service_account.push.account_id}", why = "signs the token it calls functions with"
      },
      {
        member = "Pub/Sub service agent", role = google_bigquery_table_iam_member.landing.role
        on     = "table ${google_bigquery_dataset.warehouse.dataset_id}.${google_bigquery_table_iam_member.landing.table_id}", why = "lands every message of topic listens"
      },
      {
        member = "Pub/Sub service agent", role = google_pubsub_subscription_iam_member.warehouse.role
        on     = "subscription ${google_pubsub_subscription.warehouse.name}", why = "acknowledges what it moves to the dead letters"
      },
    ],
    [for grant in google_pubsub_topic_iam_member.dead_letter : {
      member = "Pub/Sub service agent", role = grant.role, on = "topic ${grant.topic}", why = "puts a message there that failed too often"
    }],
    [for agent, grant in google_kms_crypto_key_iam_member.agent : {
      member = "${agent} service agent", role = grant.role, on = "key ${var.kms_key_name}", why = "encrypts what it keeps"
    }],
  )
}
