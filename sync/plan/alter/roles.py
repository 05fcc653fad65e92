"""Roles."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace

from sync.model.objects import Role
from sync.plan.alter.settings import taken_apart
from sync.plan.create import others
from sync.plan.create.routines import setting
from sync.plan.references import reference
from sync.plan.sql import Sql, deparsed, joined, literal, name, write
from sync.plan.whole import Whole


def role(old: Role, new: Role, attributes: AbstractSet[str], target: Whole) -> Iterator[Sql]:
    """A role without its password."""
    words = [
        Sql(word if getattr(new, flag) else f"NO{word}")
        for flag, word in others.ROLE_FLAGS.items()
        if flag in attributes
    ]
    if "connection_limit" in attributes:
        limit = -1 if new.connection_limit is None else new.connection_limit
        words.append(write("CONNECTION LIMIT {}", Sql(str(limit))))
    if "valid_until" in attributes:
        words.append(write("VALID UNTIL {}", literal(new.valid_until or "infinity")))
    if words:
        yield write("ALTER {} {}", reference(new.identity), joined(" ", words))
    whom = Sql("ALL") if new.identity.name == "public" else name(new.identity.name)
    yield from (write("ALTER ROLE {} {}", whom, change) for change in _settings(old.settings, new.settings))
    here = _settings(old.database_settings, new.database_settings)
    yield from (others.in_this_database(whom, change) for change in here)
    yield from _memberships(old, new, target)


def _settings(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Sql]:
    before, after = taken_apart(old), taken_apart(new)
    for key in before:
        if key not in after:
            yield write("RESET {}", joined(".", map(name, key.split("."))))
    for key, value in after.items():
        if before.get(key) != value:
            yield write("SET {}", setting(f"{key}={value}"))


def _memberships(old: Role, new: Role, target: Whole) -> Iterator[Sql]:
    """What a role is a member of; how it is one is said anew."""
    for text in old.member_of:
        if text not in new.member_of:
            of = others.membership(text)["role"]
            yield write("REVOKE {} FROM {}", deparsed(of), name(new.identity.name))
    granted = tuple(text for text in new.member_of if text not in old.member_of)
    yield from others.memberships(replace(new, member_of=granted), target)
