"""Migrations as files, and deployments of them, as tests want them."""

from datetime import timedelta
from pathlib import Path

from sync.deploy import Deployment, Settings, deploy
from sync.migrations.files import SqlFile
from sync.migrations.migration import Migration
from sync.postgres.database import Database
from tests.support.servers import rows

QUICK = Settings(lock_timeout=timedelta(seconds=1), retries=1, wait=timedelta(seconds=20), run_by="anna@test")


def migrations(folder: Path, *texts: str) -> tuple[Migration, ...]:
    """Migrations 20260101000001 and so on, written into a folder."""
    folder.mkdir(exist_ok=True)
    made = []
    for number, text in enumerate(texts, 1):
        version = f"{20260101000000 + number}"
        path = folder / f"{version}_m{number}.sql"
        path.write_text(text, encoding="utf-8")
        made.append(Migration(SqlFile(path), version, f"m{number}"))
    return tuple(made)


def deployed(database: Database, files: tuple[Migration, ...], settings: Settings = QUICK) -> Deployment:
    """Deploy."""
    return deploy(database, files, settings, label="staging")


def history_of(database: Database) -> list[str]:
    """The versions that the database has, without what is the same in all."""
    found = rows(database, "SELECT version FROM supabase_migrations.schema_migrations ORDER BY version")
    return [str(version) for (version,) in found]


def runs_of(database: Database) -> list[tuple[object, ...]]:
    """What was done about each migration: version, state, steps done, all steps."""
    return list(
        rows(
            database,
            "SELECT version, action, state, steps_done, cardinality(steps) FROM schemabot.migration_runs ORDER BY id",
        )
    )
