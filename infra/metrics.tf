# One metric for every signal that verbs log (shared/schemas/signals.ts): the same names in logs, metrics and alerts.

locals {
  watched = jsondecode(file("${path.module}/schemas/signals.json"))

  metrics = { for name, signal in local.watched.signals : name => {
    name    = "${local.name}/${signal.verb}/${name}"
    type    = "logging.googleapis.com/user/${local.name}/${signal.verb}/${name}"
    service = "${local.name}-${signal.verb}"
    lines   = merge({ message = signal.message }, try(signal.where, {}))
    field   = try(signal.field, null)
    unit    = signal.unit
    by      = try(signal.by, [])
    means   = signal.means
  } }

  # Objectives cut distributions at a bound, so every bound an objective names is one of these.
  seconds_bounds = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400, 129600, 259200, 604800]
}

resource "google_logging_metric" "signal" {
  for_each    = local.metrics
  name        = each.value.name
  description = each.value.means
  filter = join("\n", concat(
    ["resource.type=\"cloud_run_revision\"", "resource.labels.service_name=\"${each.value.service}\""],
    [for field, text in each.value.lines : "jsonPayload.${field}=\"${text}\""],
  ))

  value_extractor  = each.value.field == null ? null : "EXTRACT(jsonPayload.${each.value.field})"
  label_extractors = { for label in each.value.by : label => "EXTRACT(jsonPayload.${label})" }

  metric_descriptor {
    display_name = each.value.means
    metric_kind  = "DELTA"
    value_type   = each.value.field == null ? "INT64" : "DISTRIBUTION"
    unit         = each.value.unit

    dynamic "labels" {
      for_each = each.value.by
      content {
        key        = labels.value
        value_type = "STRING"
      }
    }
  }

  dynamic "bucket_options" {
    for_each = each.value.field == null ? [] : [each.value.unit]
    content {
      dynamic "explicit_buckets" {
        for_each = bucket_options.value == "s" ? [local.seconds_bounds] : []
        content {
          bounds = explicit_buckets.value
        }
      }
      dynamic "exponential_buckets" {
        for_each = bucket_options.value == "s" ? [] : [1]
        content {
          num_finite_buckets = 20
          growth_factor      = 2
          scale              = exponential_buckets.value
        }
      }
    }
  }

  deletion_policy = "DELETE"
  depends_on      = [time_sleep.apis_enabled]
}

# Alerts and objectives on a metric are refused until its descriptor has spread.
resource "time_sleep" "metrics_known" {
  create_duration = "60s"
  triggers        = { metrics = join(" ", [for metric in google_logging_metric.signal : metric.name]) }
}
