"""What stands around a schema and decides what of it is compared: the platform's services, and pg_partman.

Both are written in tables of theirs, which may be missing or closed to the reader. So the script that reads everything
first says which there are, and only those are asked, in the same transaction.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sync.model import UNKNOWN_VERSION, Diagnostic, Surroundings
from sync.postgres.driver import sql

_Row = tuple[Any, ...]
_PARTMAN = "part_config"


def questions(found: Iterable[_Row], managed: sql.SQL) -> tuple[sql.Composable, ...]:
    """The statements that ask the tables which are there and readable.

    Args:
        found: The rows of `surroundings.sql`.
        managed: The text of `managed_partitions.sql`.
    """
    return tuple(_question(row, managed) for row in found if _is_asked(row))


def surroundings(found: Sequence[_Row], answers: Iterable[Sequence[_Row]]) -> Surroundings:
    """What was found, with the answers to the questions in their order."""
    services: dict[str, str] = {}
    managed: list[_Row] = []
    told = iter(answers)
    for row in found:
        schema, version, relation, *_ = row
        answer = next(told) if _is_asked(row) else None
        if relation == _PARTMAN:
            managed.extend(answer or ())
        elif relation is None:
            services[schema] = version or ""
        else:
            services[schema] = (answer[0][0] if answer else None) or UNKNOWN_VERSION
    return Surroundings(
        services,
        frozenset(parent for parent, _, _ in managed),
        frozenset((schema, name) for _, schema, name in managed if name is not None),
    )


def unreadable(found: Iterable[_Row], label: str) -> Iterator[Diagnostic]:
    """What is missed where pg_partman's table is closed to the reader."""
    for schema, _, relation, _, readable in found:
        if relation == _PARTMAN and not readable:
            yield Diagnostic(
                "not-readable",
                f"{label}: the partitions that pg_partman makes are compared one by one: this role may not read"
                f" {schema}.{_PARTMAN}",
            )


def _is_asked(row: _Row) -> bool:
    _, _, relation, _, readable = row
    return relation is not None and readable


def _question(row: _Row, managed: sql.SQL) -> sql.Composable:
    schema, _, relation, attribute, _ = row
    table = sql.Identifier(schema, relation)
    if relation == _PARTMAN:
        return managed.format(config=table)
    return sql.SQL("SELECT max({})::text FROM {}").format(sql.Identifier(attribute), table)
