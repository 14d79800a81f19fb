# One verb as a Cloud Functions (2nd gen) function with its own service account.

terraform {
  required_providers {
    google = { source = "hashicorp/google" }
  }
}

resource "google_service_account" "runtime" {
  account_id   = var.name
  display_name = var.name
  description  = var.description
}

resource "google_cloudfunctions2_function" "verb" {
  name            = var.name
  location        = var.region
  description     = var.description
  kms_key_name    = var.kms_key_name
  deletion_policy = "DELETE"

  build_config {
    runtime           = "nodejs24"
    entry_point       = var.verb
    service_account   = var.builder
    docker_repository = var.repository

    source {
      storage_source {
        bucket = var.bundle.bucket
        object = var.bundle.object
      }
    }

    # Security fixes of the runtime arrive without a deployment.
    automatic_update_policy {}
  }

  service_config {
    service_account_email            = google_service_account.runtime.email
    available_memory                 = var.memory
    available_cpu                    = var.cpu
    timeout_seconds                  = var.timeout
    max_instance_request_concurrency = var.concurrency
    min_instance_count               = var.instances.min
    max_instance_count               = var.instances.max
    ingress_settings                 = var.ingress
    all_traffic_on_latest_revision   = !var.hold_traffic
    environment_variables            = var.environment

    dynamic "secret_environment_variables" {
      for_each = var.secrets
      content {
        key        = secret_environment_variables.key
        project_id = var.project
        secret     = secret_environment_variables.value.secret
        version    = secret_environment_variables.value.version
      }
    }
  }

  # Cloud Run holds the most instances against the region's quota when it deploys, after half of an apply has gone through.
  lifecycle {
    precondition {
      condition     = var.instances.max * tonumber(var.cpu) <= var.cpu_quota
      error_message = "${var.name}: ${var.instances.max} instances of ${var.cpu} CPU exceed the ${var.cpu_quota} vCPU of Cloud Run's quota \"Total CPU allocation, in milli vCPU, per project per region\" (CpuAllocPerProjectRegion). Have it raised and set cpu_quota, or lower `instances`."
    }
  }

  # A revision whose secret cannot be read does not start.
  depends_on = [google_secret_manager_secret_iam_member.reader]
}
