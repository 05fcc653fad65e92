"""Schemas, views, and what hangs on tables: constraints, indexes, triggers, policies, rules, statistics."""

import re
from collections.abc import Iterable, Iterator

from sync.model import Identity, Kind
from sync.model.objects import (
    Constraint,
    EventTrigger,
    Index,
    Policy,
    Rule,
    Schema,
    Statistics,
    Trigger,
    View,
)
from sync.plan.references import place, reference, relation
from sync.plan.sql import (
    NOTHING,
    Sql,
    body,
    deparsed,
    joined,
    literal,
    name,
    optional,
    parameters,
    qualified,
    without_arguments,
    write,
)
from sync.plan.whole import Whole, pair

FIRING = {"disabled": "DISABLE", "replica": "ENABLE REPLICA", "always": "ENABLE ALWAYS"}
STORAGE = {"p": "PLAIN", "e": "EXTERNAL", "m": "MAIN", "x": "EXTENDED"}
# As `views.sql` writes it.
COLUMN_SETTINGS = re.compile(
    r'(?P<name>"(?:[^"]|"")+"|\S+)(?: default (?P<default>.*?))?(?: statistics (?P<statistics>\d+))?'
    r"(?: storage (?P<storage>[pemx]))?(?: compression (?P<compression>\w+))?(?: options \{(?P<options>.*)\})?",
    re.DOTALL,
)
_FOR_EACH_TRIGGER = """
DECLARE
    enforcing record;
BEGIN
    FOR enforcing IN
        SELECT t.tgrelid::regclass AS relation, t.tgname AS name
          FROM pg_trigger AS t
          JOIN pg_constraint AS k ON k.oid = t.tgconstraint
         WHERE k.conrelid = {}::regclass AND k.conname = {}
    LOOP
        EXECUTE format({}, enforcing.relation, enforcing.name);
    END LOOP;
END
"""
# A key is made on one table alone: the partitions have theirs.
_KEYS = frozenset({"primary key", "unique", "exclude"})


def schema(one: Schema, _: Whole) -> Iterator[Sql]:
    """A schema; that called public is in every new database."""
    exists = Sql("IF NOT EXISTS ") if one.identity.schema == "public" else NOTHING
    yield write("CREATE SCHEMA {}{}", exists, name(one.identity.schema))
    if exists:
        yield Sql("REVOKE ALL ON SCHEMA public FROM PUBLIC")  # who had more before PostgreSQL 15


def view(one: View, whole: Whole) -> Iterator[Sql]:
    """A view, or a materialized view."""
    materialized = one.identity.kind is Kind.MATERIALIZED_VIEW
    yield joined(
        "",
        [
            write("CREATE {}", reference(one.identity)),
            write(" USING {}", name(one.access_method)) if one.access_method else NOTHING,
            write(" WITH ({})", parameters(one.options)) if one.options else NOTHING,
            write(" TABLESPACE {}", name(one.tablespace)) if one.tablespace else NOTHING,
            write(" AS\n{}", deparsed(one.definition.rstrip().removesuffix(";"))),
            Sql("\nWITH NO DATA") if materialized and not whole.populated else NOTHING,
        ],
    )
    for text in one.column_settings:
        yield from _column_settings(one, text)
    for extension in one.depends_on_extensions if materialized else ():
        yield write("ALTER {} DEPENDS ON EXTENSION {}", reference(one.identity), deparsed(extension))


def _column_settings(one: View, text: str) -> Iterator[Sql]:
    found = COLUMN_SETTINGS.fullmatch(text)
    assert found is not None, text
    changes = [
        optional("SET DEFAULT {}", found["default"]),
        optional("SET STATISTICS {}", found["statistics"]),
        Sql(f"SET STORAGE {STORAGE[found['storage']]}") if found["storage"] else NOTHING,
        optional("SET COMPRESSION {}", found["compression"]),
        write("SET ({})", parameters(found["options"].split(","))) if found["options"] else NOTHING,
    ]
    for change in changes:
        if change:
            yield write("ALTER {} ALTER COLUMN {} {}", reference(one.identity), deparsed(found["name"]), change)


def constraint(one: Constraint, _: Whole) -> Iterator[Sql]:
    """A constraint of a table. One that a parent has too comes with the parent's."""
    own = qualified(one.identity.schema, one.identity.name)
    if not one.inherited or one.type in _KEYS:
        yield write(
            "ALTER TABLE {}{} ADD CONSTRAINT {} {}",
            Sql("ONLY ") if one.type in _KEYS else NOTHING,
            relation(one.identity),
            name(one.identity.name),
            deparsed(one.definition),
        )
    if one.index_options:
        yield write("ALTER INDEX {} SET ({})", own, parameters(one.index_options))
    if one.tablespace:
        yield write("ALTER INDEX {} SET TABLESPACE {}", own, name(one.tablespace))
    yield from _index_settings(own, one.index_statistics, one.index_depends_on_extensions)


