# BigQuery: the dataset, its tables, and the subscription that lands every message of topic "listens" without code.

locals {
  tables = jsondecode(file("${path.module}/schemas/tables.json"))

  partition_days = { listen_messages = var.landed_days }
}

resource "google_bigquery_dataset" "warehouse" {
  dataset_id                 = local.name
  location                   = var.region
  description                = "Every listen ever accepted, and the models made of them"
  max_time_travel_hours      = "168"
  delete_contents_on_destroy = !var.deletion_protection
  deletion_policy            = local.deletion_policy

  dynamic "default_encryption_configuration" {
    for_each = var.kms_key_name == null ? [] : [var.kms_key_name]
    content {
      kms_key_name = default_encryption_configuration.value
    }
  }

  depends_on = [time_sleep.apis_enabled, time_sleep.key_usable]
}

resource "google_bigquery_table" "table" {
  for_each            = local.tables
  dataset_id          = google_bigquery_dataset.warehouse.dataset_id
  table_id            = each.key
  schema              = jsonencode(each.value.columns)
  clustering          = length(each.value.cluster) == 0 ? null : each.value.cluster
  deletion_protection = var.deletion_protection
  deletion_policy     = local.deletion_policy
  # A statement that forgets the time would read everything that ever landed: it is refused instead.
  require_partition_filter = try(each.value.partition.boundsRequired, false) ? true : null

  dynamic "time_partitioning" {
    for_each = each.value.partition == null ? [] : [each.value.partition]
    content {
      type          = time_partitioning.value.by
      field         = time_partitioning.value.column
      expiration_ms = try(local.partition_days[each.key] * 86400000, null)
    }
  }
}

resource "google_pubsub_subscription" "warehouse" {
  name                       = "${local.name}-warehouse"
  topic                      = google_pubsub_topic.topic[local.consumers.warehouse].name
  ack_deadline_seconds       = 60
  message_retention_duration = "604800s"
  deletion_policy            = local.deletion_policy

  bigquery_config {
    table            = "${var.project_id}.${google_bigquery_dataset.warehouse.dataset_id}.${google_bigquery_table.table["listen_messages"].table_id}"
    write_metadata   = true
    use_table_schema = false
    use_topic_schema = false
  }

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  dead_letter_policy {
    dead_letter_topic     = "projects/${var.project_id}/topics/${google_pubsub_topic.dead_letter["warehouse"].name}"
    max_delivery_attempts = local.limits.deliveryAttemptsMax
  }

  expiration_policy {
    ttl = ""
  }

  # Pub/Sub refuses to make the subscription while it may not write to the table.
  depends_on = [time_sleep.landing_allowed]
}

resource "google_bigquery_table_iam_member" "landing" {
  project    = var.project_id
  dataset_id = google_bigquery_dataset.warehouse.dataset_id
  table_id   = google_bigquery_table.table["listen_messages"].table_id
  role       = "roles/bigquery.dataEditor"
  member     = google_project_service_identity.agent["pubsub"].member
}

resource "time_sleep" "landing_allowed" {
  create_duration = "60s"
  triggers        = { grant = google_bigquery_table_iam_member.landing.role }
}

resource "google_pubsub_subscription_iam_member" "warehouse" {
  project      = var.project_id
  subscription = google_pubsub_subscription.warehouse.name
  role         = "roles/pubsub.subscriber"
  member       = google_project_service_identity.agent["pubsub"].member
}
