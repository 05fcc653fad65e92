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
    named,
    optional,
    parameters,
    qualified,
    without_arguments,
    write,
)
from sync.plan.whole import Whole, pair

FIRING = {"disabled": "DISABLE", "replica": "ENABLE REPLICA", "always": "ENABLE ALWAYS"}
MODES = {**FIRING, "origin": "ENABLE"}
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
# As `view_columns.sql` writes it.
_COLUMN = re.compile(r'(?P<name>"(?:[^"]|"")+"|\S+) (?P<type>.+)', re.DOTALL)
# In the definition of a trigger, as pg_get_triggerdef writes it.
_FOR_EACH_ROW = re.compile(r"""(?:(?! FOR EACH STATEMENT )(?:[^"]|"[^"]*"))*? FOR EACH ROW """)
# How the definition of a key ends, as pg_get_constraintdef writes it.
_DEFERRABLE = re.compile(r"(?: DEFERRABLE)?(?: INITIALLY DEFERRED)?\Z")
# A key is made on one table alone: the partitions have theirs.
_KEYS = frozenset({"primary key", "unique", "exclude"})


def schema(one: Schema, whole: Whole) -> Iterator[Sql]:
    """A schema; that called public is in every new database."""
    exists = Sql("IF NOT EXISTS ") if one.identity.schema == "public" else NOTHING
    yield write("CREATE SCHEMA {}{}", exists, name(one.identity.schema))
    if exists:
        yield Sql("REVOKE ALL ON SCHEMA public FROM PUBLIC")  # who had more before PostgreSQL 15
        if Identity(Kind.COMMENT, "public", of=Kind.SCHEMA) not in whole.catalog.objects:
            yield Sql("COMMENT ON SCHEMA public IS NULL")


def view(one: View, _: Whole) -> Iterator[Sql]:
    """A view, or a materialized view, which is filled when all that its query calls is there."""
    yield created(one)
    for text in one.column_settings:
        yield from _column_settings(one, text)
    for extension in one.depends_on_extensions if one.identity.kind is Kind.MATERIALIZED_VIEW else ():
        yield write("ALTER {} DEPENDS ON EXTENSION {}", reference(one.identity), deparsed(extension))


def created(one: View) -> Sql:
    """A view without what is said of its columns."""
    return joined(
        "",
        [
            write("CREATE {}", reference(one.identity)),
            write(" USING {}", name(one.access_method)) if one.access_method else NOTHING,
            write(" WITH ({})", parameters(one.options)) if one.options else NOTHING,
            write(" TABLESPACE {}", name(one.tablespace)) if one.tablespace else NOTHING,
            write(" AS\n{}", deparsed(one.definition.rstrip().removesuffix(";"))),
            Sql("\nWITH NO DATA") if one.identity.kind is Kind.MATERIALIZED_VIEW else NOTHING,
        ],
    )


def columns_alone(one: View, whole: Whole) -> Sql:
    """A view with its columns, and no query that needs anything."""
    shown = [write("NULL::{} AS {}", deparsed(of), deparsed(own)) for own, of in _columns(one, whole)]
    return write("CREATE {} AS\nSELECT {}", reference(one.identity), joined(", ", shown))


def types_of_columns(one: View, whole: Whole) -> Iterator[Identity]:
    """The types and collations that the columns of a view have."""
    for _, of in _columns(one, whole):
        text, _, collation = of.partition(" COLLATE ")
        found = whole.type_named(text.removesuffix("[]"))
        if found is not None:
            yield found.identity
        elif len(place := named(text.removesuffix("[]"))) > 1:
            yield whole.relation(place[0], place[1])
        if len(place := named(collation)) > 1:
            yield Identity(Kind.COLLATION, place[0], "", place[1])


def _columns(one: View, whole: Whole) -> Iterator[tuple[str, str]]:
    for text in whole.catalog.view_columns[one.identity]:
        if found := _COLUMN.fullmatch(text):
            yield found["name"], found["type"]


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


def constraint(one: Constraint, whole: Whole) -> Iterator[Sql]:
    """A constraint of a table. One that a parent has too comes with the parent's."""
    own = qualified(one.identity.schema, one.identity.name)
    table = whole.tables.get((one.identity.schema, one.identity.relation))
    has_parts = table is not None and table.partition_key is not None
    if not one.inherited or one.type in _KEYS:
        yield write(
            "ALTER TABLE {}{} ADD CONSTRAINT {} {}",
            Sql("ONLY ") if one.type in _KEYS else NOTHING,
            relation(one.identity),
            name(one.identity.name),
            _with_parameters(one) if has_parts else deparsed(one.definition),
        )
    if one.index_options and not has_parts:
        yield write("ALTER INDEX {} SET ({})", own, parameters(one.index_options))
    if one.tablespace:
        yield write("ALTER INDEX {} SET TABLESPACE {}", own, name(one.tablespace))
    yield from index_settings(own, one.index_statistics, one.index_depends_on_extensions)


def _with_parameters(one: Constraint) -> Sql:
    """The definition of a key with those of its index, which cannot be given to one that has parts."""
    if not one.index_options:
        return deparsed(one.definition)
    end = _DEFERRABLE.search(one.definition)
    assert end is not None
    key, when = one.definition[: end.start()], end[0]
    return write("{} WITH ({}){}", deparsed(key), parameters(one.index_options), deparsed(when))


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


def filled(one: View, whole: Whole) -> Iterator[Sql]:
    """Fill a materialized view."""
    if one.identity in whole.filled:
        yield write("REFRESH {}", reference(one.identity))


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
    yield from index_settings(place(one.identity), one.statistics, one.depends_on_extensions)


def index_settings(own: Sql, statistics: Iterable[str], extensions: Iterable[str]) -> Iterator[Sql]:
    """How exactly the values of an index are counted, and with which extensions it goes."""
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
    else:
        yield firing(one, "TRIGGER", MODES[one.firing])
    for extension in one.depends_on_extensions:
        yield write("ALTER TRIGGER {} DEPENDS ON EXTENSION {}", place(one.identity), deparsed(extension))


def original(one: Trigger, whole: Whole) -> Identity | None:
    """The trigger of a parent that one on a partition is a copy of. Those for each statement have no copies."""
    table = whole.tables.get((one.identity.schema, one.identity.relation))
    while table is not None and table.partition_of is not None:
        place = pair(table.partition_of)
        found = whole.catalog.objects.get(Identity(Kind.TRIGGER, *place, one.identity.name))
        if isinstance(found, Trigger) and _FOR_EACH_ROW.match(found.definition):
            return found.identity
        table = whole.tables.get(place)
    return None


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
    yield from counted(one)


def counted(one: Statistics) -> Iterator[Sql]:
    """How exactly a statistics object counts, unless it is as usual."""
    if one.target is not None:
        yield write("ALTER STATISTICS {} SET STATISTICS {}", place(one.identity), Sql(str(one.target)))
