# The one table of functions: when each verb runs, what it needs, and which roles it has for which reason.
#
#   when       public HTTP, a topic, or a schedule (cron): exactly one
#   documents  "read" or "write" on the database; Firestore has no narrower grant
#   publishes  topics it publishes to
#   tables     "read" or "write" by table; "*" is the whole dataset
#   secrets    environment variables from Secret Manager
#
# Every grant names its reason. test/infra holds this table against code, and README.md shows it.

locals {
  # The two that talk to media servers exist where there is one.
  functions = { for verb, function in local.verbs : verb => function if var.media_servers || !contains(["collect", "deliver"], verb) }

  verbs = {
    ingest = {
      purpose     = "Takes listens, feedback and catalogue in"
      when        = { public = true, topic = null, schedule = null }
      memory      = "512Mi"
      cpu         = "1"
      concurrency = 40
      timeout     = 60
      instances   = { min = 0, max = 20 }
      environment = { SEGUE_PROXIES = local.proxies }
      documents   = { access = "write", why = "reads tokens and tombstones; writes users, tokens, items, what plays now, refused listens and receipts" }
      publishes = {
        listens  = "publishes accepted listens, retractions and catalogue entries"
        erasures = "publishes the erasures users ask for"
        models   = "publishes the shards of a held model that an operator accepts"
        editions = "asks for lists in players to follow what a user blocks, hates or loves"
      }
      tables  = { listens = { access = "read", why = "finds a listen that is taken back by what a client knows of it" } }
      secrets = { SEGUE_OPERATOR_TOKEN_HASH = "compares the operator token" }
    }

    learn = {
      purpose     = "Folds listens into profiles and the catalogue"
      when        = { public = false, topic = "listens", schedule = null }
      memory      = "512Mi"
      cpu         = "1"
      concurrency = 16
      timeout     = 300
      instances   = { min = 0, max = 20 }
      # One line a batch: the objective of freshness is measured by it.
      environment = { SEGUE_LOG = "DEBUG" }
      documents   = { access = "write", why = "updates profiles and items" }
      publishes   = { listens = "asks for the rebuild of a profile behind the messages that profile waits for" }
      tables = {
        listen_messages = { access = "read", why = "reads what landed since the last run before a rebuild" }
        arrived_listens = { access = "write", why = "replaces the listens that arrived since the last run" }
        retractions     = { access = "write", why = "adds what was taken back" }
        echoes          = { access = "write", why = "adds which listens are of a play that counts already" }
        exposures       = { access = "write", why = "adds who was shown what of an experiment" }
        listens         = { access = "write", why = "adds and removes listens, and reads one user's for a rebuild" }
        item_words      = { access = "write", why = "brings the catalogue up to date before a rebuild" }
        items           = { access = "write", why = "brings the catalogue up to date before a rebuild" }
        item_tags       = { access = "write", why = "brings the catalogue up to date before a rebuild" }
      }
      secrets = {}
    }

    train = {
      purpose = "Trains the model in the warehouse and judges it"
      when    = { public = false, topic = null, schedule = "0 3 * * *" }
      # The spectral stage runs in the function itself, a thread a core, over interactions held in memory.
      memory      = "8Gi"
      cpu         = "4"
      concurrency = 1
      timeout     = 1800
      instances   = { min = 0, max = 1 }
      environment = { SEGUE_PROPOSED_LISTENERS_MIN = tostring(var.proposed_listeners_min) }
      documents   = { access = "write", why = "records the manifest of the model" }
      publishes   = { models = "publishes one message per shard of a model that passed its gates" }
      tables      = { "*" = { access = "write", why = "flattens listens and replaces every table of the model" } }
      secrets     = {}
    }

    publish = {
      purpose     = "Writes one shard of a model to documents and moves the pointer last"
      when        = { public = false, topic = "models", schedule = null }
      attempts    = local.limits.publicationAttemptsMax
      memory      = "1Gi"
      cpu         = "1"
      concurrency = 1
      timeout     = 540
      instances   = { min = 0, max = 10 }
      environment = {}
      documents   = { access = "write", why = "writes neighbours, candidates, lists, progress, manifest and pointer" }
      publishes   = { erasures = "asks for the erasure again of a forgotten user who is still in the warehouse" }
      tables = { for table in ["items", "model_candidates", "model_items", "model_lists", "model_loved", "model_neighbours", "model_seeds", "model_user_items", "model_users"] :
        table => { access = "read", why = "reads its shard of the model and what its items are called" }
      }
      secrets = {}
    }

    plan = {
      purpose     = "Hands out the users whose editions are due"
      when        = { public = false, topic = null, schedule = "5 * * * *" }
      memory      = "512Mi"
      cpu         = "1"
      concurrency = 1
      timeout     = 540
      instances   = { min = 0, max = var.plan_parts }
      environment = {}
      documents   = { access = "read", why = "reads due schedules, shard by shard" }
      publishes   = { editions = "publishes batches of due users" }
      tables      = {}
      secrets     = {}
    }

    assemble = {
      purpose     = "Assembles and stores editions"
      when        = { public = false, topic = "editions", schedule = null }
      memory      = "512Mi"
      cpu         = "1"
      concurrency = 4
      timeout     = 300
      instances   = { min = 0, max = 20 }
      environment = { SEGUE_EXPERIMENTS = var.experiments }
      documents   = { access = "write", why = "reads users, profiles, candidates, lists, items and past editions; writes editions and schedules" }
      publishes   = { editions = "tells of a stored edition where a webhook or a player waits for it" }
      tables      = {}
      secrets     = { SEGUE_WEBHOOK_SECRET = "signs what it tells the webhook of a user" }
    }

    serve = {
      purpose     = "Answers everything that is read"
      when        = { public = true, topic = null, schedule = null }
      memory      = "512Mi"
      cpu         = "1"
      concurrency = 80
      timeout     = 60
      instances   = { min = 0, max = 20 }
      environment = { SEGUE_INGEST_URL = local.ingest_url, SEGUE_PROXIES = local.proxies, SEGUE_EXPERIMENTS = var.experiments }
      documents   = { access = "read", why = "reads tokens, users, profiles, editions, neighbours, lists and items" }
      publishes   = { listens = "tells who was shown what of an experiment" }
      tables = {
        exposures = { access = "read", why = "reports what came of an experiment" }
        listens   = { access = "read", why = "reads back listens older than the documents hold, and counts what was played most" }
        items     = { access = "read", why = "names what was played most" }
      }
      secrets = { SEGUE_OPERATOR_TOKEN_HASH = "compares the operator token" }
    }

    forget = {
      purpose     = "Erases a user from every store"
      when        = { public = false, topic = "erasures", schedule = null }
      attempts    = local.limits.erasureAttemptsMax
      memory      = "512Mi"
      cpu         = "1"
      concurrency = 1
      timeout     = 540
      instances   = { min = 0, max = 5 }
      environment = {}
      documents   = { access = "write", why = "deletes the user's documents; writes tombstone and receipt" }
      publishes   = {}
      tables = { for table in ["arrived_listens", "echoes", "exposures", "item_tags", "item_words", "items", "listen_messages", "listens", "model_candidates", "model_loved", "model_seeds", "model_user_items", "model_users", "retractions"] :
        table => { access = "write", why = "deletes the rows of the user" }
      }
      secrets = {}
    }

    watch = {
      purpose     = "Measures how fresh and how good every stage is"
      when        = { public = false, topic = null, schedule = "*/15 * * * *" }
      memory      = "512Mi"
      cpu         = "1"
      concurrency = 1
      timeout     = 120
      instances   = { min = 0, max = 1 }
      environment = {}
      documents   = { access = "write", why = "reads schedules, marks for rebuild and manifests; writes the verdict" }
      publishes   = { listens = "asks again for the rebuild of a profile that waits too long" }
      tables = {
        listens = { access = "read", why = "counts the listens of the last days, late, repeated and unknown ones" }
        items   = { access = "read", why = "counts the listens of items without a title" }
      }
      secrets = {}
    }

    collect = {
      purpose     = "Reads the libraries of media servers"
      when        = { public = false, topic = null, schedule = "*/15 * * * *" }
      memory      = "1Gi"
      cpu         = "1"
      concurrency = 1
      timeout     = 1800
      instances   = { min = 0, max = 1 }
      environment = {}
      documents   = { access = "write", why = "reads users and items; writes items, libraries, what they say of users, and loves that are stars" }
      publishes = {
        listens  = "tells the warehouse what libraries say of items"
        editions = "asks for lists in players to be looked at"
      }
      tables  = {}
      secrets = { SEGUE_LIBRARIES = "logs in to the media servers" }
    }

    deliver = {
      purpose     = "Writes editions into media servers as playlists"
      when        = { public = false, topic = "editions", schedule = null }
      attempts    = local.limits.publicationAttemptsMax
      filter      = "attributes.type != \"due\""
      memory      = "512Mi"
      cpu         = "1"
      concurrency = 1
      timeout     = 300
      instances   = { min = 0, max = 1 }
      environment = {}
      documents   = { access = "write", why = "reads users, editions and libraries; writes what was delivered" }
      publishes   = {}
      tables      = {}
      secrets     = { SEGUE_LIBRARIES = "logs in to the media servers" }
    }
  }

  # What every function is told. The rest of its configuration is code.
  environment = {
    GOOGLE_CLOUD_PROJECT = var.project_id
    SEGUE_REGION         = var.region
    SEGUE_DATABASE       = google_firestore_database.documents.name
    SEGUE_DATASET        = google_bigquery_dataset.warehouse.dataset_id
    SEGUE_CODE_VERSION   = local.code_version
    # The framework would otherwise wrap every write to stdout to add an id that our logs do not need.
    LOG_EXECUTION_ID = "false"
  }

  # Spans go to Cloud Trace, of the requests that Cloud Run chooses to trace. Metrics are made of the log lines (metrics.tf).
  telemetry = var.traces ? { OTEL_EXPORTER_OTLP_ENDPOINT = "https://telemetry.googleapis.com", OTEL_METRICS_EXPORTER = "none" } : {}

  # Cloud Run's address of a service is a rule, so `serve` can know `ingest` without a cycle. With an edge, the edge
  # splits reads from writes and is the one address. The bucket knows the project's number without a lookup that a
  # fresh project, whose Resource Manager API is off, would refuse.
  project_number = google_storage_bucket.bundles.project_number
  # The load balancer appends its own address to those a request came by: the caller is the one before it.
  proxies    = var.edge == null ? "0" : "1"
  ingest_url = var.edge == null ? "https://${local.name}-ingest-${local.project_number}.${var.region}.run.app" : "https://${var.edge.domain}"
}

