"""Tables, which keep their rows."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from sync.model.objects import Table
from sync.plan.alter.no_statement import NoStatementError
from sync.plan.alter.settings import options_changed, parameters_changed, tablespace
from sync.plan.create import tables
from sync.plan.references import place, reference
from sync.plan.sql import Sql, deparsed, name, write
from sync.plan.whole import Whole

_METHODS_SINCE = 15
_METHODS_OF_PARTITIONED_SINCE = 17
_PARTITIONS = frozenset({"partition_of", "partition_bound", "detach_pending"})


def table(old: Table, new: Table, attributes: AbstractSet[str], target: Whole) -> Iterator[Sql]:
    """A table, partitioned table, partition or foreign table."""
    moves = bool(attributes & _PARTITIONS)
    if moves:
        yield from _detached(old, new)
    changes = [
        *_left(old, new, attributes),
        *_stored(old, new, attributes, target.catalog.major),
        *_marked(new, attributes),
        *_inherited(old, new, attributes),
    ]
    yield from (write("ALTER {} {}", reference(new.identity), change) for change in changes if change)
    if moves:
        yield from tables.attached(new)


def _left(old: Table, new: Table, attributes: AbstractSet[str]) -> Iterator[Sql]:
    """What it was before it may become something else."""
    if "of_type" in attributes:
        yield write("OF {}", deparsed(new.of_type)) if new.of_type else Sql("NOT OF")
    if "foreign_options" in attributes:
        yield options_changed(old.foreign_options, new.foreign_options)


def _stored(old: Table, new: Table, attributes: AbstractSet[str], major: int) -> Iterator[Sql]:
    """How and where its rows are stored."""
    if "persistence" in attributes:
        if new.partition_key is not None:
            raise NoStatementError
        yield Sql("SET UNLOGGED" if new.persistence == "unlogged" else "SET LOGGED")
    if "access_method" in attributes:
        if major < (_METHODS_SINCE if new.partition_key is None else _METHODS_OF_PARTITIONED_SINCE):
            raise NoStatementError
        usual = Sql("heap" if new.partition_key is None else "DEFAULT")
        yield write("SET ACCESS METHOD {}", name(new.access_method) if new.access_method else usual)
    if "tablespace" in attributes:
        yield tablespace(new.tablespace)
    if "options" in attributes:
        yield from parameters_changed(old.options, new.options)


def _marked(new: Table, attributes: AbstractSet[str]) -> Iterator[Sql]:
    """Who sees its rows, what tells them apart, what keeps them in order."""
    if "row_security" in attributes:
        yield Sql("ENABLE ROW LEVEL SECURITY" if new.row_security else "DISABLE ROW LEVEL SECURITY")
    if "force_row_security" in attributes:
        yield Sql("FORCE ROW LEVEL SECURITY" if new.force_row_security else "NO FORCE ROW LEVEL SECURITY")
    if "replica_identity" in attributes:
        kind, _, index = new.replica_identity.partition(" ")
        if index == "(none)":
            raise NoStatementError
        how = write("USING INDEX {}", deparsed(index)) if index else Sql(kind.upper())
        yield write("REPLICA IDENTITY {}", how)
    if "clustered_on" in attributes:
        yield write("CLUSTER ON {}", deparsed(new.clustered_on)) if new.clustered_on else Sql("SET WITHOUT CLUSTER")


def _inherited(old: Table, new: Table, attributes: AbstractSet[str]) -> Iterator[Sql]:
    """From which tables it inherits, in their order: a new parent comes last."""
    if "inherits" not in attributes:
        return
    kept: list[str] = []
    for parent in old.inherits:
        if new.inherits[len(kept) : len(kept) + 1] == (parent,):
            kept.append(parent)
    yield from (write("NO INHERIT {}", deparsed(one)) for one in old.inherits if one not in kept)
    yield from (write("INHERIT {}", deparsed(one)) for one in new.inherits[len(kept) :])


def _detached(old: Table, new: Table) -> Iterator[Sql]:
    """A partition stands alone, before it becomes one of another table or in another place."""
    if new.detach_pending:
        raise NoStatementError
    if old.partition_of is not None:
        how = Sql(" FINALIZE" if old.detach_pending else "")
        yield write("ALTER TABLE {} DETACH PARTITION {}{}", deparsed(old.partition_of), place(new.identity), how)
