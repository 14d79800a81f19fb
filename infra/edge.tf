# Optional: one domain in front of the two public functions, with a certificate, rate limits and a cache.
# Without it, `serve` is the one address and passes writes on to `ingest`.

locals {
  edges = var.edge == null ? {} : { edge = var.edge }

  # Reads go to `serve`, writes to `ingest`: the method decides, as in the route tables of shared/edge/http.
  write_methods = ["POST", "PUT", "DELETE"]

  # Reads that send a body, because ListenBrainz clients do.
  read_posts = ["/1/feedback/user/*/get-feedback-for-recordings"]
}

resource "google_compute_global_address" "edge" {
  for_each        = local.edges
  name            = local.name
  deletion_policy = "DELETE"
  depends_on      = [time_sleep.apis_enabled]
}

resource "google_compute_managed_ssl_certificate" "edge" {
  for_each = local.edges
  # At most 63 characters, and another name for another domain.
  name            = "${local.name}-${substr(sha256(each.value.domain), 0, 12)}"
  deletion_policy = "DELETE"
  managed {
    domains = [each.value.domain]
  }
  lifecycle {
    create_before_destroy = true
  }
  depends_on = [time_sleep.apis_enabled]
}

resource "google_compute_ssl_policy" "edge" {
  for_each        = local.edges
  name            = local.name
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"
  deletion_policy = "DELETE"
  depends_on      = [time_sleep.apis_enabled]
}

resource "google_compute_region_network_endpoint_group" "public" {
  for_each              = var.edge == null ? toset([]) : toset([for verb, function in local.functions : verb if function.when.public])
  name                  = "${local.name}-${each.key}"
  region                = var.region
  network_endpoint_type = "SERVERLESS"
  deletion_policy       = "DELETE"
  cloud_run {
    service = module.function[each.key].name
  }
}

resource "google_compute_security_policy" "edge" {
  for_each        = local.edges
  name            = local.name
  description     = "At most ${each.value.requests_per_minute} requests a minute from one address"
  deletion_policy = "DELETE"

  rule {
    action      = "throttle"
    priority    = 1000
    description = "One client cannot take everyone's share"
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
    rate_limit_options {
      conform_action = "allow"
      exceed_action  = "deny(429)"
      enforce_on_key = "IP"
      rate_limit_threshold {
        count        = each.value.requests_per_minute
        interval_sec = 60
      }
    }
  }

  rule {
    action      = "allow"
    priority    = 2147483647
    description = "Everything else"
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
  }
}

resource "google_compute_backend_service" "public" {
  for_each              = google_compute_region_network_endpoint_group.public
  name                  = "${local.name}-${each.key}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"
  security_policy       = google_compute_security_policy.edge["edge"].id
  # Only what the answer itself marks as public is kept; what a token opened is marked private.
  enable_cdn              = each.key == "serve"
  custom_response_headers = ["Strict-Transport-Security: max-age=31536000; includeSubDomains"]
  deletion_policy         = "DELETE"

  backend {
    group = each.value.id
  }

  dynamic "cdn_policy" {
    for_each = each.key == "serve" ? [1] : []
    content {
      cache_mode = "USE_ORIGIN_HEADERS"
      cache_key_policy {
        include_host         = true
        include_protocol     = true
        include_query_string = true
      }
    }
  }

  log_config {
    enable      = true
    sample_rate = 0.01
  }
}

resource "google_compute_url_map" "edge" {
  for_each        = local.edges
  name            = local.name
  default_service = google_compute_backend_service.public["serve"].id
  deletion_policy = "DELETE"

  host_rule {
    hosts        = [each.value.domain]
    path_matcher = "by-method"
  }

  path_matcher {
    name            = "by-method"
    default_service = google_compute_backend_service.public["serve"].id

    route_rules {
      priority = 1
      service  = google_compute_backend_service.public["serve"].id
      dynamic "match_rules" {
        for_each = local.read_posts
        content {
          path_template_match = match_rules.value
        }
      }
    }

    route_rules {
      priority = 2
      service  = google_compute_backend_service.public["ingest"].id
      dynamic "match_rules" {
        for_each = local.write_methods
        content {
          prefix_match = "/"
          header_matches {
            header_name = ":method"
            exact_match = match_rules.value
          }
        }
      }
    }
  }
}

resource "google_compute_target_https_proxy" "edge" {
  for_each         = local.edges
  name             = local.name
  url_map          = google_compute_url_map.edge["edge"].id
  ssl_certificates = [google_compute_managed_ssl_certificate.edge["edge"].id]
  ssl_policy       = google_compute_ssl_policy.edge["edge"].id
  deletion_policy  = "DELETE"
}

resource "google_compute_global_forwarding_rule" "https" {
  for_each              = local.edges
  name                  = "${local.name}-https"
  target                = google_compute_target_https_proxy.edge["edge"].id
  ip_address            = google_compute_global_address.edge["edge"].id
  port_range            = "443"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  deletion_policy       = "DELETE"
}

# Plain HTTP is answered with the way to HTTPS and nothing else.
resource "google_compute_url_map" "redirect" {
  for_each        = local.edges
  name            = "${local.name}-redirect"
  deletion_policy = "DELETE"
  default_url_redirect {
    https_redirect         = true
    redirect_response_code = "PERMANENT_REDIRECT"
    strip_query            = false
  }
  depends_on = [time_sleep.apis_enabled]
}

resource "google_compute_target_http_proxy" "redirect" {
  for_each        = local.edges
  name            = "${local.name}-redirect"
  url_map         = google_compute_url_map.redirect["edge"].id
  deletion_policy = "DELETE"
}

resource "google_compute_global_forwarding_rule" "http" {
  for_each              = local.edges
  name                  = "${local.name}-http"
  target                = google_compute_target_http_proxy.redirect["edge"].id
  ip_address            = google_compute_global_address.edge["edge"].id
  port_range            = "80"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  deletion_policy       = "DELETE"
}
