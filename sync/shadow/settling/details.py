"""What is under test beside the stubs: defaults, constraints, indexes, rules, triggers, policies, bodies."""

from collections.abc import Callable
from typing import Any

from psycopg import sql

from sync.model import SchemaObject
from sync.model.objects import (
    Column,
    Constraint,
    Domain,
    DomainConstraint,
    Index,
    Policy,
    PublicationTable,
    Routine,
    Rule,
    Statistics,
    Trigger,
)
from sync.shadow.settling.steps import Rank, Steps, Wanted, name_of, own, relation_of, step, write
from sync.shadow.settling.stubs import signature

# How what the server deparses as a whole statement begins.
_WHOLE = {
    Index: ("CREATE INDEX ", "CREATE UNIQUE INDEX "),
    Rule: ("CREATE RULE ",),
    Statistics: ("CREATE STATISTICS ",),
    Trigger: ("CREATE TRIGGER ", "CREATE CONSTRAINT TRIGGER "),
}


def _whole(one: Index | Rule | Statistics | Trigger, _: Wanted) -> Steps:
    if one.definition.startswith(_WHOLE[type(one)]):
        yield step(one, Rank.DETAIL, sql.SQL(one.definition))


def _column(one: Column, wanted: Wanted) -> Steps:
    if wanted.tests(one, "default"):
        made = write("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}", relation_of(one), own(one), one.default or "NULL")
        yield step(one, Rank.DETAIL, made)


def _constraint(one: Constraint, _: Wanted) -> Steps:
    made = write("ALTER TABLE {} ADD CONSTRAINT {} {}", relation_of(one), own(one), one.definition)
    ranks = {"primary key": Rank.KEY, "unique": Rank.KEY, "foreign key": Rank.REFERENCE}
    yield step(one, ranks.get(one.type, Rank.DETAIL), made)


def _domain(one: Domain, wanted: Wanted) -> Steps:
    if wanted.tests(one, "default"):
        yield step(one, Rank.DETAIL, write("ALTER DOMAIN {} SET DEFAULT {}", name_of(one), one.default or "NULL"))


def _domain_constraint(one: DomainConstraint, _: Wanted) -> Steps:
    """Not valid where need be: else the tables whose columns have a type made with the domain would be searched."""
    made = write("ALTER DOMAIN {} ADD CONSTRAINT {} {}", relation_of(one), own(one), one.definition)
    yield step(one, Rank.DETAIL, made, made + sql.SQL(" NOT VALID"))


def _policy(one: Policy, _: Wanted) -> Steps:
    """For everybody: to whom it applies is not its expressions' affair."""
    using = f" USING ({one.using})" if one.using else ""
    check = f" WITH CHECK ({one.with_check})" if one.with_check else ""
    made = write("CREATE POLICY {} ON {} FOR {}{}{}", own(one), relation_of(one), one.command, using, check)
    yield step(one, Rank.DETAIL, made)


def _publication_table(one: PublicationTable, _: Wanted) -> Steps:
    made = write("ALTER PUBLICATION {} ADD TABLE ONLY {} WHERE ({})", own(one), relation_of(one), one.filter or "true")
    yield step(one, Rank.SURROUNDING, write("CREATE PUBLICATION {}", own(one)))
    yield step(one, Rank.DETAIL, made)


def _routine(one: Routine, wanted: Wanted) -> Steps:
    if wanted.tests(one, "statements"):
        made = write("CREATE OR REPLACE {} LANGUAGE sql {}", signature(one), one.statements or "")
        yield step(one, Rank.BODY, made)


_BUILDERS: dict[type[SchemaObject], Callable[[Any, Wanted], Steps]] = {
    Column: _column,
    Constraint: _constraint,
    Domain: _domain,
    DomainConstraint: _domain_constraint,
    Index: _whole,
    Policy: _policy,
    PublicationTable: _publication_table,
    Routine: _routine,
    Rule: _whole,
    Statistics: _whole,
    Trigger: _whole,
}


def details(one: SchemaObject, wanted: Wanted) -> Steps:
    """What of an object that is under test its stub does not have."""
    build = _BUILDERS.get(type(one))
    if build is not None:
        yield from build(one, wanted)
