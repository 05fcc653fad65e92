"""How to reach the data of other servers."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import LiteralString

from sync.model.objects import ForeignDataWrapper, Server, UserMapping
from sync.plan.alter.settings import options_changed
from sync.plan.references import reference
from sync.plan.sql import NOTHING, Sql, joined, literal, name, without_arguments, write
from sync.plan.whole import Whole


def foreign_data_wrapper(
    old: ForeignDataWrapper, new: ForeignDataWrapper, attributes: AbstractSet[str], _: Whole
) -> Iterator[Sql]:
    """A foreign-data wrapper."""
    changes = [
        _function("HANDLER", new.handler) if "handler" in attributes else NOTHING,
        _function("VALIDATOR", new.validator) if "validator" in attributes else NOTHING,
        options_changed(old.options, new.options),
    ]
    yield write("ALTER {} {}", reference(new.identity), joined(" ", filter(None, changes)))


def _function(word: LiteralString, call: str | None) -> Sql:
    return write("NO {}", Sql(word)) if call is None else write("{} {}", Sql(word), without_arguments(call))


def server(old: Server, new: Server, attributes: AbstractSet[str], _: Whole) -> Iterator[Sql]:
    """A foreign server."""
    version = Sql("NULL") if new.version is None else literal(new.version)
    changes = [
        write("VERSION {}", version) if "version" in attributes else NOTHING,
        options_changed(old.options, new.options),
    ]
    yield write("ALTER {} {}", reference(new.identity), joined(" ", filter(None, changes)))


def user_mapping(old: UserMapping, new: UserMapping, _: AbstractSet[str], __: Whole) -> Iterator[Sql]:
    """What a role is on a foreign server."""
    whom = Sql("PUBLIC") if new.identity.name == "public" else name(new.identity.name)
    change = options_changed(old.options, new.options)
    yield write("ALTER USER MAPPING FOR {} SERVER {} {}", whom, name(new.identity.relation), change)
