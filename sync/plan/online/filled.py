"""New columns whose default is another value for each row: added without, and filled a few pages at a time.

It stays as it is where rows would not come out the same: where a trigger or rule may answer to an update, a policy
hide rows from the owner, a check that is not valid stand in the way, or rows be published that nothing tells apart. So
do identities and stored columns, which have no default that UPDATE could give them, and those of a domain, whose checks
are looked at when the column is added.

When it ends before its time the rows that were filled stay so, and the statement can be run again. A new plan finds the
column there with its default, and lets the rest be without a value, or fails on them where there has to be one.
"""

from collections.abc import Iterator
from dataclasses import replace

from sync.model import Identity, Kind, SchemaObject
from sync.model.objects import Column, Constraint, Publication, Rule, Table, Trigger
from sync.plan.actions import Action, Runs
from sync.plan.create import others, tables
from sync.plan.descent import below
from sync.plan.effects.effect import Hazard, HazardKind
from sync.plan.effects.expressions import VOLATILE
from sync.plan.online import parsed, required
from sync.plan.online.scene import Scene, place_of
from sync.plan.references import relation
from sync.plan.sql import Sql, body, deparsed, literal, name, write
from sync.plan.whole import Place, Whole, pair

_TYPES = (Kind.ENUM, Kind.RANGE_TYPE, Kind.BASE_TYPE)
# On 30 pages there are some thousand rows at most. Nobody is waited for, so that there can be no deadlock: a row that
# somebody has locked, or moves to a page that was done already, is found the next time. There is an end also where the
# default is no value, or somebody writes none all the time.
_FILL = """
DECLARE
    part regclass;
    page bigint;
    pages bigint;
    batch record;
    found bigint;
    tried bigint;
    filled bigint;
BEGIN
    FOR part IN
        WITH RECURSIVE below AS (
            SELECT {}::regclass::oid AS oid
            UNION
            SELECT i.inhrelid FROM pg_inherits AS i JOIN below ON below.oid = i.inhparent
        )
        SELECT c.oid FROM below JOIN pg_class AS c ON c.oid = below.oid WHERE c.relkind = 'r' ORDER BY c.oid
    LOOP
        FOR attempt IN 1..100 LOOP
            found := 0;
            tried := 0;
            filled := 0;
            page := 0;
            pages := pg_relation_size(part) / current_setting('block_size')::bigint;
            WHILE page < pages LOOP
                EXECUTE format({}, part, format('(%s,0)', page), format('(%s,0)', page + 30)) INTO batch;
                COMMIT;
                found := found + batch.found;
                tried := tried + batch.tried;
                filled := filled + batch.filled;
                page := page + 30;
            END LOOP;
            EXIT WHEN found = 0 OR (tried = found AND (filled = 0 OR attempt >= 10));
            PERFORM pg_sleep(CASE WHEN tried < found THEN 1 ELSE 0 END);
        END LOOP;
        IF tried < found THEN
            RAISE EXCEPTION 'somebody keeps rows of % locked: run this again', part;
        END IF;
    END LOOP;
END
"""
_UPDATE = """
    WITH filled AS (
        UPDATE ONLY %1$s SET {} = DEFAULT
         WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM ONLY %1$s WHERE {} IS NULL AND ctid >= %2$L AND ctid < %3$L FOR NO KEY UPDATE SKIP LOCKED
         ))
        RETURNING {}
    )
    SELECT (SELECT count(*) FROM ONLY %1$s WHERE {} IS NULL AND ctid >= %2$L AND ctid < %3$L) AS found,
           count(*) AS tried,
           count({}) AS filled
      FROM filled
"""


def added(action: Action, one: Column, scene: Scene) -> Iterator[Action]:
    """A column of a table that was there."""
    if not _is_of_many_values(one, scene.after) or not _can_be_updated(one, scene):
        return
    bare = replace(one, default=None, not_null=False)
    default = tables.altered_with_those_below(one, "SET DEFAULT {}", deparsed(one.default or ""))
    yield replace(action, statements=(*tables.added(bare, scene.after), default), runs=Runs.APART)
    yield replace(action, statements=(_filled(one),), runs=Runs.ALONE, hazards=(_stopped(one, scene),))
    if one.not_null:
        yield from required.made(action, one, scene)


def _stopped(one: Column, scene: Scene) -> Hazard:
    table = scene.after.relation(*place_of(one))
    text = f"leaves rows of {table} without a value of {one.identity.name} if it fails: run it again"
    return Hazard(HazardKind.INVALID_ON_FAILURE, text, table)


def _filled(one: Column) -> Sql:
    column = others.percent(name(one.identity.name))
    update = write(_UPDATE, column, column, column, column, column)
    return write("DO {}", body(write(_FILL, literal(relation(one.identity)), literal(update))))


def _is_of_many_values(one: Column, whole: Whole) -> bool:
    """Whether the column gets its default when it is added, and that calls what may be volatile.

    What is in a schema, and not in the way of its being made, is an extension's, of which nobody knows.
    """
    if one.default is None or one.identity not in whole.plain_defaults or one.inherited or one.not_null_options:
        return False
    return any(len(call) > 1 or call[-1] in VOLATILE for call in parsed.calls(one.default))


def _can_be_updated(one: Column, scene: Scene) -> bool:
    if not _is_of_no_domain(one.type, scene.after) or scene.table(*place_of(one)) is None:
        return False
    places = {place_of(one), *(place_of(each) for each in below(one, scene.after))}
    return all(_takes_updates(side, place) for side in (scene.before, scene.after) for place in places)


def _is_of_no_domain(of: str, whole: Whole) -> bool:
    """Whether a type is known to be none; one in a schema may be an extension's."""
    if "." not in of or of.endswith("[]"):
        return True
    schema, own = pair(of)
    return any(Identity(kind, schema, "", own) in whole.catalog.objects for kind in _TYPES)


def _takes_updates(side: Whole, place: Place) -> bool:
    """Whether an update of a table, if it is there, changes nothing but the column."""
    table = side.tables.get(place)
    if table is None:
        return True
    if table.identity.kind is not Kind.TABLE or table.force_row_security:
        return False
    has_rows = table.partition_key is None
    if has_rows and table.access_method is not None:
        return False
    on_it = [one for one in side.catalog.objects.values() if place_of(one) == place]
    columns = side.columns.get(place, ())
    return (
        not any(isinstance(one, Trigger | Rule) for one in on_it)
        and not any(isinstance(one, Constraint) and one.definition.endswith(" NOT VALID") for one in on_it)
        and not any("not valid" in (one.not_null_options or "") for one in columns)
        and (not has_rows or not side.of(Publication) or _has_key(table, on_it))
    )


def _has_key(table: Table, on_it: list[SchemaObject]) -> bool:
    """Whether its rows can be told apart where they are published."""
    if table.replica_identity == "default":
        return any(isinstance(one, Constraint) and one.type == "primary key" for one in on_it)
    return table.replica_identity != "nothing"
