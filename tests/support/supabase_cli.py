"""The Supabase CLI, as its users have it: fetched with npm, kept beside the other PostgreSQL versions."""

import os
import subprocess
from pathlib import Path
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict

from sync.postgres.database import Database
from tests.support.npm import fetched

RELEASE = "3.1.0"

_TIMEOUT_S = 120


class SupabaseCli:
    """The CLI in the folder of a project, with its migrations in `supabase/migrations`."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self._program = fetched("supabase", RELEASE, "supabase")

    @property
    def migrations(self) -> Path:
        """The folder of the migrations."""
        folder = self._project / "supabase" / "migrations"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def push(self, database: Database) -> None:
        """Apply what is pending."""
        self._run("db", "push", "--yes", f"--remote={_address(database)}")

    def listed(self, database: Database) -> dict[str, tuple[bool, bool]]:
        """By version whether it is here, and whether it is there."""
        rows = (
            line.split("|") for line in self._run("migration", "list", f"--remote={_address(database)}").splitlines()
        )
        cells = ([cell.strip(" `│") for cell in row] for row in rows if len(row) > 2)
        return {here or there: (bool(here), bool(there)) for here, there, *_ in cells if (here or there).isdigit()}

    def _run(self, *arguments: str) -> str:
        ended = subprocess.run(
            [self._program, *arguments, "--workdir", self._project],
            cwd=self._project,
            env={"PATH": os.environ["PATH"], "HOME": str(self._project), "DO_NOT_TRACK": "1", "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_TIMEOUT_S,
            check=False,
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout


def _address(database: Database) -> str:
    """A URL as the CLI takes it: with a name and a password, also where neither counts, as on a Unix socket."""
    parts = conninfo_to_dict(database.url)
    folder = quote(str(parts["host"]), safe="")
    return f"postgresql://{parts['user']}:x@localhost:{parts['port']}/{parts['dbname']}?host={folder}&sslmode=disable"
