# What this folder is applied with, and where.

terraform {
  required_version = ">= 1.11"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 7.45"
    }
    google-beta = {
      source  = "hashicorp/google-beta"
      version = "~> 7.45"
    }
    archive = {
      source  = "hashicorp/archive"
      version = "~> 2.7"
    }
    time = {
      source  = "hashicorp/time"
      version = "~> 0.13"
    }
  }
}

provider "google" {
  project        = var.project_id
  region         = var.region
  default_labels = local.labels
}

# Only for the budget (budget.tf): its API asks which project a call is charged to. For everything else the question would
# be one that a fresh project refuses, because the API that answers it is just being enabled.
provider "google" {
  alias                 = "billing"
  project               = var.project_id
  region                = var.region
  default_labels        = local.labels
  billing_project       = var.project_id
  user_project_override = true
}

# Only for service agents (agents.tf): the one resource the general provider does not offer.
provider "google-beta" {
  project        = var.project_id
  region         = var.region
  default_labels = local.labels
}

locals {
  # One project per stage, so names need no stage in them: an operator finds the same names everywhere.
  name   = "segue"
  labels = merge({ app = "segue", stage = var.stage }, var.labels)
}
