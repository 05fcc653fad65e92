"""Tables, which keep their rows."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from sync.model.objects import Constraint, Table
from sync.plan.alter.no_statement import NoStatementError
from sync.plan.alter.settings import options_changed, parameters_changed, tablespace
from sync.plan.create import tables
from sync.plan.descent import is_from_parents, kept_parents
from sync.plan.references import place, reference
from sync.plan.sql import Sql, deparsed, name, write
from sync.plan.whole import Place, Whole, pair

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
        *_inherited(old, new, attributes, target),
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


def _inherited(old: Table, new: Table, attributes: AbstractSet[str], target: Whole) -> Iterator[Sql]:
    """From which tables it inherits, in their order: a new parent comes last.

    What a table has from a parent alone is its own when it leaves that, and stays so, unless another gives it already.
    """
    if "inherits" not in attributes:
        return
    kept = kept_parents(old, new)
    given = {one.identity.name for text in kept for one in target.columns.get(pair(text), ())}
    own = {one.identity.name for one in target.columns.get(_place(new), ()) if not one.inherited}
    for text in old.inherits:
        again = target.columns.get(pair(text), ()) if text in new.inherits and text not in kept else ()
        if any(one.identity.name not in given | own for one in again):
            raise NoStatementError
    left = [one for one in old.inherits if one not in kept]
    is_given = any(one.identity.name not in given | own for one in target.columns.get(_place(new), ()))
    if is_given or _has_checks_of_parents(new, target):
        for one in new.inherits[len(kept) :]:  # so that some parent gives it that all the time
            yield from (_leaving(one) for again in left if again == one)
            yield write("INHERIT {}", deparsed(one))
        yield from (_leaving(one) for one in left if one not in new.inherits)
    else:
        yield from map(_leaving, left)
        yield from _joining(old, new)


def _has_checks_of_parents(table: Table, target: Whole) -> bool:
    checks = filter(is_from_parents, target.of(Constraint))
    return any((one.identity.schema, one.identity.relation) == _place(table) for one in checks)


def _leaving(parent: str) -> Sql:
    return write("NO INHERIT {}", deparsed(parent))


def _joining(old: Table, new: Table) -> Iterator[Sql]:
    yield from (write("INHERIT {}", deparsed(one)) for one in new.inherits[len(kept_parents(old, new)) :])


def joined(old: Table, new: Table) -> Iterator[Sql]:
    """What makes a table one of its new parents', which may not be there yet, or not as the table is."""
    if new.partition_of is not None:
        yield from tables.attached(new)
    else:
        yield from (write("ALTER {} {}", reference(new.identity), change) for change in _joining(old, new))


def _place(of: Table) -> Place:
    return of.identity.schema, of.identity.name


def _detached(old: Table, new: Table) -> Iterator[Sql]:
    """A partition stands alone, before it becomes one of another table or in another place."""
    if new.detach_pending:
        raise NoStatementError
    if old.partition_of is not None:
        yield detached(old)


def detached(one: Table, *, concurrently: bool = False) -> Sql:
    """A partition leaves its parent; one that has begun to comes to the end of it."""
    how = Sql(" FINALIZE" if one.detach_pending else " CONCURRENTLY" if concurrently else "")
    return write("ALTER TABLE {} DETACH PARTITION {}{}", deparsed(one.partition_of or ""), place(one.identity), how)
