# A monthly budget for the project. It tells; it does not stop anything.

resource "google_billing_budget" "month" {
  provider        = google.billing
  count           = var.budget == null ? 0 : 1
  billing_account = var.budget.billing_account
  display_name    = "Segue ${var.stage}"
  deletion_policy = "DELETE"

  budget_filter {
    projects               = ["projects/${local.project_number}"]
    calendar_period        = "MONTH"
    credit_types_treatment = "EXCLUDE_ALL_CREDITS"
  }

  amount {
    specified_amount {
      currency_code = var.budget.currency
      units         = tostring(var.budget.monthly_amount)
    }
  }

  dynamic "threshold_rules" {
    for_each = [0.5, 0.9, 1]
    content {
      threshold_percent = threshold_rules.value
      spend_basis       = "CURRENT_SPEND"
    }
  }
  threshold_rules {
    threshold_percent = 1
    spend_basis       = "FORECASTED_SPEND"
  }

  dynamic "all_updates_rule" {
    for_each = length(local.channels) == 0 ? [] : [1]
    content {
      monitoring_notification_channels = slice(local.channels, 0, min(5, length(local.channels)))
      disable_default_iam_recipients   = false
    }
  }

  depends_on = [time_sleep.apis_enabled]
}
