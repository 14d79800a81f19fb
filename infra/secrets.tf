# Secrets live in Secret Manager only; no token ever passes through Terraform, its plan or its state.

resource "google_secret_manager_secret" "operator_token_hash" {
  secret_id           = "${local.name}-operator-token-hash"
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
  secret                 = google_secret_manager_secret.operator_token_hash.id
  secret_data_wo         = join("", [for _ in range(43) : "A"])
  secret_data_wo_version = 1
  deletion_policy        = "ABANDON"
}
