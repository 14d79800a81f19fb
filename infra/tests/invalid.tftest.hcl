# Every variable refuses what cannot work, before anything is made.

variables {
  project_id = "segue-test"
}

run "a_project_id_with_capitals" {
  command = plan
  variables {
    project_id = "Segue"
  }
  expect_failures = [var.project_id]
}

run "a_zone_instead_of_a_region" {
  command = plan
  variables {
    region = "europe-west1-b"
  }
  expect_failures = [var.region]
}

run "more_parts_than_shards" {
  command = plan
  variables {
    plan_parts = 17
  }
  expect_failures = [var.plan_parts]
}

run "a_stage_with_spaces" {
  command = plan
  variables {
    stage = "my stage"
  }
  expect_failures = [var.stage]
}

run "a_label_with_capitals" {
  command = plan
  variables {
    labels = { Team = "music" }
  }
  expect_failures = [var.labels]
}

run "a_code_version_with_a_slash" {
  command = plan
  variables {
    code_version = "feature/x"
  }
  expect_failures = [var.code_version]
}

run "a_token_version_that_is_not_one" {
  command = plan
  variables {
    operator_token_version = 1.5
  }
  expect_failures = [var.operator_token_version]
}

run "experiments_that_are_not_json" {
  command = plan
  variables {
    experiments = "experiments.json"
  }
  expect_failures = [var.experiments]
}

run "slots_that_nobody_sells" {
  command = plan
  variables {
    slots = 75
  }
  expect_failures = [var.slots]
}

run "a_quota_too_small_to_train" {
  command = plan
  variables {
    cpu_quota = 2
  }
  expect_failures = [var.cpu_quota]
}

run "half_a_webhook_version" {
  command = plan
  variables {
    webhook_secret_version = 1.5
  }
  expect_failures = [var.webhook_secret_version]
}

run "instances_of_a_verb_that_does_not_exist" {
  command = plan
  variables {
    instances = { dream = { max = 1 } }
  }
  expect_failures = [var.instances]
}

run "fewer_instances_at_most_than_at_least" {
  command = plan
  variables {
    instances = { serve = { min = 5, max = 2 } }
  }
  expect_failures = [var.instances]
}

run "a_time_zone_that_is_an_offset" {
  command = plan
  variables {
    time_zone = "+01:00"
  }
  expect_failures = [var.time_zone]
}

run "backups_kept_too_long" {
  command = plan
  variables {
    backup_days = 99
  }
  expect_failures = [var.backup_days]
}

run "weekly_backups_kept_too_long" {
  command = plan
  variables {
    backup_weeks = 15
  }
  expect_failures = [var.backup_weeks]
}

run "half_a_day_of_replay" {
  command = plan
  variables {
    replay_days = 0.5
  }
  expect_failures = [var.replay_days]
}

run "dead_letters_kept_too_long" {
  command = plan
  variables {
    dead_letter_days = 32
  }
  expect_failures = [var.dead_letter_days]
}

run "landed_messages_that_vanish_before_a_replay_ends" {
  command = plan
  variables {
    landed_days = 30
  }
  expect_failures = [var.landed_days]
}

run "half_a_key_name" {
  command = plan
  variables {
    kms_key_name = "cryptoKeys/data"
  }
  expect_failures = [var.kms_key_name]
}

run "an_edge_without_a_domain" {
  command = plan
  variables {
    edge = { domain = "localhost" }
  }
  expect_failures = [var.edge]
}

run "an_edge_that_lets_hardly_anyone_in" {
  command = plan
  variables {
    edge = { domain = "segue.example.org", requests_per_minute = 1 }
  }
  expect_failures = [var.edge]
}

run "an_address_that_is_none" {
  command = plan
  variables {
    alert_emails = ["operators"]
  }
  expect_failures = [var.alert_emails]
}

run "a_billing_account_that_is_none" {
  command = plan
  variables {
    budget = { billing_account = "mine", monthly_amount = 10 }
  }
  expect_failures = [var.budget]
}

run "a_budget_of_nothing" {
  command = plan
  variables {
    budget = { billing_account = "0123AB-4567CD-89EF01", monthly_amount = 0 }
  }
  expect_failures = [var.budget]
}
