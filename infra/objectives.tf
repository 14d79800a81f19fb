# What is promised (shared/schemas/signals.ts) as service level objectives over 28 days, and alerts on how fast each
# one's error budget burns: 14.4 times too fast for an hour spends 2 % of a month's, 6 times for six hours 5 %.

locals {
  objectives = local.watched.objectives

  run_filter = { for verb in keys(local.functions) :
    verb => "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"${local.name}-${verb}\""
  }

  burn_rates = {
    fast = { rate = 14.4, long = "3600s", short = "300s", severity = "CRITICAL", act = "now" }
    slow = { rate = 6, long = "21600s", short = "1800s", severity = "WARNING", act = "today" }
  }

  # An objective burns by no fewer than so many bad ones: two slow answers of ten are no outage.
  bad_least = 10

  # What a window must have seen before its burn rate says anything: what the objective counts, or the requests of its verb.
  seen_filter = { for name, objective in local.objectives : name => (
    name == "punctuality"
    ? "metric.type=\"${local.metrics.editions_assembled.type}\" AND resource.type=\"cloud_run_revision\""
    : "metric.type=\"run.googleapis.com/request_count\" AND ${local.run_filter[try(objective.verb, local.watched.signals[objective.signal].verb)]}"
  ) }

  burning = merge([for objective in keys(local.objectives) : {
    for speed, burn in local.burn_rates : "${objective}-${speed}" => merge(burn, { objective = objective })
  }]...)
}

resource "google_monitoring_custom_service" "segue" {
  service_id      = local.name
  display_name    = "Segue (${var.stage})"
  deletion_policy = "DELETE"
  depends_on      = [time_sleep.apis_enabled]
}

resource "google_monitoring_slo" "objective" {
  for_each            = local.objectives
  service             = google_monitoring_custom_service.segue.service_id
  slo_id              = each.key
  display_name        = each.value.means
  goal                = each.value.goal
  rolling_period_days = 28
  deletion_policy     = "DELETE"

  request_based_sli {
    dynamic "distribution_cut" {
      for_each = each.value.of == "answers" ? [] : [each.value]
      content {
        distribution_filter = (distribution_cut.value.of == "speed"
          ? "metric.type=\"run.googleapis.com/request_latencies\" AND ${local.run_filter[distribution_cut.value.verb]}"
          : "metric.type=\"${local.metrics[distribution_cut.value.signal].type}\" AND resource.type=\"cloud_run_revision\""
        )
        range {
          max = distribution_cut.value.of == "speed" ? distribution_cut.value.millisecondsMax : distribution_cut.value.secondsMax
        }
      }
    }

    dynamic "good_total_ratio" {
      for_each = each.value.of == "answers" ? [local.run_filter[each.value.verb]] : []
      content {
        total_service_filter = "metric.type=\"run.googleapis.com/request_count\" AND ${good_total_ratio.value}"
        bad_service_filter   = "metric.type=\"run.googleapis.com/request_count\" AND ${good_total_ratio.value} AND metric.labels.response_code_class=\"5xx\""
      }
    }
  }

  depends_on = [time_sleep.metrics_known]
}

resource "google_monitoring_alert_policy" "burn" {
  for_each              = local.burning
  display_name          = "Segue ${var.stage}: ${each.value.objective} at risk, act ${each.value.act}"
  combiner              = "AND"
  severity              = each.value.severity
  notification_channels = local.channels
  deletion_policy       = "DELETE"

  dynamic "conditions" {
    for_each = { long = each.value.long, short = each.value.short }
    content {
      display_name = "Error budget burns ${each.value.rate} times too fast over ${conditions.value}"
      condition_threshold {
        filter          = "select_slo_burn_rate(\"${google_monitoring_slo.objective[each.value.objective].name}\", \"${conditions.value}\")"
        comparison      = "COMPARISON_GT"
        threshold_value = each.value.rate
        duration        = "0s"
      }
    }
  }

  conditions {
    display_name = "At least ${ceil(local.bad_least / (each.value.rate * (1 - local.objectives[each.value.objective].goal)))} were seen over ${each.value.long}"
    condition_threshold {
      filter          = local.seen_filter[each.value.objective]
      comparison      = "COMPARISON_GT"
      threshold_value = ceil(local.bad_least / (each.value.rate * (1 - local.objectives[each.value.objective].goal))) - 1
      duration        = "0s"
      aggregations {
        alignment_period     = each.value.long
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  documentation {
    content = "${local.objectives[each.value.objective].means}: ${local.objectives[each.value.objective].goal * 100} % over 28 days. The short window says whether it still burns. Runbook: \"${each.value.objective} at risk\" in infra/README.md."
  }
}
