# Firestore: the database, the indexes that queries in code need, what vanishes by itself, and backups.

locals {
  collections = jsondecode(file("${path.module}/schemas/documents.json"))

  indexes = merge([for name, collection in local.collections : {
    for index in collection.indexes : "${name}/${join(",", index.fields)}/${lower(index.order)}" => merge(index, { collection = name })
  }]...)

  exempt = merge([for name, collection in local.collections : {
    for field in collection.exempt : "${name}/${field}" => { collection = name, field = field }
  }]...)

  expiring = toset([for name, collection in local.collections : name if collection.expires])
}

resource "google_firestore_database" "documents" {
  name                              = local.name
  location_id                       = var.region
  type                              = "FIRESTORE_NATIVE"
  concurrency_mode                  = "OPTIMISTIC"
  point_in_time_recovery_enablement = var.point_in_time_recovery ? "POINT_IN_TIME_RECOVERY_ENABLED" : "POINT_IN_TIME_RECOVERY_DISABLED"
  delete_protection_state           = var.deletion_protection ? "DELETE_PROTECTION_ENABLED" : "DELETE_PROTECTION_DISABLED"
  deletion_policy                   = local.deletion_policy

  dynamic "cmek_config" {
    for_each = var.kms_key_name == null ? [] : [var.kms_key_name]
    content {
      kms_key_name = cmek_config.value
    }
  }

  depends_on = [time_sleep.apis_enabled, time_sleep.key_usable]
}

resource "google_firestore_index" "query" {
  for_each        = local.indexes
  database        = google_firestore_database.documents.name
  collection      = each.value.collection
  query_scope     = "COLLECTION"
  deletion_policy = "DELETE"

  dynamic "fields" {
    for_each = each.value.fields
    content {
      field_path = fields.value
      # Equality works in either direction; only the last field is ordered by.
      order = fields.key == length(each.value.fields) - 1 ? each.value.order : "ASCENDING"
    }
  }
}

# An empty index_config keeps no index for the field: large bodies, and fields only composite indexes are asked for.
resource "google_firestore_field" "exempt" {
  for_each        = local.exempt
  database        = google_firestore_database.documents.name
  collection      = each.value.collection
  field           = each.value.field
  deletion_policy = "DELETE"
  index_config {}
}

# Time to live; the instant rises steadily, so an index on it would only be a hot spot.
resource "google_firestore_field" "expires" {
  for_each        = local.expiring
  database        = google_firestore_database.documents.name
  collection      = each.key
  field           = "expiresAt"
  deletion_policy = "DELETE"
  ttl_config {}
  index_config {}
}

resource "google_firestore_backup_schedule" "daily" {
  count           = var.backup_days == 0 ? 0 : 1
  database        = google_firestore_database.documents.name
  retention       = "${var.backup_days * 86400}s"
  deletion_policy = "DELETE"
  daily_recurrence {}
}

resource "google_firestore_backup_schedule" "weekly" {
  count           = var.backup_weeks == 0 ? 0 : 1
  database        = google_firestore_database.documents.name
  retention       = "${var.backup_weeks * 604800}s"
  deletion_policy = "DELETE"
  weekly_recurrence {
    day = "SUNDAY"
  }
}
