# Secrets live in Secret Manager only; no token ever passes through Terraform, its plan or its state.

locals {
  secrets = {
    SEGUE_OPERATOR_TOKEN_HASH = {
      secret  = google_secret_manager_secret.secret["operator-token-hash"].secret_id
      version = coalesce(var.operator_token_version, data.google_secret_manager_secret_version.operator.version)
    }
    SEGUE_WEBHOOK_SECRET = {
      secret  = google_secret_manager_secret.secret["webhook-secret"].secret_id
      version = google_secret_manager_secret_version.webhook.version
    }
    SEGUE_LIBRARIES = {
      secret  = one([for name, secret in google_secret_manager_secret.secret : secret.secret_id if name == "libraries"])
      version = one(data.google_secret_manager_secret_version.libraries[*].version)
    }
  }
}

resource "google_secret_manager_secret" "secret" {
  for_each            = toset(concat(["operator-token-hash", "webhook-secret"], var.media_servers ? ["libraries"] : []))
  secret_id           = "${local.name}-${each.key}"
  deletion_protection = false
  deletion_policy     = "DELETE"

  replication {
    user_managed {
      replicas {
        location = var.region
        dynamic "customer_managed_encryption" {
          for_each = var.kms_key_name == null ? [] : [var.kms_key_name]
          content {
            kms_key_name = customer_managed_encryption.value
          }
        }
      }
    }
  }

  depends_on = [time_sleep.apis_enabled, time_sleep.key_usable]
}

# A function does not start without a version, so there is one from the first apply: the digest of no token anyone
# could find (32 zero bytes, base64url). The operator adds the real one; see the output "first_token".
resource "google_secret_manager_secret_version" "nobody" {
  secret                 = google_secret_manager_secret.secret["operator-token-hash"].id
  secret_data_wo         = join("", [for _ in range(43) : "A"])
  secret_data_wo_version = 1
  deletion_policy        = "ABANDON"
}

# A function reads a secret as an instance starts, and a warm one never again: what it is given is a number, so that the
# apply after `first_token` restarts it. Only the number is looked up; the hash stays out of the state.
data "google_secret_manager_secret_version" "operator" {
  secret            = google_secret_manager_secret.secret["operator-token-hash"].id
  fetch_secret_data = false
  depends_on        = [google_secret_manager_secret_version.nobody]
}

# The accounts of the media servers, JSON as SEGUE_LIBRARIES takes it: none until the operator adds a version.
resource "google_secret_manager_secret_version" "no_libraries" {
  count                  = var.media_servers ? 1 : 0
  secret                 = google_secret_manager_secret.secret["libraries"].id
  secret_data_wo         = "[]"
  secret_data_wo_version = 1
  deletion_policy        = "ABANDON"
}

data "google_secret_manager_secret_version" "libraries" {
  count             = var.media_servers ? 1 : 0
  secret            = google_secret_manager_secret.secret["libraries"].id
  fetch_secret_data = false
  depends_on        = [google_secret_manager_secret_version.no_libraries]
}

# The key that every user's webhook key is derived from. Terraform draws it while it applies and hands it on write-only:
# it is in no plan and no state. Another webhook_secret_version draws another.
resource "google_secret_manager_secret_version" "webhook" {
  secret                 = google_secret_manager_secret.secret["webhook-secret"].id
  secret_data_wo         = sha256("${uuid()} ${uuid()}")
  secret_data_wo_version = var.webhook_secret_version
  deletion_policy        = "ABANDON"
}
