# One dashboard: objectives first, then the way of a listen from request to edition, then what waits and what it costs.

locals {
  # Sums of a distribution are a matter of PromQL, whose names replace every sign by "_".
  metric_prometheus = { for name, metric in local.metrics : name => "logging_googleapis_com:${replace(trimprefix(metric.type, "logging.googleapis.com/"), "/", "_")}" }

  charts_signals = [for name, metric in local.metrics : {
    title = "${metric.means} (${name})"
    query = metric.field == null ? "sum by (${join(",", metric.by)}) (increase(${local.metric_prometheus[name]}[$${__interval}]))" : (
      metric.unit == "s"
      ? "histogram_quantile(0.99, sum by (${join(",", concat(["le"], metric.by))}) (increase(${local.metric_prometheus[name]}_bucket[$${__interval}])))"
      : length(metric.by) == 0
      ? "sum(increase(${local.metric_prometheus[name]}_sum[$${__interval}]))"
      # What is measured again and again of several things has a mean of each, and no sum.
      : "sum by (${join(",", metric.by)}) (increase(${local.metric_prometheus[name]}_sum[$${__interval}])) / sum by (${join(",", metric.by)}) (increase(${local.metric_prometheus[name]}_count[$${__interval}]))"
    )
  }]

  charts_platform = [
    { title = "Requests by verb and answer", query = "sum by (service_name, response_code_class) (rate(run_googleapis_com:request_count[$${__interval}]))" },
    { title = "Answer times by verb, 99th percentile, ms", query = "histogram_quantile(0.99, sum by (le, service_name) (rate(run_googleapis_com:request_latencies_bucket[$${__interval}])))" },
    { title = "Instances by verb", query = "sum by (service_name) (max_over_time(run_googleapis_com:container_instance_count[$${__interval}]))" },
    { title = "Oldest waiting message by subscription, s", query = "max by (subscription_id) (pubsub_googleapis_com:subscription_oldest_unacked_message_age)" },
    { title = "Dead letters waiting", query = "sum by (subscription_id) (pubsub_googleapis_com:subscription_num_undelivered_messages{subscription_id=~\".*-dead\"})" },
    { title = "Documents read and written", query = "sum by (__name__) ({__name__=~\"firestore_googleapis_com:document_(read|write|delete)_ops_count\"})" },
  ]

  charts = concat(local.charts_signals, local.charts_platform)

  tiles_objectives = [for position, objective in sort(keys(local.objectives)) : {
    xPos   = position % 3 * 16
    yPos   = floor(position / 3) * 12
    width  = 16
    height = 12
    widget = {
      title = local.objectives[objective].means
      xyChart = {
        dataSets = [{
          plotType        = "LINE"
          timeSeriesQuery = { timeSeriesFilter = { filter = "select_slo_budget_fraction(\"${google_monitoring_slo.objective[objective].name}\")", aggregation = { perSeriesAligner = "ALIGN_MEAN", alignmentPeriod = "300s" } } }
        }]
      }
    }
  }]

  tiles_charts = [for position, chart in local.charts : {
    xPos   = position % 3 * 16
    yPos   = (ceil(length(local.objectives) / 3) + floor(position / 3)) * 12
    width  = 16
    height = 12
    widget = {
      title   = chart.title
      xyChart = { dataSets = [{ plotType = "LINE", timeSeriesQuery = { prometheusQuery = chart.query } }] }
    }
  }]
}

resource "google_monitoring_dashboard" "segue" {
  dashboard_json = jsonencode({
    displayName  = "Segue ${var.stage}"
    mosaicLayout = { columns = 48, tiles = concat(local.tiles_objectives, local.tiles_charts) }
  })
  deletion_policy = "DELETE"
  depends_on      = [time_sleep.metrics_known]
}
