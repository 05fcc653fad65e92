"""`schemabot.toml`: what it may say, and one clear line for everything that is wrong with it.

Secrets never stand in the file: a value `env:NAME` is read from the environment when it is used. This module has the
sections that the engine uses and those that hang on an environment; the bot adds its own.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import quote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from sync.catalog import Profile
from sync.errors import ConfigurationError
from sync.postgres import Database

FILE = "schemabot.toml"
FILE_VARIABLE = "SCHEMABOT_CONFIG"

_DURATION = re.compile(r"(\d+)\s*([smhd])\Z")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_MOMENT = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([01]\d|2[0-3]):[0-5]\d\Z")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d\Z")
_VARIABLE = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*\Z")


def _duration(value: object) -> timedelta:
    match = _DURATION.match(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError('must be a number and a unit, such as "30s", "5m", "24h" or "7d"')
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def pattern(expected: re.Pattern[str], example: str) -> AfterValidator:
    """A check of one text of the file; the example stands in the message."""

    def check(value: str) -> str:
        if not expected.match(value):
            raise ValueError(f"must look like {example}")
        return value

    return AfterValidator(check)


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError('must be a time zone such as "Europe/Madrid" or "UTC"') from None
    return value


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Moment = Annotated[str, pattern(_MOMENT, '"Fri 16:00"')]
Clock = Annotated[str, pattern(_CLOCK, '"02:00"')]
Zone = Annotated[str, AfterValidator(_zone)]
Variable = Annotated[str, pattern(_VARIABLE, '"env:NAME": secrets stand in the environment, never in the file')]


class Section(BaseModel):
    """A table of the file: no keys but the known ones, and nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, hide_input_in_errors=True)


class Project(Section):
    """`[project]`."""

    name: Annotated[str, Field(min_length=1)]


class Migrations(Section):
    """`[migrations]`: where the files are."""

    repository: str = "."
    path: str = "supabase/migrations"


class Approvals(Section):
    """`approvals` of an environment: who must agree before a deployment."""

    required: Annotated[int, Field(ge=1)] = 1
    approvers: Annotated[tuple[str, ...], Field(alias="from", min_length=1)]
    own: bool = False
    expire: Duration = timedelta(hours=24)


class Backup(Section):
    """`backup` of an environment."""

    to: str
    keep: Annotated[int, Field(ge=1)] = 14


class Freeze(Section):
    """One window of `freeze` of an environment: no deployments from one moment of the week to another."""

    start: Annotated[Moment, Field(alias="from")]
    end: Annotated[Moment, Field(alias="to")]
    zone: Zone = "UTC"
    reason: str = ""


class Environment(Section):
    """`[environments.NAME]`: a database, and the branch that is deployed to it."""

    branch: str | None = None
    database: str | None = None
    supabase: Annotated[str, pattern(re.compile(r"[a-z]{20}\Z"), "the 20 letters of the project's address")] | None = (
        None
    )
    password: Variable | None = None
    profile: Profile = Profile.POSTGRES
    after: str | None = None
    approvals: Approvals | None = None
    backup: Backup | None = None
    freeze: tuple[Freeze, ...] = ()

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.database is None) == (self.supabase is None):
            raise ValueError('needs either database = "env:NAME" or supabase = "PROJECT" with password = "env:NAME"')
        if self.supabase and not self.password:
            raise ValueError('has supabase, so it needs password = "env:NAME"')
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
        if not value.startswith("env:"):
            database = Database.parse(value, f"{key}.database")
            if database.secrets():
                raise ConfigurationError(
                    f"{key}.database holds a password",
                    f'put the URL in an environment variable and write database = "env:{name.upper()}_DATABASE_URL"',
                )
            return (database,)
        return (Database.parse(_secret(f"{key}.database", value, environ), f"{value[4:]} ({key}.database)"),)


