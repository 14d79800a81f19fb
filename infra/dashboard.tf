# One dashboard: objectives first, then the way of a listen from request to edition, then what waits and what it costs.

locals {
  # Sums of a distribution are a matter of PromQL, whose names replace every sign by "_" and are matched exactly only. A
  # metric made of logs is known of several kinds of resource: PromQL wants to be told which.
  metric_prometheus = { for name, metric in local.metrics : name => "logging_googleapis_com:${replace(trimprefix(metric.type, "logging.googleapis.com/"), "/", "_")}" }
  of_functions      = "{monitored_resource=\"cloud_run_revision\"}"

  charts_signals = [for name, metric in local.metrics : {
    title = "${metric.means} (${name})"
    queries = [metric.field == null ? "sum by (${join(",", metric.by)}) (increase(${local.metric_prometheus[name]}${local.of_functions}[$${__interval}]))" : (
      metric.unit == "s"
      ? "histogram_quantile(0.99, sum by (${join(",", concat(["le"], metric.by))}) (increase(${local.metric_prometheus[name]}_bucket${local.of_functions}[$${__interval}])))"
      : length(metric.by) == 0
      ? "sum(increase(${local.metric_prometheus[name]}_sum${local.of_functions}[$${__interval}]))"
      # What is measured again and again of several things has a mean of each, and no sum.
      : "sum by (${join(",", metric.by)}) (increase(${local.metric_prometheus[name]}_sum${local.of_functions}[$${__interval}])) / sum by (${join(",", metric.by)}) (increase(${local.metric_prometheus[name]}_count${local.of_functions}[$${__interval}]))"
    )]
  }]

  charts_platform = [
    { title = "Requests by verb and answer", queries = ["sum by (service_name, response_code_class) (rate(run_googleapis_com:request_count[$${__interval}]))"] },
    { title = "Answer times by verb, 99th percentile, ms", queries = ["histogram_quantile(0.99, sum by (le, service_name) (rate(run_googleapis_com:request_latencies_bucket[$${__interval}])))"] },
    { title = "Busy instances by verb", queries = ["sum by (service_name) (max_over_time(run_googleapis_com:container_instance_count{state=\"active\"}[$${__interval}]))"] },
    { title = "Oldest waiting message by subscription, s", queries = ["max by (subscription_id) (pubsub_googleapis_com:subscription_oldest_unacked_message_age)"] },
    { title = "Dead letters waiting", queries = ["sum by (subscription_id) (pubsub_googleapis_com:subscription_num_undelivered_messages{subscription_id=~\".*-dead\"})"] },
    { title = "Documents read and written", queries = [for did in ["read", "write", "delete"] : "sum(increase(firestore_googleapis_com:document_${did}_ops_count[$${__interval}]))"] },
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
      xyChart = { dataSets = [for query in chart.queries : { plotType = "LINE", timeSeriesQuery = { prometheusQuery = query } }] }
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
