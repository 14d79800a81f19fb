# Development: cheap, and gone with one `terraform destroy`. The project is yours to name:
#   terraform -chdir=infra apply -var-file=dev.tfvars -var project_id=…

stage = "dev"

deletion_protection    = false
point_in_time_recovery = false
backup_days            = 0
replay_days            = 1
dead_letter_days       = 7
landed_days            = 35

instances = {
  ingest   = { max = 3 }
  learn    = { max = 3 }
  publish  = { max = 3 }
  assemble = { max = 3 }
  serve    = { max = 3 }
}
