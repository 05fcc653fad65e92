"""What no statement can do, and what is told about it."""

from collections.abc import Container, Iterable

from sync.errors import PlanError
from sync.model import Identity, Kind
from sync.model.objects import Column, Constraint, Index
from sync.plan.alter.conversions import using
from sync.plan.following import follows, leaders
from sync.plan.sql import NOTHING, name
from sync.plan.whole import Whole


def refuse_invalid(identities: Iterable[Identity], after: Whole) -> None:
    """An index that could not be built is a failure; the one of a partitioned table waits for its partitions.

    Raises:
        PlanError: There is one.
    """
    for identity in identities:
        one = after.catalog.objects.get(identity)
        if not isinstance(one, Index) or one.valid:
            continue
        table = after.tables.get((identity.schema, identity.relation))
        if table is None or not table.partition_key:
            raise PlanError(
                f"index {identity} is invalid where it is to be taken from, and no statement makes an index so",
                "build it again there with REINDEX, or drop it there",
            )


def refuse_rows_in_use(columns: Iterable[Identity], before: Whole, after: Whole) -> None:
    """The type of a column stays while a column of another table has whole rows of its table.

    Args:
        columns: Those that change their type.
        before: What is there.
        after: What should be there.

    Raises:
        PlanError: There is one.
    """
    for column in columns:
        _refuse_in_use(column, "change its type", before, after)


def refuse_values_in_use(columns: Iterable[Identity], before: Whole, after: Whole) -> None:
    """A column comes without values while a column of another table has whole rows of its table.

    Args:
        columns: Those that come to tables which are there.
        before: What is there.
        after: What should be there.

    Raises:
        PlanError: The rows that are there should have values in it.
    """
    for column in columns:
        one = after.catalog.objects.get(column)
        if isinstance(one, Column) and (one.default is not None or one.identity_column or one.generated):
            _refuse_in_use(column, "come with values", before, after)


def _refuse_in_use(column: Identity, what: str, before: Whole, after: Whole) -> None:
    table = before.maker_of_relation(column)
    for user in sorted(before.holders(table) & after.holders(table)):
        if before.maker_of_relation(user) != table:
            raise PlanError(
                f"column {column} cannot {what}: column {user} has the row type of {table}",
                f"PostgreSQL cannot change rows within rows: drop column {user} before, or give it another type",
            )


def refuse_converted_with_type(old: Column, new: Column, of: Identity, after: Whole) -> None:
    """A column of a typed table changes with the attribute of the type, for which there is no USING.

    Args:
        old: The column.
        new: What it should be.
        of: The type.
        after: What should be there.

    Raises:
        PlanError: It takes an expression to make the new values of the old ones.
    """
    if old.type != new.type and using(name(new.identity.name), old.type, new.type, after) != NOTHING:
        table = after.maker_of_relation(new.identity)
        raise PlanError(
            f"column {new.identity} cannot change its type from {old.type} to {new.type} along with {of.kind} {of}",
            f"PostgreSQL converts no values there: take {table} out of the type with ALTER TABLE … NOT OF, "
            "change both, and put it back with OF",
        )


def refuse_partition_keys(columns: Iterable[Identity], before: Whole) -> None:
    """The type of a column that decides about partitions stays: all rows would have to move.

    Raises:
        PlanError: There is one.
    """
    wanted = frozenset(columns)
    for one in before.catalog.dependencies:  # no other column needs its table
        if one.dependent in wanted and one.needed == before.maker_of_relation(one.dependent):
            raise PlanError(
                f"column {one.dependent} cannot change its type: {one.needed.kind} {one.needed} is partitioned by it",
                "PostgreSQL cannot do that; it takes a new table",
            )


def refuse_columns_of_others(columns: Iterable[Identity], before: Whole, after: Whole) -> None:
    """A column keeps its type while its table goes from the parents that give it to others.

    Args:
        columns: Those that change their type.
        before: What is there.
        after: What should be there.

    Raises:
        PlanError: One changes it then. A partition has whatever its parent has.
    """
    for of in columns:
        old, new = (side.catalog.objects.get(of) for side in (before, after))
        if not isinstance(old, Column) or not isinstance(new, Column) or follows(of, after):
            continue
        table = after.tables.get((of.schema, of.relation))
        if old.inherited and new.inherited and table is not None and table.partition_of is None:
            raise PlanError(
                f"column {of} cannot change its type while its table goes from one parent to another",
                "PostgreSQL would make it the table's own: let the table leave the one, change the type, and let it "
                "inherit from the other",
            )


def refuse_columns_of_several(columns: Iterable[Identity], after: Whole) -> None:
    """A column that a table has from several parents, which have it from no common one, keeps its type.

    Args:
        columns: Those that change their type.
        after: What should be there.

    Raises:
        PlanError: There is one.
    """
    for of in columns:
        highest = [str(one) for one in leaders(of, after) if not follows(one, after)]
        if len(highest) > 1:
            raise PlanError(
                f"column {of} cannot change its type: its table has it from several parents ({', '.join(highest)})",
                "PostgreSQL changes it with none of them alone: let the table leave all but one with NO INHERIT, "
                "change the types, and let it inherit again",
            )


def refuse_unnamed_copy(copy: Identity, before: Whole) -> None:
    """A partition's copy of a foreign key is called like that, unless something else is: then nothing says how.

    Raises:
        PlanError: Something else is.
    """
    one = before.catalog.objects.get(copy)
    if isinstance(one, Constraint) and one.type != "foreign key":
        raise PlanError(
            f"the copy of a foreign key is to go that is not called {copy}, because another constraint is",
            "rename that constraint before",
        )


def refuse_keys_in_parts(gone: Container[Identity], before: Whole, after: Whole) -> None:
    """An index that is no constraint of the whole, and of which a constraint of a partition is a part, cannot go.

    PostgreSQL drops neither without the other, as long as the partition is there.

    Raises:
        PlanError: There is one.
    """
    for one in before.of(Constraint):
        above = before.parent_of_index(one)
        if above is None or above.kind is not Kind.INDEX or above not in gone:
            continue
        place = (one.identity.schema, one.identity.relation)
        table = before.relation(*place)
        stays, new = before.tables.get(place), after.tables.get(place)
        if table not in gone and stays and new and stays.partition_of == new.partition_of:
            raise PlanError(
                f"constraint {one.identity} is a part of index {above}, which has to go",
                "PostgreSQL drops neither without the other: detach the partition, drop both, and attach it again",
            )
