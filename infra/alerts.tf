# Who is told, and of what: a table of alerts beside the burn rates of objectives.tf.

locals {
  channels = [for channel in google_monitoring_notification_channel.email : channel.id]

  dead_letter_names = [for subscription in google_pubsub_subscription.dead_letter : "\"${subscription.name}\""]
  # An erasure waits for an hour until what began before it has ended: it has an alert of its own.
  subscription_names = [for verb, topic in local.consumers : "\"${local.name}-${verb}\"" if verb != "forget"]

  alerts = {
    dead-letters = {
      title     = "a message is dead"
      severity  = "ERROR"
      filter    = "metric.type=\"pubsub.googleapis.com/subscription/num_undelivered_messages\" AND resource.type=\"pubsub_subscription\" AND resource.labels.subscription_id=one_of(${join(", ", local.dead_letter_names)})"
      aligner   = "ALIGN_MAX"
      period    = "300s"
      duration  = "0s"
      threshold = 0
      act       = "Read it, mend the cause, replay it: \"Replay a dead letter\" in infra/README.md."
    }
    backlog = {
      title     = "a message waits too long"
      severity  = "WARNING"
      filter    = "metric.type=\"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" AND resource.type=\"pubsub_subscription\" AND resource.labels.subscription_id=one_of(${join(", ", local.subscription_names)})"
      aligner   = "ALIGN_MAX"
      period    = "300s"
      duration  = "600s"
      threshold = 900
      act       = "Look for errors of the verb in the logs, and whether it is at its most instances."
    }
    erasures = {
      title     = "an erasure waits too long"
      severity  = "ERROR"
      filter    = "metric.type=\"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" AND resource.type=\"pubsub_subscription\" AND resource.labels.subscription_id=\"${local.name}-forget\""
      aligner   = "ALIGN_MAX"
      period    = "300s"
      duration  = "0s"
      threshold = 14400
      act       = "Its receipt has a deadline. Look for errors of the verb \"forget\" in the logs; \"Cannot close receipt\" within the first hour is none."
    }
    gate-failed = {
      title     = "a gate held a model back"
      severity  = "WARNING"
      filter    = "metric.type=\"${local.metrics.gate_failed.type}\" AND resource.type=\"cloud_run_revision\""
      aligner   = "ALIGN_SUM"
      period    = "3600s"
      duration  = "0s"
      threshold = 0
      act       = "Readers keep the last good model. The log line \"gate failed\" has the numbers."
    }
    stage-late = {
      title     = "a stage is past its objective"
      severity  = "ERROR"
      filter    = "metric.type=\"${local.metrics.stage_late.type}\" AND resource.type=\"cloud_run_revision\""
      aligner   = "ALIGN_SUM"
      period    = "1800s"
      duration  = "0s"
      threshold = 1
      act       = "The label says which; GET /v1/status shows every stage with its value and objective."
    }
  }
}

resource "google_monitoring_notification_channel" "email" {
  for_each        = var.alert_emails
  type            = "email"
  display_name    = each.key
  labels          = { email_address = each.key }
  deletion_policy = "DELETE"
  depends_on      = [time_sleep.apis_enabled]
}

resource "google_monitoring_alert_policy" "alert" {
  for_each              = local.alerts
  display_name          = "Segue ${var.stage}: ${each.value.title}"
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.channels
  deletion_policy       = "DELETE"

  conditions {
    display_name = each.value.title
    condition_threshold {
      filter          = each.value.filter
      comparison      = "COMPARISON_GT"
      threshold_value = each.value.threshold
      duration        = each.value.duration
      aggregations {
        alignment_period   = each.value.period
        per_series_aligner = each.value.aligner
      }
    }
  }

  documentation {
    content = "${each.value.act} Runbook: \"${each.value.title}\" in infra/README.md."
  }

  depends_on = [time_sleep.metrics_known]
}

# Who watches `watch`: it measures every quarter of an hour, so an hour without a measure is an outage of the watch.
resource "google_monitoring_alert_policy" "silence" {
  display_name          = "Segue ${var.stage}: nothing is measured"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = local.channels
  deletion_policy       = "DELETE"

  conditions {
    display_name = "No stage was measured for an hour"
    condition_absent {
      filter   = "metric.type=\"${local.metrics.stages_watched.type}\" AND resource.type=\"cloud_run_revision\""
      duration = "3600s"
      aggregations {
        alignment_period     = "900s"
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  documentation {
    content = "The schedule ${local.name}-watch did not run or failed. Runbook: \"nothing is measured\" in infra/README.md."
  }

  depends_on = [time_sleep.metrics_known]
}

resource "google_monitoring_uptime_check_config" "serve" {
  count              = var.uptime_check ? 1 : 0
  display_name       = "Segue ${var.stage}: serve is alive"
  timeout            = "10s"
  period             = "300s"
  log_check_failures = true
  deletion_policy    = "DELETE"

  http_check {
    path         = "/health"
    port         = 443
    use_ssl      = true
    validate_ssl = true
  }

  monitored_resource {
    type = "uptime_url"
    labels = {
      project_id = var.project_id
      host       = var.edge == null ? trimprefix(module.function["serve"].uri, "https://") : var.edge.domain
    }
  }
}

resource "google_monitoring_alert_policy" "unreachable" {
  count                 = var.uptime_check ? 1 : 0
  display_name          = "Segue ${var.stage}: serve is unreachable"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.channels
  deletion_policy       = "DELETE"

  conditions {
    display_name = "More than one region of the world gets no answer"
    condition_threshold {
      filter          = "metric.type=\"monitoring.googleapis.com/uptime_check/check_passed\" AND resource.type=\"uptime_url\" AND metric.labels.check_id=\"${google_monitoring_uptime_check_config.serve[0].uptime_check_id}\""
      comparison      = "COMPARISON_GT"
      threshold_value = 1
      duration        = "300s"
      aggregations {
        alignment_period     = "600s"
        per_series_aligner   = "ALIGN_NEXT_OLDER"
        cross_series_reducer = "REDUCE_COUNT_FALSE"
      }
    }
  }

  documentation {
    content = "GET /health of ${local.name}-serve does not answer. Roll the code back if it was just deployed. Runbook: \"serve is unreachable\" in infra/README.md."
  }
}
