"""What is known of a backup: its name, and the manifest that is written beside it when all else is done.

In a store a backup is `<id>.dump`, what `pg_dump -Fc` wrote, and `<id>.json`, its manifest. Without a manifest it is
none: it is still being made, or whoever made it did not come to the end.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from sync.errors import SchemabotError

DATA = ".dump"
MANIFEST = ".json"
PARTIAL = ".partial"

_FORM = "%Y%m%dT%H%M%S"
_ID = re.compile(r"(?P<environment>[a-z][a-z0-9_-]{0,39})-(?P<time>\d{8}T\d{6})-[0-9a-f]{4}")
_FILE = re.compile(rf"(?P<id>{_ID.pattern})(?P<kind>\.dump|\.dump\.partial|\.json|\.json\.partial)\Z")

_Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class State(StrEnum):
    """How a backup stands."""

    GOOD = "good"
    PARTIAL = "partial"
    DAMAGED = "damaged"


class Rehearsed(StrEnum):
    """What a rehearsal restored and found to be the same."""

    NO = "no"
    SCHEMA = "schema"
    ROWS = "rows"


class BackupRecord(BaseModel):
    """A backup that was made to the end and verified; its manifest, as JSON.

    Attributes:
        version: Of this form.
        id: `<environment>-<UTC time>-<4 hexadecimal digits>`.
        environment: Whose.
        database: The label of the database, without secrets.
        time: When it was begun, and which moment it shows.
        size_bytes: Of the dump.
        sha256: Of the dump.
        duration_s: Seconds that making and verifying it took.
        server_version: Of the database's server, as `18.6`.
        pg_dump_version: Of the program that made it.
        fingerprint: Of the schema: the digest over all that `schemabot snapshot --fingerprint` gives.
        fingerprint_version: What went into it.
        roles: The roles that it names; a server that it is restored on must have them.
        rehearsed: What was tried in a scratch database.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Annotated[int, Field(ge=1, le=1)] = 1
    id: str
    environment: str
    database: str
    time: datetime
    size_bytes: Annotated[int, Field(ge=0)]
    sha256: _Digest
    duration_s: float
    server_version: str
    pg_dump_version: str
    fingerprint: str
    fingerprint_version: str
    roles: tuple[str, ...]
    rehearsed: Rehearsed = Rehearsed.NO

    @property
    def data(self) -> str:
        """The name of its dump in the store."""
        return self.id + DATA

    def manifest(self) -> bytes:
        """The text of its manifest."""
        return self.model_dump_json(indent=2).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Listed:
    """A backup of a store.

    Attributes:
        id: Its name.
        environment: Whose.
        time: When it was begun.
        state: How it stands.
        problem: Why it is not good, in one line; empty when it is.
        record: What its manifest says, if that can be read.
    """

    id: str
    environment: str
    time: datetime
    state: State
    problem: str = ""
    record: BackupRecord | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a backup, as its name tells: which backup's, and which file it is."""

    id: str
    environment: str
    time: datetime
    kind: str


def new_id(environment: str, time: datetime) -> str:
    """A name for a backup like no other."""
    return f"{environment}-{time.astimezone(UTC):{_FORM}}-{secrets.token_hex(2)}"


def environment_of(backup: str) -> str | None:
    """The environment that a backup is of; None when that is no name of a backup."""
    found = _ID.fullmatch(backup)
    return found["environment"] if found else None


def part(name: str) -> Part | None:
    """Which file of a backup a name means; None for what somebody else keeps there."""
    found = _FILE.match(name)
    if found is None:
        return None
    try:
        time = datetime.strptime(found["time"], _FORM).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Part(found["id"], found["environment"], time, found["kind"])


def read_manifest(backup: str, text: bytes) -> BackupRecord:
    """The record that a manifest holds.

    Raises:
        ManifestError: It is cut off, was changed, or is another backup's.
    """
    try:
        found = BackupRecord.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(one) for one in first["loc"])
        raise ManifestError(f"its manifest cannot be read ({where or 'JSON'}: {first['msg']})") from None
    if found.id != backup or found.environment != environment_of(backup):
        raise ManifestError(f"its manifest is that of {found.id}")
    return found


class ManifestError(SchemabotError):
    """A manifest does not say what it should; never leaves this package."""


def version_text(server_version: int) -> str:
    """`18.6` for 180006."""
    return f"{server_version // 10_000}.{server_version % 10_000}"
