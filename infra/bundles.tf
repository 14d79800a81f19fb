# The code as it is deployed: one zip a verb, named by its content, built into an image by an account of its own.

resource "google_storage_bucket" "bundles" {
  name                        = "${var.project_id}-${local.name}-bundles"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  # Bundles can be made again from the repository.
  force_destroy   = true
  deletion_policy = "DELETE"

  # A bundle is wanted again only for a rollback.
  lifecycle_rule {
    condition {
      age = 90
    }
    action {
      type = "Delete"
    }
  }

  dynamic "encryption" {
    for_each = var.kms_key_name == null ? [] : [var.kms_key_name]
    content {
      default_kms_key_name = encryption.value
    }
  }

  depends_on = [time_sleep.apis_enabled, time_sleep.key_usable]
}

locals {
  bundle_dir = startswith(var.bundle_dir, "/") ? var.bundle_dir : "${path.root}/${var.bundle_dir}"
}

data "archive_file" "bundle" {
  for_each    = local.functions
  type        = "zip"
  source_dir  = "${local.bundle_dir}/${each.key}"
  output_path = "${path.root}/.terraform/bundles/${each.key}.zip"
  # Whatever the umask of who deploys: the mode is part of the zip, and so of the version.
  output_file_mode = "0644"
  # What V8 compiled is no part of the code: it differs with every run, and the build makes it again with its own Node.
  excludes = ["code.cache"]

  lifecycle {
    precondition {
      condition     = fileexists("${local.bundle_dir}/${each.key}/package.json")
      error_message = "There is no bundle of \"${each.key}\" in \"${var.bundle_dir}\": run `npm run bundle` first."
    }
  }
}

resource "google_storage_bucket_object" "bundle" {
  for_each        = local.functions
  bucket          = google_storage_bucket.bundles.name
  name            = "${each.key}-${data.archive_file.bundle[each.key].output_sha256}.zip"
  source          = data.archive_file.bundle[each.key].output_path
  deletion_policy = "ABANDON"
}

locals {
  # The same code has the same version, wherever it is deployed from.
  code_version = coalesce(var.code_version, substr(sha256(join(" ", [for verb in sort(keys(local.functions)) : data.archive_file.bundle[verb].output_sha256])), 0, 12))
}

resource "google_artifact_registry_repository" "images" {
  repository_id   = local.name
  location        = var.region
  format          = "DOCKER"
  description     = "Images of the functions"
  kms_key_name    = var.kms_key_name
  deletion_policy = "DELETE"

  cleanup_policies {
    id     = "keep-recent"
    action = "KEEP"
    most_recent_versions {
      keep_count = 5
    }
  }
  cleanup_policies {
    id     = "delete-old"
    action = "DELETE"
    condition {
      older_than = "2592000s"
    }
  }

  depends_on = [time_sleep.apis_enabled, time_sleep.key_usable]
}

resource "google_service_account" "builder" {
  account_id   = "${local.name}-builder"
  display_name = "${local.name}-builder"
  description  = "Builds the functions' images; runs nothing"
  depends_on   = [time_sleep.apis_enabled]
}

resource "google_artifact_registry_repository_iam_member" "builder" {
  project    = var.project_id
  location   = var.region
  repository = google_artifact_registry_repository.images.repository_id
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.builder.member
}

# Cloud Functions copies a bundle to a bucket it makes itself at the first deployment: only a condition can name it.
resource "google_project_iam_member" "builder_sources" {
  project = var.project_id
  role    = "roles/storage.objectViewer"
  member  = google_service_account.builder.member
  condition {
    title      = "${local.name} builder sources"
    expression = "resource.name.startsWith(\"projects/_/buckets/gcf-v2-sources-\")"
  }
  depends_on = [time_sleep.apis_enabled]
}

# A build's log belongs to the project: there is no narrower resource.
resource "google_project_iam_member" "builder_logs" {
  project    = var.project_id
  role       = "roles/logging.logWriter"
  member     = google_service_account.builder.member
  depends_on = [time_sleep.apis_enabled]
}

# IAM is eventually consistent: without the wait, the first build of a fresh project is refused its source.
resource "time_sleep" "builder_allowed" {
  create_duration = "60s"
  triggers = {
    grants = join(" ", [
      google_artifact_registry_repository_iam_member.builder.role,
      google_project_iam_member.builder_sources.role,
      google_project_iam_member.builder_logs.role,
    ])
  }
}
