# Google's own service agents, made before they are given a role, and what a customer-managed key needs of them.

locals {
  agents = merge(
    { pubsub = "pubsub.googleapis.com" },
    var.kms_key_name == null ? {} : {
      artifactregistry = "artifactregistry.googleapis.com"
      cloudfunctions   = "cloudfunctions.googleapis.com"
      firestore        = "firestore.googleapis.com"
      run              = "run.googleapis.com"
      secretmanager    = "secretmanager.googleapis.com"
    },
  )
}

resource "google_project_service_identity" "agent" {
  provider   = google-beta
  for_each   = local.agents
  service    = each.value
  depends_on = [time_sleep.apis_enabled]
}

data "google_storage_project_service_account" "agent" {
  count = var.kms_key_name == null ? 0 : 1
}

data "google_bigquery_default_service_account" "agent" {
  count = var.kms_key_name == null ? 0 : 1
}

locals {
  key_users = var.kms_key_name == null ? {} : merge(
    { for name, agent in google_project_service_identity.agent : name => agent.member },
    {
      storage  = data.google_storage_project_service_account.agent[0].member
      bigquery = "serviceAccount:${data.google_bigquery_default_service_account.agent[0].email}"
    },
  )
}

resource "google_kms_crypto_key_iam_member" "agent" {
  for_each      = local.key_users
  crypto_key_id = var.kms_key_name
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = each.value
}

# IAM is eventually consistent: a service that meets its key too early refuses the resource.
resource "time_sleep" "key_usable" {
  count           = var.kms_key_name == null ? 0 : 1
  create_duration = "60s"
  triggers        = { members = join(" ", sort(keys(google_kms_crypto_key_iam_member.agent))) }
}
