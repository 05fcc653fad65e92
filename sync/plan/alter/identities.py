"""Identity columns and those that take their default from a sequence. Which value they have come to is never lost."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sync.model import Identity, Kind
from sync.model.objects import Column, Sequence
from sync.plan.alter import sequences
from sync.plan.alter.no_statement import NoStatementError
from sync.plan.create import sequences as made
from sync.plan.create import tables
from sync.plan.references import place
from sync.plan.sql import NOTHING, Sql, name, write
from sync.plan.whole import Whole, pair

# As the server writes it.
_NEXT_VALUE = re.compile(r"nextval\('((?:[^']|'')+)'::regclass\)")


def begins(old: Column, new: Column) -> bool:
    """Whether a column becomes an identity."""
    return old.identity_column is None and new.identity_column is not None


def ends(old: Column, new: Column) -> bool:
    """Whether a column was an identity."""
    return old.identity_column is not None and new.identity_column is None


def taken_over(old: Column, new: Column) -> frozenset[Identity]:
    """The sequences that this makes or drops: those that have the same name on both sides, one inside and one not."""
    before, after = _sequence(old), _sequence(new)
    changes = begins(old, new) or ends(old, new)
    return frozenset({after}) if changes and before == after and after is not None else frozenset()


def begun(old: Column, new: Column) -> frozenset[Identity]:
    """The sequences that this makes."""
    after = _sequence(new) if begins(old, new) else None
    return frozenset() if after is None else frozenset({after})


def dropped(old: Column, new: Column, target: Whole) -> Iterator[Sql]:
    """What goes before the column changes."""
    if taken_over(old, new):
        yield from sequences.kept(_place(old))
    elif ends(old, new) and (after := _own(new, target)) is not None and after.owned_by is not None:
        yield sequences.continued(place(_place(old)), after)
    if ends(old, new):
        yield tables.altered_with_those_below(new, "DROP IDENTITY")


def changed(old: Column, new: Column, target: Whole) -> Iterator[Sql]:
    """What an identity column has, when its type is right and it has values."""
    if begins(old, new):
        if taken_over(old, new):
            yield write("DROP SEQUENCE {}", place(_place(old)))
        yield tables.altered_with_those_below(new, "ADD GENERATED {} AS IDENTITY{}", _how(new), _options(new))
        if new.identity_sequence is not None:
            yield from made.said_of_identity(new.identity_sequence, new.type)
    elif ends(old, new):
        if taken_over(old, new) and (after := _own(new, target)) is not None:
            yield from made.sequence(after, target)
    elif new.identity_column is not None:
        if old.identity_column != new.identity_column:
            yield tables.altered_with_those_below(new, "SET GENERATED {}", _how(new))
        yield from _renumbered(old, new, target)


def replaced(old: Column, new: Column, target: Whole) -> Iterator[Sql]:
    """The sequence that took the place of another goes on where that was."""
    inside, after = _inside(new), _own(new, target)
    if taken_over(old, new) and (counts := inside or after) is not None:
        yield from sequences.restored(counts)
        if after is not None and after.owned_by is not None:
            yield write("ALTER SEQUENCE {} OWNER TO {}", place(after.identity), name(target.owner(after.identity)))
            yield made.owned_by(after)
    was = _sequence(old)
    if begins(old, new) and was is not None and inside is not None and was != inside.identity:
        yield sequences.continued(place(was), inside)


def _renumbered(old: Column, new: Column, target: Whole) -> Iterator[Sql]:
    """The sequence behind an identity column."""
    if old.identity_sequence is None or new.identity_sequence is None:
        return
    table = target.tables.get((new.identity.schema, new.identity.relation))
    persistence = table.persistence if table else "permanent"
    before = sequences.behind(old.identity_sequence, persistence)
    after = sequences.behind(new.identity_sequence, persistence)
    if before.identity.schema != after.identity.schema:
        raise NoStatementError
    if before.identity != after.identity:
        yield write("ALTER SEQUENCE {} RENAME TO {}", place(before.identity), name(after.identity.name))
    if new.type not in {old.type, after.type}:
        before = replace(before, type=new.type)  # the column has given it its own
    yield from sequences.renumbered(before, after)
    if before.persistence != after.persistence:
        yield sequences.persisting(after)


def _place(of: Column) -> Identity:
    found = _sequence(of)
    assert found is not None, of
    return found


def _sequence(of: Column) -> Identity | None:
    """The sequence that a column takes its values from."""
    if (inside := _inside(of)) is not None:
        return inside.identity
    found = _NEXT_VALUE.fullmatch(of.default or "")
    if found is None:
        return None
    schema, own = pair(found[1].replace("''", "'"))
    return Identity(Kind.SEQUENCE, schema, "", own)


def _inside(of: Column) -> Sequence | None:
    """The sequence of an identity column."""
    return None if of.identity_sequence is None else sequences.behind(of.identity_sequence, "")


def _own(of: Column, target: Whole) -> Sequence | None:
    """The sequence that stands for itself and serves a default."""
    sequence = _sequence(of)
    found = None if sequence is None else target.catalog.objects.get(sequence)
    return found if isinstance(found, Sequence) else None


def _how(new: Column) -> Sql:
    return Sql((new.identity_column or "").upper())


def _options(new: Column) -> Sql:
    if new.identity_sequence is None:
        return NOTHING
    return write(" ({})", made.of_identity(new.identity_sequence))
