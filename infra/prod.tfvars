# Production: protected, recoverable, watched. The project and the people are yours to name:
#   terraform -chdir=infra apply -var-file=prod.tfvars -var project_id=… -var 'alert_emails=["…"]'

stage = "prod"

deletion_protection    = true
point_in_time_recovery = true
backup_days            = 14
replay_days            = 14
dead_letter_days       = 31
uptime_check           = true

# A young project has 20 vCPU in a region: have this quota raised before the first apply (README, "First deploy").
cpu_quota = 200

# One instance of `serve` stays warm, so that nobody waits for a cold start.
instances = {
  ingest   = { max = 100 }
  learn    = { max = 100 }
  publish  = { max = 20 }
  assemble = { max = 200 }
  serve    = { min = 1, max = 200 }
}
