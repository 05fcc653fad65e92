"""Brings a database up to date with the migrations: what is pending is applied, once, whatever happens meanwhile."""

from sync.deploy.deploying import Deployment, deploy
from sync.deploy.dry import DryRun, dry_run
from sync.deploy.executing import Doing, Watch
from sync.deploy.repairing import Repair, Repaired, repair
from sync.deploy.rolling_back import Rollback, forgotten, prepare_rollback, roll_back
from sync.deploy.running import Applied
from sync.deploy.settings import Accept, Settings, person

__all__ = [
    "Accept",
    "Applied",
    "Deployment",
    "Doing",
    "DryRun",
    "Repair",
    "Repaired",
    "Rollback",
    "Settings",
    "Watch",
    "deploy",
    "dry_run",
    "forgotten",
    "person",
    "prepare_rollback",
    "repair",
    "roll_back",
]
