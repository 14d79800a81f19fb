# Where verbs meet: topics, the schemas their messages are held to, who calls the subscribers, and dead letters.

locals {
  topics = jsondecode(file("${path.module}/schemas/topics.json"))
  limits = jsondecode(file("${path.module}/schemas/limits.json"))

  deletion_policy = var.deletion_protection ? "PREVENT" : "DELETE"

  # Who consumes which topic: every verb that a topic sets off, and the warehouse.
  consumers = merge(
    { for verb, function in local.functions : verb => function.when.topic if function.when.topic != null },
    { warehouse = "listens" },
  )
}

# Where a message is a union or carries free-form values, Avro cannot say it as plain JSON: zod alone holds it, at both ends.
resource "google_pubsub_schema" "topic" {
  for_each        = { for topic, declared in local.topics : topic => declared.schema if declared.schema != null }
  name            = each.key
  type            = "AVRO"
  definition      = jsonencode(each.value)
  deletion_policy = "DELETE"
  depends_on      = [time_sleep.apis_enabled]
}

resource "google_pubsub_topic" "topic" {
  for_each                   = local.topics
  name                       = each.key
  kms_key_name               = var.kms_key_name
  message_retention_duration = "${var.replay_days * 86400}s"
  deletion_policy            = local.deletion_policy

  # Order is kept within a region only, and listening history stays where the operator put it.
  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  dynamic "schema_settings" {
    for_each = each.value.schema == null ? [] : [google_pubsub_schema.topic[each.key].id]
    content {
      schema   = schema_settings.value
      encoding = "JSON"
    }
  }

  depends_on = [time_sleep.apis_enabled, time_sleep.key_usable]
}

# One dead-letter topic, and one subscription that keeps them, by consumer: an operator sees at once who failed.
resource "google_pubsub_topic" "dead_letter" {
  for_each        = local.consumers
  name            = "${each.value}-${each.key}-dead"
  kms_key_name    = var.kms_key_name
  deletion_policy = local.deletion_policy
  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
  depends_on = [time_sleep.apis_enabled, time_sleep.key_usable]
}

resource "google_pubsub_subscription" "dead_letter" {
  for_each                   = local.consumers
  name                       = "${each.value}-${each.key}-dead"
  topic                      = google_pubsub_topic.dead_letter[each.key].name
  ack_deadline_seconds       = 60
  message_retention_duration = "${var.dead_letter_days * 86400}s"
  enable_message_ordering    = true
  deletion_policy            = local.deletion_policy
  expiration_policy {
    ttl = ""
  }
}

resource "google_pubsub_topic_iam_member" "dead_letter" {
  for_each = local.consumers
  project  = var.project_id
  topic    = google_pubsub_topic.dead_letter[each.key].name
  role     = "roles/pubsub.publisher"
  member   = google_project_service_identity.agent["pubsub"].member
}

# The identity with which Pub/Sub calls the functions that topics set off.
resource "google_service_account" "push" {
  account_id   = "${local.name}-push"
  display_name = "${local.name}-push"
  description  = "Pub/Sub calls functions as this account"
  depends_on   = [time_sleep.apis_enabled]
}

resource "google_service_account_iam_member" "push" {
  service_account_id = google_service_account.push.name
  role               = "roles/iam.serviceAccountOpenIdTokenCreator"
  member             = google_project_service_identity.agent["pubsub"].member
}

# The identity with which Cloud Scheduler calls the functions that a schedule sets off.
resource "google_service_account" "clock" {
  account_id   = "${local.name}-clock"
  display_name = "${local.name}-clock"
  description  = "Cloud Scheduler calls functions as this account"
  depends_on   = [time_sleep.apis_enabled]
}