module "function" {
  source   = "./modules/function"
  for_each = local.functions

  project     = var.project_id
  region      = var.region
  verb        = each.key
  name        = "${local.name}-${each.key}"
  description = each.value.purpose
  memory      = each.value.memory
  cpu         = each.value.cpu
  concurrency = each.value.concurrency
  timeout     = each.value.timeout
  instances = {
    min = try(coalesce(var.instances[each.key].min), each.value.instances.min)
    max = max(try(coalesce(var.instances[each.key].max), each.value.instances.max), try(coalesce(var.instances[each.key].min), 1))
  }
  cpu_quota    = var.cpu_quota
  hold_traffic = var.hold_traffic
  ingress      = each.value.when.public ? (var.edge == null ? "ALLOW_ALL" : "ALLOW_INTERNAL_AND_GCLB") : "ALLOW_INTERNAL_ONLY"
  kms_key_name = var.kms_key_name

  bundle = {
    bucket = google_storage_bucket.bundles.name
    object = google_storage_bucket_object.bundle[each.key].name
  }
  builder    = "projects/${var.project_id}/serviceAccounts/${google_service_account.builder.email}"
  repository = google_artifact_registry_repository.images.id

  environment = merge(local.environment, local.telemetry, each.value.environment)
  secrets     = { for variable, why in each.value.secrets : variable => merge(local.secrets[variable], { why = why }) }

