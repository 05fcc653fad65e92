"""Checks of the files against what a database has: what a deployment would refuse, and what looks like a mistake."""

from collections.abc import Iterable, Iterator

from sync.migrations.checks.finding import Finding, Severity
from sync.migrations.migration import called
from sync.migrations.standing import Standing, State


def of_history(found: Iterable[Standing], database: str) -> Iterator[tuple[Standing, Finding]]:
    """What is found, each with what it is about.

    Args:
        found: Where the database stands.
        database: Its name for people.
    """
    for one in found:
        named = one.called
        if one.state is State.UNKNOWN:
            yield one, _missing(one, named, database)
        if one.is_another and one.applied:
            applied = called(one.version, one.applied.name)
            text = f"has the version under which {database} has {applied}"
            yield one, Finding(Severity.ERROR, "edited", text, "give it a later version, and bring that file back")
        elif one.state is State.EDITED:
            yield (
                one,
                Finding(
                    Severity.ERROR,
                    "edited",
                    f"was edited after {database} had it",
                    "put it back as it was, and write what is new into a new migration",
                ),
            )
        if one.out_of_order:
            yield (
                one,
                Finding(
                    Severity.ERROR,
                    "out-of-order",
                    f"is pending, and {database} has a later one",
                    "give it a later version",
                ),
            )
        if one.state is State.PENDING and one.same_as is not None:
            yield (
                one,
                Finding(
                    Severity.WARNING,
                    "same-statements",
                    f"is pending, and {database} has the same statements as {one.same_as}",
                    "give it that version back if it was renamed, or take it out",
                ),
            )


def _missing(one: Standing, named: str, database: str) -> Finding:
    renamed = f", unless it is now {one.same_as}: then give that its version back" if one.same_as else ""
    return Finding(
        Severity.ERROR,
        "missing",
        f"{database} has {named}, of which there is no file",
        f"bring its file back{renamed}",
    )
