"""Targets of deployments as tests want them: staging, and production behind it, with files that grow."""

from dataclasses import dataclass
from pathlib import Path

from sync.configuration import Configuration
from sync.deploy import Accept
from sync.deploy.pipeline import Target, target
from sync.migrations.folder import folder_at
from sync.postgres.database import Database

ORDERS = "-- Why: to sell.\nCREATE TABLE orders (id integer PRIMARY KEY);\nINSERT INTO orders VALUES (1), (2);\n"
NOTE = "-- Why: people ask.\nALTER TABLE orders ADD note text;\n"
COMMIT = "a" * 40

_FILE = """
[project]
name = "acme"
[migrations]
path = "migrations"
[environments.staging]
database = "{staging}"
profile = "{profile}"
deploy = {{ lock_timeout = "1s", retries = 1, wait = "1s" }}
{more}
[environments.production]
database = "{production}"
profile = "{profile}"
deploy = {{ lock_timeout = "1s", retries = 1, wait = "1s" }}
backup = {{ to = "{backups}" }}
{after}
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """A configuration in a folder, with two databases.

    Attributes:
        folder: Where all of it is.
        staging: A database.
        production: Another one, which comes after it unless it is told to stand for itself.
    """

    folder: Path
    staging: Database
    production: Database

    def write(self, *texts: str) -> None:
        """Have the files be these, of the versions 20260101000001 and so on."""
        files = self.folder / "migrations"
        files.mkdir(parents=True, exist_ok=True)
        for old in files.iterdir():
            old.unlink()
        for number, text in enumerate(texts, 1):
            (files / f"{20260101000000 + number}_m{number}.sql").write_text(text, encoding="utf-8")

    def target(
        self,
        name: str = "production",
        *,
        commit: str = COMMIT,
        deployment: str | None = None,
        accepted: frozenset[Accept] = frozenset(),
        profile: str = "postgres",
        is_alone: bool = False,
        staging: str = "",
    ) -> Target:
        """Where a deployment goes to, as things are; with more of the configuration of staging."""
        text = _FILE.format(
            staging=self.staging.url,
            production=self.production.url,
            backups=(self.folder / "backups").as_uri(),
            profile=profile,
            more=staging,
            after="" if is_alone else 'after = "staging"',
        )
        path = self.folder / "schemabot.toml"
        path.write_text(text, encoding="utf-8")
        return target(
            Configuration.load(path),
            name,
            folder_at(self.folder / "migrations"),
            commit=commit,
            run_by="anna@test",
            deployment=deployment,
            accepted=accepted,
        )