class Configuration(Section):
    """The whole file."""

    project: Project
    migrations: Migrations = Migrations()
    environments: Annotated[dict[str, Environment], Field(min_length=1)]

    file: Path = Path(FILE)

    @model_validator(mode="after")
    def _names(self) -> Self:
        for name, environment in self.environments.items():
            if not re.match(r"[a-z][a-z0-9_-]*\Z", name):
                raise ValueError(f"environments.{name}: a name has lower-case letters, digits, - and _ only")
            if environment.after is not None and environment.after not in self.environments:
                raise ValueError(
                    f'environments.{name}.after names "{environment.after}", which is not an environment:'
                    f" there are {', '.join(self.environments)}"
                )
        return self

    @classmethod
    def load(cls, path: Path | None = None, environ: Mapping[str, str] = os.environ) -> Self:
        """Read the file.

        Args:
            path: The file; by default what `SCHEMABOT_CONFIG` names, else `schemabot.toml` in this folder.
            environ: Where variables are looked up.

        Raises:
            ConfigurationError: With the file, the key, what is wrong with it, and what to write instead.
        """
        path = path or Path(environ.get(FILE_VARIABLE, FILE))
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise ConfigurationError(
                f"there is no configuration file {path}", f"write one, or name it in {FILE_VARIABLE}"
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            raise ConfigurationError(f"the configuration file {path} cannot be read", reason or "") from error
        try:
            values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigurationError(f"{path} is not valid TOML", str(error)) from None
        if "file" in values:
            raise ConfigurationError(f"{path}: file is not a known key", "take it out")
        try:
            return cls.model_validate({**values, "file": path})
        except ValidationError as error:
            raise _explained(path, error, cls) from None

    def environment(self, name: str) -> Environment:
        """The environment of that name.

        Raises:
            ConfigurationError: There is none; the message names those that exist.
        """
        if name not in self.environments:
            near = get_close_matches(name, self.environments, 1)
            raise ConfigurationError(
                f'there is no environment "{name}"',
                (f"did you mean {near[0]}? " if near else "") + f"There are: {', '.join(self.environments)}",
            )
        return self.environments[name]


def _secret(key: str, value: str, environ: Mapping[str, str]) -> str:
    name = value.removeprefix("env:")
    found = environ.get(name, "")
    if not found:
        raise ConfigurationError(f"{key} is read from the variable {name}, which is not set", f"set {name}")
    return found


def _explained(path: Path, error: ValidationError, model: type[BaseModel]) -> ConfigurationError:
    problems = error.errors(include_url=False, include_input=False)
    first = problems[0]
    key = ".".join(str(part) for part in first["loc"])
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    if first["type"] == "extra_forbidden":
        near = get_close_matches(str(first["loc"][-1]), _keys(model, first["loc"][:-1]), 1)
        return ConfigurationError(
            f"{path}: {key} is not a known key{more}", f"did you mean {near[0]}?" if near else "take it out"
        )
    if first["type"] == "missing":
        return ConfigurationError(f"{path}: {key} is missing{more}", "add it")
    message = first["msg"].removeprefix("Value error, ")
    return ConfigurationError(f"{path}: {key + ' ' if key else ''}{message}{more}")


def _keys(model: type[BaseModel], place: tuple[int | str, ...]) -> list[str]:
    """The keys that a table of the file may have."""
    current: Any = model
    for part in place:
        fields = current.model_fields if isinstance(current, type) and issubclass(current, BaseModel) else {}
        by_key = {field.alias or name: field for name, field in fields.items()}
        current = _section(by_key[str(part)].annotation) if str(part) in by_key else current
    return [field.alias or name for name, field in current.model_fields.items() if name != "file"]


def _section(annotation: Any) -> Any:
    """The section class inside an annotation such as `dict[str, Environment]` or `Approvals | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = [_section(inner) for inner in getattr(annotation, "__args__", ())]
    return next((one for one in found if one is not None), None)
