"""Reads what people type behind `/schema`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.messages.message import clip
from sync.configuration import Configuration
from sync.errors import SchemabotError, SourceError, suggestion
from sync.selection import EVERYTHING, WORDS, Selection, kind_word

_QUOTED_LIMIT = 60
_COMMIT = re.compile(r"[0-9a-f]{7,40}\Z")
_VERSION = re.compile(r"(\d{14}|0)\Z")


class UnknownWordError(SchemabotError):
    """A word that is no command, environment or kind; the message has the nearest and how to get help."""


@dataclass(frozen=True, slots=True)
class DiffRequest:
    """What `/schema diff` is asked for."""

    a: str
    b: str
    selection: Selection


@dataclass(frozen=True, slots=True)
class DeployRequest:
    """What `/schema deploy` is asked for; without a commit the head of the environment's branch."""

    environment: str
    commit: str | None


@dataclass(frozen=True, slots=True)
class RollbackRequest:
    """What `/schema rollback` is asked for; without a version the last migration is taken back."""

    environment: str
    version: str | None


def subcommand(text: str, known: Sequence[str], command: str) -> tuple[str, list[str]]:
    """The subcommand and the words behind it; a bare command asks for help.

    Raises:
        UnknownWordError: No such subcommand.
    """
    words = text.split()
    if not words:
        return "help", []
    if any(map(_may_hold_a_secret, words)):
        raise UnknownWordError(
            "connection strings and addresses cannot be given here",
            f"name environments of schemabot.toml: {command} diff A B",
        )
    name = words[0].lower()
    if name in known:
        return name, words[1:]
    raise UnknownWordError(
        f'"{clip(words[0], _QUOTED_LIMIT)}" is not a command',
        suggestion(name, known, f"{command} ") + f"{command} help lists all of them",
    )


def diff_request(words: Sequence[str], configuration: Configuration, command: str) -> DiffRequest:
    """Read `[A] [B] [kind]`; what is left out is the environment before production, and production.

    Raises:
        UnknownWordError: A word is neither an environment nor a kind, or there are too many.
    """
    environments = list(configuration.environments)
    named = [word for word in words if word in environments]
    kinds = [word for word in words if word not in environments]
    selection = Selection.of(_kind(word, environments, command) for word in kinds) if kinds else EVERYTHING
    if len(named) > 2:  # noqa: PLR2004  # A and B
        raise UnknownWordError(
            f"{len(named)} are too many environments", f"two can be compared: {command} diff {environments[0]} …"
        )
    a, b = _sides(named, configuration, command)
    return DiffRequest(a, b, selection)


def deploy_request(words: Sequence[str], configuration: Configuration, command: str) -> DeployRequest:
    """Read `ENV [commit]`.

    Raises:
        UnknownWordError: A word is missing, or none of these.
    """
    usage = f"{command} deploy ENVIRONMENT [commit]"
    environment, commit = _environment_and(words, configuration, usage)
    if commit is not None and not _COMMIT.match(commit.lower()):
        raise UnknownWordError(
            f'"{clip(commit, _QUOTED_LIMIT)}" is not a commit: 7 to 40 digits from 0 to f', f"say {usage}"
        )
    return DeployRequest(environment, commit.lower() if commit else None)


def rollback_request(words: Sequence[str], configuration: Configuration, command: str) -> RollbackRequest:
    """Read `ENV [VERSION]`.

    Raises:
        UnknownWordError: A word is missing, or none of these.
    """
    usage = f"{command} rollback ENVIRONMENT [VERSION]"
    environment, version = _environment_and(words, configuration, usage)
    if version is not None and not _VERSION.match(version):
        raise UnknownWordError(
            f'"{clip(version, _QUOTED_LIMIT)}" is not a version: the 14 digits of the migration that is to be the last '
            "one, or 0 for none",
            f"say {usage}",
        )
    return RollbackRequest(environment, version)


