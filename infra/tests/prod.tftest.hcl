# Everything that is optional, at once.

variables {
  project_id   = "segue-test"
  stage        = "prod"
  alert_emails = ["operators@example.org", "music@example.org"]
  uptime_check = true
  slots        = 200
  backup_days  = 14
  backup_weeks = 4
  replay_days  = 14
  code_version = "v1.2.3"
  kms_key_name = "projects/keys/locations/europe-west1/keyRings/segue/cryptoKeys/data"
  edge         = { domain = "segue.example.org" }
  budget       = { billing_account = "0123AB-4567CD-89EF01", monthly_amount = 500, currency = "EUR" }
  labels       = { team = "music" }
}

override_data {
  target = data.google_storage_project_service_account.agent
  values = { member = "serviceAccount:service-123456789012@gs-project-accounts.iam.gserviceaccount.com" }
}

override_data {
  target = data.google_bigquery_default_service_account.agent
  values = { email = "bq-123456789012@bigquery-encryption.iam.gserviceaccount.com" }
}

run "production" {
  command = plan

  assert {
    condition     = output.url == "https://segue.example.org" && output.ingest_url == output.url
    error_message = "The edge is the one address."
  }
  assert {
    condition     = google_firestore_backup_schedule.daily[0].retention == "1209600s" && google_firestore_backup_schedule.weekly[0].retention == "2419200s"
    error_message = "Backups are kept as long as asked for."
  }
  assert {
    condition     = output.code_version == "v1.2.3"
    error_message = "A code version that is given is the one."
  }
  assert {
    condition     = toset(keys(google_compute_region_network_endpoint_group.public)) == toset(["ingest", "serve"])
    error_message = "The edge reaches the two public functions and no other."
  }
  assert {
    condition     = google_compute_backend_service.public["serve"].enable_cdn && !google_compute_backend_service.public["ingest"].enable_cdn
    error_message = "Reads may be cached, writes never."
  }
  assert {
    condition     = google_compute_backend_service.public["serve"].cdn_policy[0].cache_mode == "USE_ORIGIN_HEADERS"
    error_message = "Only what an answer marks as public is cached."
  }
  assert {
    condition = toset([for rule in google_compute_url_map.edge["edge"].path_matcher[0].route_rules[1].match_rules :
      rule.header_matches[0].exact_match if rule.header_matches[0].header_name == ":method"
    ]) == toset(["POST", "PUT", "DELETE"])
    error_message = "Writes go to ingest by their method."
  }
  assert {
    condition     = google_compute_ssl_policy.edge["edge"].min_tls_version == "TLS_1_2"
    error_message = "Old TLS is refused."
  }
  assert {
    condition     = google_compute_url_map.redirect["edge"].default_url_redirect[0].https_redirect
    error_message = "Plain HTTP is sent to HTTPS."
  }
  assert {
    condition     = length(google_kms_crypto_key_iam_member.agent) == 8
    error_message = "Every service that keeps data may use the key: Pub/Sub, Firestore, BigQuery, Storage, secrets, images, functions, runs."
  }
  assert {
    condition = (
      google_firestore_database.documents.cmek_config[0].kms_key_name == var.kms_key_name &&
      google_bigquery_dataset.warehouse.default_encryption_configuration[0].kms_key_name == var.kms_key_name &&
      google_storage_bucket.bundles.encryption[0].default_kms_key_name == var.kms_key_name &&
      google_artifact_registry_repository.images.kms_key_name == var.kms_key_name &&
      alltrue([for topic in google_pubsub_topic.topic : topic.kms_key_name == var.kms_key_name]) &&
      alltrue([for topic in google_pubsub_topic.dead_letter : topic.kms_key_name == var.kms_key_name])
    )
    error_message = "What keeps data keeps it under the customer's key."
  }
  assert {
    condition     = google_billing_budget.month[0].amount[0].specified_amount[0].units == "500" && length(google_billing_budget.month[0].threshold_rules) == 4
    error_message = "The budget tells at half, nine tenths, all, and a forecast of more."
  }
  assert {
    condition     = length(google_monitoring_notification_channel.email) == 2 && length(google_monitoring_uptime_check_config.serve) == 1
    error_message = "People are told."
  }
  assert {
    condition     = google_pubsub_topic.topic["listens"].effective_labels["stage"] == "prod" && google_pubsub_topic.topic["listens"].effective_labels["team"] == "music"
    error_message = "Everything carries the labels."
  }
}