def enforced(one: Constraint) -> Iterator[Sql]:
    """How the triggers behind a foreign key fire, which have names of the server's own."""
    if one.firing in FIRING:
        yield enforcing(one, FIRING[one.firing])


def enforcing(one: Constraint, how: str) -> Sql:
    """Let the triggers behind a foreign key fire so."""
    change = write("ALTER TABLE %s {} TRIGGER %I", Sql(how))
    table, own = literal(relation(one.identity)), literal(one.identity.name)
    return write("DO {}", body(write(_FOR_EACH_TRIGGER, table, own, literal(change))))


def marked(one: View) -> Iterator[Sql]:
    """Which index of a materialized view keeps its rows in order."""
    if one.clustered_on is not None:
        yield write("ALTER {} CLUSTER ON {}", reference(one.identity), deparsed(one.clustered_on))


def attached_index(one: Constraint | Index, whole: Whole) -> Iterator[Sql]:
    """The index of a partition becomes a part of its parent's."""
    parent = whole.parent_of_index(one)
    if parent is not None:
        own = qualified(one.identity.schema, one.identity.name)
        yield write("ALTER INDEX {} ATTACH PARTITION {}", qualified(parent.schema, parent.name), own)


def index(one: Index, _: Whole) -> Iterator[Sql]:
    """An index."""
    yield deparsed(one.definition)
    if one.tablespace:
        yield write("ALTER INDEX {} SET TABLESPACE {}", place(one.identity), name(one.tablespace))
    yield from _index_settings(place(one.identity), one.statistics, one.depends_on_extensions)


def _index_settings(own: Sql, statistics: Iterable[str], extensions: Iterable[str]) -> Iterator[Sql]:
    for text in statistics:
        number, _, target = text.partition(" ")
        yield write("ALTER INDEX {} ALTER COLUMN {} SET STATISTICS {}", own, Sql(number), Sql(target))
    for extension in extensions:
        yield write("ALTER INDEX {} DEPENDS ON EXTENSION {}", own, deparsed(extension))


def trigger(one: Trigger, whole: Whole) -> Iterator[Sql]:
    """A trigger. One on a partition that its parent has too comes with the parent's."""
    if original(one, whole) is None:
        yield deparsed(one.definition)
    yield from _fires(one, "TRIGGER")
    for extension in one.depends_on_extensions:
        yield write("ALTER TRIGGER {} DEPENDS ON EXTENSION {}", place(one.identity), deparsed(extension))


def original(one: Trigger, whole: Whole) -> Identity | None:
    """The trigger of the parent that one on a partition is a copy of."""
    table = whole.tables.get((one.identity.schema, one.identity.relation))
    if table is None or table.partition_of is None:
        return None
    found = Identity(Kind.TRIGGER, *pair(table.partition_of), one.identity.name)
    return found if found in whole.catalog.objects else None


def rule(one: Rule, _: Whole) -> Iterator[Sql]:
    """A rule."""
    yield deparsed(one.definition.rstrip().removesuffix(";"))
    yield from _fires(one, "RULE")


def _fires(one: Trigger | Rule, what: str) -> Iterator[Sql]:
    if one.firing in FIRING:
        yield firing(one, what, FIRING[one.firing])


def firing(one: Trigger | Rule, what: str, how: str) -> Sql:
    """Let a trigger or a rule fire so."""
    return write("ALTER TABLE {} {} {}", relation(one.identity), Sql(f"{how} {what}"), name(one.identity.name))


def event_trigger(one: EventTrigger, _: Whole) -> Iterator[Sql]:
    """An event trigger."""
    tags = write(" WHEN TAG IN ({})", joined(", ", map(literal, one.tags))) if one.tags else NOTHING
    own = name(one.identity.name)
    yield write(
        "CREATE EVENT TRIGGER {} ON {}{} EXECUTE FUNCTION {}()",
        own,
        Sql(one.event),
        tags,
        without_arguments(one.function),
    )
    if one.firing in FIRING:
        yield write("ALTER EVENT TRIGGER {} {}", own, Sql(FIRING[one.firing]))


def policy(one: Policy, _: Whole) -> Iterator[Sql]:
    """A row-level security policy."""
    yield joined(
        "",
        [
            write("CREATE POLICY {}", place(one.identity)),
            NOTHING if one.permissive else Sql(" AS RESTRICTIVE"),
            write(" FOR {}", Sql(one.command.upper())),
            write(" TO {}", joined(", ", [Sql("PUBLIC") if role == "public" else name(role) for role in one.roles])),
            optional(" USING ({})", one.using),
            optional(" WITH CHECK ({})", one.with_check),
        ],
    )


def statistics(one: Statistics, _: Whole) -> Iterator[Sql]:
    """A statistics object."""
    yield deparsed(one.definition)
    if one.target is not None:
        yield write("ALTER STATISTICS {} SET STATISTICS {}", place(one.identity), Sql(str(one.target)))