  database  = each.value.documents == null ? null : merge(each.value.documents, { name = google_firestore_database.documents.name })
  publishes = { for topic, why in each.value.publishes : topic => { name = google_pubsub_topic.topic[topic].name, why = why } }
  dataset   = google_bigquery_dataset.warehouse.dataset_id
  tables = { for table, grant in each.value.tables : table => {
    table  = table == "*" ? null : google_bigquery_table.table[table].table_id
    access = grant.access
    why    = grant.why
  } }

  traces = var.traces
  public = each.value.when.public
  subscription = each.value.when.topic == null ? null : {
    topic             = google_pubsub_topic.topic[each.value.when.topic].name
    caller            = google_service_account.push.email
    agent             = google_project_service_identity.agent["pubsub"].member
    dead_letter_topic = google_pubsub_topic.dead_letter[each.key].name
    attempts_max      = try(each.value.attempts, local.limits.deliveryAttemptsMax)
    filter            = try(each.value.filter, null)
    deletion_policy   = local.deletion_policy
  }
  schedule = each.value.when.schedule == null ? null : {
    cron      = each.value.when.schedule
    parts     = each.key == "plan" ? var.plan_parts : 1
    time_zone = var.time_zone
    caller    = google_service_account.clock.email
  }

  depends_on = [time_sleep.builder_allowed, google_secret_manager_secret_version.nobody]
}
