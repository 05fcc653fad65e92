"""`[environments.NAME]`: where a database is, which branch goes to it, and the rules for changing it."""

import os
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Self
from urllib.parse import quote

from pydantic import AfterValidator, Field, model_validator

from sync.catalog import Profile
from sync.configuration.values import (
    Address,
    Duration,
    Moment,
    Number,
    Section,
    Text,
    Variable,
    YesNo,
    Zone,
    pattern,
)
from sync.errors import ConfigurationError
from sync.postgres.database import Database

_FROM_VARIABLE = "env:"
_VARIABLE = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*\Z")
_PROJECT = re.compile(r"[a-z]{20}\Z")
_STORE = re.compile(r"(file:///|(s3|gs|az)://[^/\s])\S*\Z")


def _database(value: str) -> str:
    """`env:NAME`, or a URL without a password."""
    if value.startswith(_FROM_VARIABLE):
        if not _VARIABLE.match(value):
            raise ValueError('must look like "env:NAME"')
        return value
    try:
        secrets = Database.parse(value).secrets()
    except ConfigurationError:
        raise ValueError('must be "env:NAME", or a postgresql:// URL without a password') from None
    if secrets:
        raise ValueError('holds a password: put the URL in an environment variable and write "env:NAME"')
    return value


class Approvals(Section):
    """`approvals` of an environment: who must agree before a deployment."""

    required: Number = 1
    approvers: Annotated[tuple[Text, ...], Field(alias="from", min_length=1)]
    own: YesNo = False
    expire: Duration = timedelta(hours=24)


class Backup(Section):
    """`backup` of an environment."""

    to: Annotated[Address, pattern(_STORE, '"file:///data/backups" or "s3://bucket/folder"')]
    keep: Number = 14


class Deploy(Section):
    """`deploy` of an environment: how patient its deployments are."""

    lock_timeout: Duration = timedelta(seconds=5)
    statement_timeout: Duration | None = None
    retries: Number = 5
    wait: Duration = timedelta(minutes=10)


class Freeze(Section):
    """One window of `freeze` of an environment: no deployments from one moment of the week to another."""

    start: Annotated[Moment, Field(alias="from")]
    end: Annotated[Moment, Field(alias="to")]
    zone: Zone = "UTC"
    reason: str = ""

    @model_validator(mode="after")
    def _some_time(self) -> Self:
        if self.start == self.end:
            raise ValueError("ends when it starts: from and to must differ")
        return self


class Environment(Section):
    """`[environments.NAME]`: a database, and the branch that is deployed to it."""

    branch: Text | None = None
    database: Annotated[str, AfterValidator(_database)] | None = None
    supabase: Annotated[str, pattern(_PROJECT, "the 20 letters of the project's address")] | None = None
    password: Variable | None = None
    profile: Profile = Profile.POSTGRES
    after: Text | None = None
    approvals: Approvals | None = None
    backup: Backup | None = None
    deploy: Deploy = Deploy()
    freeze: tuple[Freeze, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _platform(cls, values: Any) -> Any:
        """A Supabase project has Supabase's profile unless the file says otherwise."""
        if isinstance(values, dict) and "supabase" in values and "profile" not in values:
            return {**values, "profile": Profile.SUPABASE}
        return values

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.database is None) == (self.supabase is None):
            raise ValueError('needs either database = "env:NAME" or supabase = "PROJECT" with password = "env:NAME"')
        if self.supabase and not self.password:
            raise ValueError('has supabase, so it needs password = "env:NAME"')
        if self.password and not self.supabase:
            raise ValueError("has password, which belongs to supabase: the URL of database has its own")
        return self

    def databases(self, name: str, environ: Mapping[str, str] = os.environ) -> tuple[Database, ...]:
        """Where its databases are, with their secrets from the environment.

        Raises:
            ConfigurationError: A variable is not set, or what it holds is no URL.
        """
        key = f"environments.{name}"
        if self.supabase:
            password = _secret(f"{key}.password", self.password or "", environ)
            host = f"db.{self.supabase}.supabase.co"
            url = f"postgresql://postgres:{quote(password, safe='')}@{host}:5432/postgres?sslmode=require"
            return (Database.parse(url, f"{key}.supabase"),)
        value = self.database or ""
        if not value.startswith(_FROM_VARIABLE):
            return (Database.parse(value, f"{key}.database"),)
        variable = value.removeprefix(_FROM_VARIABLE)
        return (Database.parse(_secret(f"{key}.database", value, environ), f"{variable} ({key}.database)"),)


def _secret(key: str, value: str, environ: Mapping[str, str]) -> str:
    name = value.removeprefix(_FROM_VARIABLE)
    found = environ.get(name, "").strip()
    if not found:
        state = "is empty" if name in environ else "is not set"
        raise ConfigurationError(f"{key} is read from the variable {name}, which {state}", f"set {name}")
    return found