def deployment_named(name: str, words: Sequence[str], command: str, needs: str = "") -> tuple[str, str]:
    """Read `ID`, or `ID reason…`: the deployment and what stands behind it.

    Args:
        name: The subcommand.
        words: Behind it.
        command: What people type: `/schema`.
        needs: What has to stand behind the id; empty where nothing may.

    Raises:
        UnknownWordError: There is no id, nothing behind it that is needed, or something that is not.
    """
    usage = f"{command} {name} ID{f' {needs}' if needs else ''}"
    if not words:
        raise UnknownWordError("it needs a deployment", f"say {usage}; {command} deployments lists them")
    if needs and len(words) == 1:
        raise UnknownWordError(f"it needs a {needs}", f"say {usage}")
    if not needs and len(words) > 1:
        raise UnknownWordError(f'"{clip(words[1], _QUOTED_LIMIT)}" is one word too many', f"say {usage}")
    return clip(words[0], _QUOTED_LIMIT), " ".join(words[1:])


def environment_named(word: str, configuration: Configuration) -> str:
    """An environment of the configuration.

    Raises:
        UnknownWordError: There is none of that name; the message names those that there are.
    """
    environments = list(configuration.environments)
    if word in environments:
        return word
    raise UnknownWordError(
        f'there is no environment "{clip(word, _QUOTED_LIMIT)}"',
        (_begun(word, environments) or suggestion(word.lower(), environments))
        + f"Environments: {', '.join(environments)}",
    )


def _environment_and(words: Sequence[str], configuration: Configuration, usage: str) -> tuple[str, str | None]:
    if not words:
        there = ", ".join(configuration.environments)
        raise UnknownWordError("it needs an environment", f"say {usage}. Environments: {there}")
    if len(words) > 2:  # noqa: PLR2004  # the environment and what belongs to it
        raise UnknownWordError(f'"{clip(words[2], _QUOTED_LIMIT)}" is one word too many', f"say {usage}")
    return environment_named(words[0], configuration), words[1] if len(words) > 1 else None


def _may_hold_a_secret(word: str) -> bool:
    """A connection string or a part of one, which no message may quote."""
    return "://" in word or "password=" in word.lower() or "@" in word.partition(":")[2]


def _kind(word: str, environments: Sequence[str], command: str) -> str:
    try:
        return kind_word(word)
    except SourceError:
        raise UnknownWordError(
            f'there is no environment "{clip(word, _QUOTED_LIMIT)}", and no kind of that name',
            (_begun(word, environments) or suggestion(word.lower(), [*environments, *WORDS]))
            + f"Environments: {', '.join(environments)}. {command} help lists the kinds",
        ) from None


def _begun(word: str, environments: Sequence[str]) -> str:
    """The environment that a word is the beginning of, as people shorten them: `prod`."""
    meant = [one for one in environments if one.startswith(word.lower())]
    return f"did you mean {meant[0]}? " if len(meant) == 1 else ""


def _sides(named: Sequence[str], configuration: Configuration, command: str) -> tuple[str, str]:
    usual = _usual(configuration)
    names = [*named, *(name for name in (*usual, *configuration.environments) if name not in named)][:2]
    there = ", ".join(configuration.environments)
    if len(names) < 2:  # noqa: PLR2004  # A and B
        raise UnknownWordError(f"there is only one environment, {there}", "add the one to compare it with")
    if names[0] == names[1]:
        raise UnknownWordError(
            f"{names[0]} cannot be compared with itself",
            f"name two environments: {command} diff A B. There are: {there}",
        )
    in_usual_order = len(named) < 2 and set(names) == set(usual)  # noqa: PLR2004
    return usual if in_usual_order else (names[0], names[1])


def _usual(configuration: Configuration) -> tuple[str, str]:
    """The last environment of the chain that `after` makes, behind the one before it; else the first and the last."""
    names = list(configuration.environments)
    for name, environment in reversed(configuration.environments.items()):
        if environment.after is not None:
            return environment.after, name
    return names[0], names[-1]
