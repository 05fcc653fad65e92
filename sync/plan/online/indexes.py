"""Indexes, and the keys that stand on them, are built while others write.

`CREATE INDEX CONCURRENTLY` that ends before its time leaves an index that is not valid. So what has the new index's
name is dropped first: it was free before, and nothing but an earlier try can have taken it.

One that takes the place of another is built before that goes, so that there is an index, and what is unique stays so,
all the time. When it ends between the steps, the old index is there under the name `schemabot_old`, or the new one of a
key under `schemabot_new`, and a new plan drops it.
"""

from collections.abc import Iterator
from dataclasses import replace

from sync.model.objects import Constraint, Index
from sync.plan.actions import Action, Runs
from sync.plan.create import relations
from sync.plan.online import parsed
from sync.plan.online.scene import Scene, is_built, place_of
from sync.plan.references import place, relation
from sync.plan.sql import NOTHING, Sql, deparsed, name, names, parameters, qualified, write

_UNIQUE = frozenset({"unique", "primary key"})


def dropped(action: Action, old: Index, scene: Scene) -> Iterator[Action]:
    """DROP INDEX CONCURRENTLY, which can be run again; until it is there is an index that is not valid."""
    if is_built(old, scene):
        yield replace(action, statements=(_dropped(place(old.identity)),), runs=Runs.ALONE)


def index(action: Action, one: Index, scene: Scene, gone: Action | None) -> Iterator[Action]:
    """An index of rows that are there."""
    if not is_built(one, scene):
        return
    own, old = place(one.identity), scene.free("schemabot_old")
    first, *settings = relations.index(replace(one, tablespace=None), scene.after)
    create, _, rest = first.partition(" INDEX ")
    built = write("{} INDEX CONCURRENTLY {}", deparsed(create), deparsed(rest))
    if gone is not None:
        renamed = (write("ALTER INDEX {} RENAME TO {}", own, name(old)),)
        yield Action(gone.step, renamed, runs=Runs.APART)
    yield replace(action, statements=_built(own, built, one.tablespace), runs=Runs.ALONE)
    yield replace(action, statements=tuple(settings))
    if gone is not None:
        yield Action(gone.step, (_dropped(qualified(one.identity.schema, old)),), runs=Runs.ALONE)


def key(action: Action, one: Constraint, scene: Scene, gone: Action | None) -> Iterator[Action]:
    """A unique constraint or a primary key of rows that are there.

    Not one WITHOUT OVERLAPS, which PostgreSQL cannot make of an index.
    """
    made = parsed.key(one.definition) if one.type in _UNIQUE and scene.keeps_rows(place_of(one)) else None
    if made is None or made.without_overlaps:
        return
    own = scene.free("schemabot_new") if gone else one.identity.name
    built = write(
        "CREATE UNIQUE INDEX CONCURRENTLY {} ON {} ({}){}{}{}",
        name(own),
        relation(one.identity),
        names(made.columns),
        write(" INCLUDE ({})", names(made.included)) if made.included else NOTHING,
        Sql(" NULLS NOT DISTINCT") if made.nulls_not_distinct else NOTHING,
        write(" WITH ({})", parameters(one.index_options)) if one.index_options else NOTHING,
    )
    statements = _built(qualified(one.identity.schema, own), built, one.tablespace)
    yield replace(action, statements=statements, runs=Runs.ALONE)
    state = "".join(
        text for wanted, text in ((made.deferrable, " DEFERRABLE"), (made.deferred, " INITIALLY DEFERRED")) if wanted
    )
    using = write("{} USING INDEX {}{}", Sql(one.type.upper()), name(own), Sql(state))
    bare = replace(one, definition=using, index_options=(), tablespace=None)
    old = gone.statements if gone else ()
    yield replace(action, statements=(*old, *relations.constraint(bare, scene.after)), runs=Runs.APART)


def _built(own: Sql, create: Sql, tablespace: str | None) -> tuple[Sql, ...]:
    """Where an index is, is said by a setting: in its definition there may be more behind, and moving it locks it."""
    heal = write("DROP INDEX CONCURRENTLY IF EXISTS {}", own)
    if tablespace is None:
        return heal, create
    return heal, write("SET default_tablespace = {}", name(tablespace)), create, Sql("RESET default_tablespace")


def _dropped(own: Sql) -> Sql:
    return write("DROP INDEX CONCURRENTLY {}", own)
