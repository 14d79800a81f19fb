# What sets the function off: a push subscription of our own, or a schedule.

locals {
  uri = google_cloudfunctions2_function.verb.service_config[0].uri
}

# Eventarc would make a subscription by itself, but without ordering, dead letter or a choice of backoff.
resource "google_pubsub_subscription" "push" {
  for_each = var.subscription == null ? {} : { (var.verb) = var.subscription }

  name                       = var.name
  topic                      = each.value.topic
  filter                     = each.value.filter
  deletion_policy            = each.value.deletion_policy
  enable_message_ordering    = true
  message_retention_duration = "604800s"
  # As long as the function may take, within Pub/Sub's 600: a shorter one would deliver a message still at work.
  ack_deadline_seconds = min(600, max(10, var.timeout + 10))

  push_config {
    # The framework reads the event's source from this path; the function itself answers on any.
    push_endpoint = "${local.uri}/projects/${var.project}/topics/${each.value.topic}"
    oidc_token {
      service_account_email = each.value.caller
      audience              = local.uri
    }
  }

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  dead_letter_policy {
    dead_letter_topic     = "projects/${var.project}/topics/${each.value.dead_letter_topic}"
    max_delivery_attempts = each.value.attempts_max
  }

  # A subscription without traffic would vanish after 31 days.
  expiration_policy {
    ttl = ""
  }

  depends_on = [google_cloud_run_v2_service_iam_member.invoker]
}

# Pub/Sub acknowledges on the subscription what it moves to the dead-letter topic.
resource "google_pubsub_subscription_iam_member" "agent" {
  for_each     = google_pubsub_subscription.push
  project      = var.project
  subscription = each.value.name
  role         = "roles/pubsub.subscriber"
  member       = var.subscription.agent
}

resource "google_cloud_scheduler_job" "clock" {
  for_each = var.schedule == null ? {} : { for part in range(var.schedule.parts) :
    var.schedule.parts == 1 ? var.verb : "${var.verb}-${part}" => merge(var.schedule, { part = part })
  }

  name             = each.value.parts == 1 ? var.name : "${var.name}-${each.value.part}"
  region           = var.region
  description      = var.description
  schedule         = each.value.cron
  time_zone        = each.value.time_zone
  attempt_deadline = "${var.timeout}s"
  deletion_policy  = "DELETE"

  http_target {
    uri         = local.uri
    http_method = "POST"
    headers     = { "Content-Type" = "application/json" }
    body        = base64encode(each.value.parts == 1 ? "{}" : jsonencode({ part = each.value.part, parts = each.value.parts }))
    oidc_token {
      service_account_email = each.value.caller
      audience              = local.uri
    }
  }

  # What a run misses is still due at the next one, so few retries suffice.
  retry_config {
    retry_count          = 3
    min_backoff_duration = "30s"
    max_backoff_duration = "300s"
    max_doublings        = 3
  }

  depends_on = [google_cloud_run_v2_service_iam_member.invoker]
}
