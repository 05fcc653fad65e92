"""The whole file: read, checked, and explained where it is wrong."""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, PrivateAttr, ValidationError, model_validator

from sync.configuration.environments import Environment
from sync.configuration.explain import explained
from sync.configuration.values import Address, Section, Text
from sync.errors import ConfigurationError, NoConfigurationError, choices

FILE = "schemabot.toml"
FILE_VARIABLE = "SCHEMABOT_CONFIG"

# It stands for the files that `[migrations]` names, where an environment could be named.
_RESERVED = "migrations"
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}\Z")


class Project(Section):
    """`[project]`."""

    name: Text


class Migrations(Section):
    """`[migrations]`: where the files are."""

    repository: Address = "."
    path: Text = "supabase/migrations"


class Compare(Section):
    """`[compare]`: which objects are compared."""

    include: tuple[Text, ...] = ()
    exclude: tuple[Text, ...] = ()


class Configuration(Section):
    """The whole file."""

    project: Project
    migrations: Migrations = Migrations()
    compare: Compare = Compare()
    environments: Annotated[dict[str, Environment], Field(min_length=1)]

    _file: Path = PrivateAttr(default=Path(FILE))

    @model_validator(mode="after")
    def _names(self) -> Self:
        for name, environment in self.environments.items():
            if not _NAME.match(name):
                raise ValueError(f"environments.{name}: a name has at most 40 lower-case letters, digits, - and _")
            if name == _RESERVED:
                raise ValueError(f"environments.{name}: that word stands for the migration files: call it otherwise")
            if environment.after is not None and environment.after not in self.environments:
                raise ValueError(
                    f'environments.{name}.after names "{environment.after}", which is not an environment:'
                    f" there are {', '.join(self.environments)}"
                )
        for name in self.environments:
            self._check_order(name)
        return self

    def _check_order(self, name: str) -> None:
        passed = [name]
        while (before := self.environments[passed[-1]].after) is not None:
            if before in passed:
                raise ValueError(
                    f"environments.{name}.after leads back to where it started ({' after '.join([*passed, before])}):"
                    " one environment must come first"
                )
            passed.append(before)

    @property
    def file(self) -> Path:
        """Where it was read from."""
        return self._file

    @classmethod
    def load(cls, path: Path | None = None, environ: Mapping[str, str] = os.environ) -> Self:
        """Read the file.

        Args:
            path: The file; by default what `SCHEMABOT_CONFIG` names, else `schemabot.toml` in this folder.
            environ: Where variables are looked up.

        Raises:
            NoConfigurationError: There is no such file.
            ConfigurationError: With the file, the key, what is wrong with it, and what to write instead.
        """
        path = path or Path(environ.get(FILE_VARIABLE) or FILE).expanduser()
        values = _values(path)
        try:
            found = cls.model_validate(values)
        except ValidationError as error:
            raise explained(path, error, cls) from None
        found._file = path  # noqa: SLF001 - our own: what the file is called is not one of its keys
        return found

    def environment(self, name: str) -> Environment:
        """The environment of that name.

        Raises:
            ConfigurationError: There is none; the message names those that exist.
        """
        if name not in self.environments:
            raise ConfigurationError(
                f'there is no environment "{name}"',
                choices(name, self.environments),
            )
        return self.environments[name]


def _values(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NoConfigurationError(
            f"there is no configuration file {path}", f"write one, or name it in {FILE_VARIABLE}"
        ) from None
    except OSError as error:
        raise ConfigurationError(f"the configuration file {path} cannot be read", error.strerror or "") from error
    except UnicodeDecodeError:
        raise ConfigurationError(
            f"the configuration file {path} cannot be read", "it is not UTF-8 text: save it as UTF-8"
        ) from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path} is not valid TOML", str(error)) from None
