# What an operator gets who names a project and nothing else.

variables {
  project_id = "segue-test"
}

run "defaults" {
  command = plan

  assert {
    condition     = length(module.function) == 9
    error_message = "Every verb is one function."
  }
  assert {
    condition     = alltrue([for verb, function in module.function : function.account == "segue-${verb}@segue-test.iam.gserviceaccount.com"])
    error_message = "Every function has a service account of its own."
  }
  assert {
    condition     = google_firestore_database.documents.delete_protection_state == "DELETE_PROTECTION_ENABLED" && google_firestore_database.documents.deletion_policy == "PREVENT"
    error_message = "Documents are protected unless the operator says otherwise."
  }
  assert {
    condition     = google_firestore_database.documents.point_in_time_recovery_enablement == "POINT_IN_TIME_RECOVERY_ENABLED"
    error_message = "Documents can be read as of any minute of the last week."
  }
  assert {
    condition     = length(google_firestore_backup_schedule.daily) == 1 && length(google_firestore_backup_schedule.weekly) == 0
    error_message = "Documents are backed up daily."
  }
  assert {
    condition     = alltrue([for table in google_bigquery_table.table : table.deletion_protection])
    error_message = "Tables are protected unless the operator says otherwise."
  }
  assert {
    condition     = google_bigquery_table.table["listen_messages"].require_partition_filter
    error_message = "Landed messages are read by time only."
  }
  assert {
    condition     = alltrue([for topic in google_pubsub_topic.topic : topic.message_retention_duration == "604800s"])
    error_message = "A week of messages can be replayed."
  }
  assert {
    condition     = toset(keys(google_pubsub_topic.dead_letter)) == toset(["assemble", "forget", "learn", "publish", "warehouse"])
    error_message = "Every consumer of a topic has dead letters of its own."
  }
  assert {
    condition     = google_pubsub_subscription.warehouse.bigquery_config[0].write_metadata && google_pubsub_subscription.warehouse.bigquery_config[0].table == "segue-test.segue.listen_messages"
    error_message = "Listens land in the warehouse, with their metadata, without code."
  }
  assert {
    condition     = length(google_compute_global_address.edge) == 0 && length(google_billing_budget.month) == 0 && length(google_kms_crypto_key_iam_member.agent) == 0
    error_message = "What costs money or needs decisions is off until it is asked for."
  }
  assert {
    condition     = !contains(keys(google_project_service.api), "compute.googleapis.com")
    error_message = "An API nobody needs stays off."
  }
  assert {
    condition     = google_secret_manager_secret_version.nobody.secret_data == null && google_secret_manager_secret_version.webhook.secret_data == null
    error_message = "No secret is an argument."
  }
  assert {
    condition     = length(google_monitoring_slo.objective) == 5 && length(google_monitoring_alert_policy.burn) == 10
    error_message = "Every objective has a fast and a slow burn-rate alert."
  }
}

run "development" {
  command = plan

  variables {
    stage                  = "dev"
    deletion_protection    = false
    point_in_time_recovery = false
    backup_days            = 0
    replay_days            = 1
    landed_days            = 35
    plan_parts             = 4
    instances              = { serve = { max = 3 }, learn = { min = 1 } }
  }

  assert {
    condition     = google_firestore_database.documents.deletion_policy == "DELETE" && google_bigquery_dataset.warehouse.delete_contents_on_destroy
    error_message = "A development deployment can be destroyed."
  }
  assert {
    condition     = length(google_firestore_backup_schedule.daily) == 0
    error_message = "Zero days of backups are no backups."
  }
  assert {
    condition     = google_bigquery_table.table["listen_messages"].time_partitioning[0].expiration_ms == 35 * 86400000
    error_message = "Landed messages vanish after the days asked for."
  }
  assert {
    condition     = module.function["serve"].instances.max == 3 && module.function["learn"].instances.min == 1 && module.function["learn"].instances.max == 20
    error_message = "Instances are overridden one by one."
  }
  assert {
    condition     = module.function["plan"].instances.max == 4
    error_message = "Every part of the planning has an instance."
  }
}
