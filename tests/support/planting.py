"""Planting many drifts at once: each in a schema of its own, so that it is known whose each difference is."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import psycopg

from sync.postgres.database import Database
from sync.postgres.session import connect
from tests.support.attribute_cases.case import AttributeCase
from tests.support.catalogs import Shown

# What is in no schema, or is changed wherever it has that name, cannot be planted beside another one of its kind.
_NOT_ALONE = re.compile(
    r"CREATE (EXTENSION|FOREIGN|SERVER|PUBLICATION|SUBSCRIPTION|EVENT TRIGGER|(TRUSTED )?LANGUAGE|CAST"
    r"|TRANSFORM|ACCESS METHOD|SCHEMA|CONVERSION)|(?<!ON )EXTENSION citext"
    r"|WHERE \w+name =|DEFAULT PRIVILEGES|pg_extension SET|\bpublic\."
)
CITEXT = "CREATE EXTENSION citext;"
# Written into the catalogs by hand, because no statement says it.
FORCED = re.compile(r"\b(?:UPDATE|INSERT INTO|DELETE FROM) pg_|allow_system_table_mods")
# What a catalog does not tell: which column the constraint of a NOT NULL is on that only a comment names.
_UNSAID = re.compile(r"COMMENT ON CONSTRAINT n ON ")


@dataclass(frozen=True, slots=True)
class Plant:
    """A drift that is planted, and what must be found of it.

    Attributes:
        both: SQL that is run on both sides.
        first: SQL that is run on the first side.
        second: SQL that is run on the second side.
        expected: What differs.
    """

    both: str
    first: str
    second: str
    expected: frozenset[Shown]


def is_plantable(case: AttributeCase) -> bool:
    """Whether a case can stand beside others in one database, which has the extension `citext`."""
    texts = case.setup.replace(CITEXT, "") + case.change
    return "public." in case.identity and not _NOT_ALONE.search(texts)


def is_said(case: AttributeCase) -> bool:
    """Whether statements can make a case from what a catalog tells."""
    return not (FORCED.search(case.setup + case.change) or _UNSAID.search(case.setup + case.change))


def planted(case: AttributeCase, schema: str) -> Plant:
    """A case in a schema of its own."""
    here = f"RESET ALL; SET search_path = {schema}, public;"
    identity = re.sub(r"\bpublic\.", f"{schema}.", case.identity)
    attributes = tuple(sorted({case.attribute, *case.along}))
    return Plant(
        f"CREATE SCHEMA {schema}; {here} {case.setup.replace(CITEXT, '')}",
        "",
        f"{here} {case.change}",
        frozenset({("changed", case.kind.value, identity, attributes)}),
    )


def changes(cases: Sequence[AttributeCase], major: int) -> Iterator[Plant]:
    """Every case that a major version has and that can be planted."""
    for number, case in enumerate(cases, 1):
        if case.since <= major <= case.until and is_plantable(case):
            yield planted(case, f"changed_{number}")


def run(database: Database, texts: Iterable[str]) -> list[str]:
    """Run texts of SQL one by one, and say for each what the server had against it; nothing if it had not."""
    failures = []
    with connect(database, autocommit=True) as connection:
        for text in texts:
            try:
                if text:
                    connection.execute(text)
                failures.append("")
            except psycopg.Error as error:
                failures.append(str(error))
    return failures
