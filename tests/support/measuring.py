"""What statements do on a real server: the locks that they hold at the end, what is rewritten, read and built.

Each runs in a transaction of its own. As in an `Effect`, only what was there before the first one counts; no lock that
a reader takes, or a sequence that counts; of what belongs to a table only what is stronger than the table's. The server
says on the level `debug1` which tables it verifies and builds indexes on, without their schemas.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg

from sync.plan.effects.effect import Effect, HazardKind, LockMode

Place = tuple[str, str]

_MODES = {f"{str(mode).title().replace(' ', '')}Lock": mode for mode in LockMode}
_RELATIONS = """
SELECT c.oid::bigint, n.nspname, c.relname, c.relkind, pg_relation_filenode(c.oid)::bigint,
       coalesce(i.indrelid, d.refobjid)::bigint
  FROM pg_class AS c
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
  LEFT JOIN pg_depend AS d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND c.relkind = 'S'
       AND d.deptype IN ('a', 'i') AND d.refclassid = 'pg_class'::regclass
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'i', 'I') AND n.nspname !~ '^(pg_|information_schema)'
"""
_CHANGED = "AND c.xmin = pg_current_xact_id_if_assigned()::xid"
_LOCKS = """
SELECT relation::bigint, mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted
"""
_BELOW = """
WITH RECURSIVE below AS (
    SELECT inhparent AS parent, inhrelid AS child FROM pg_inherits
     UNION
    SELECT b.parent, i.inhrelid FROM below AS b JOIN pg_inherits AS i ON i.inhparent = b.child
)
SELECT parent::bigint, array_agg(child::bigint) FROM below GROUP BY parent
"""
_KEYS = "SELECT conname, array_agg(conrelid::bigint) FROM pg_constraint WHERE contype = 'f' GROUP BY conname"
_VERIFIED = re.compile(r'verifying table "(.*)"')
_INDEXED = re.compile(r'building index ".*" on table "(.*?)"')
_LOOKED_UP = re.compile(r'validating foreign key constraint "(.*)"')
# What the server reads without a word.
_SILENT = re.compile(r"CREATE (FOREIGN )?TABLE .* PARTITION OF|ALTER DOMAIN")
# It makes files anew, and writes nothing.
_EMPTIES = re.compile("TRUNCATE")
_STORED = frozenset("rm")


@dataclass(frozen=True, slots=True)
class Found:
    """What one statement did, or is said to do.

    Attributes:
        locks: By schema and name.
        rewrites: The tables whose rows are written anew.
        scans: The names of those that are read, beside them.
        builds: The names of those that indexes are built on, beside them.
    """

    locks: Mapping[Place, LockMode] = field(default_factory=dict)
    rewrites: frozenset[Place] = frozenset()
    scans: frozenset[str] = frozenset()
    builds: frozenset[str] = frozenset()

    def __str__(self) -> str:
        locks = ", ".join(f"{'.'.join(place)} {mode}" for place, mode in sorted(self.locks.items()))
        return f"{locks}; rewrites {set(self.rewrites)}; reads {set(self.scans)}; builds on {set(self.builds)}"


@dataclass(frozen=True, slots=True)
class _Relation:
    place: Place
    kind: str
    file: int | None
    table: int | None


@dataclass(frozen=True, slots=True)
class _Raw:
    """What was seen of a statement: what the server said, the locks, and the relations before and after."""

    said: list[str]
    locks: list[tuple[Any, ...]]
    before: Mapping[int, _Relation]
    after: Mapping[int, _Relation]
    keys: list[tuple[Any, ...]]


class Measure:
    """Runs statements in a session, and says what each did and what was said of it."""

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        self._connection = connection
        self._said: list[str] = []
        connection.add_notice_handler(lambda said: self._said.append(said.message_primary or ""))
        connection.execute("SET client_min_messages = debug1")
        connection.execute("SET timezone = 'Europe/Berlin'")  # else a time without one is one with one
        self._first = self._last = self._relations()
        self._names = {one.place: oid for oid, one in self._first.items()}

    def compared(self, statement: str, effect: Effect, *, keep: bool = True) -> str:
        """Run a statement; where it does not do what is said, both of it.

        Args:
            statement: What to run, which takes a transaction.
            effect: What is said.
            keep: Whether it is committed.
        """
        below = dict(self._connection.execute(_BELOW).fetchall()) if effect.hazards else {}
        told = self._told(effect, below)
        did = self._did(self._run(statement, keep=keep), statement, told, below)
        return "" if did == told else f"{statement}\n  did:  {did}\n  said: {told}\n"

    def _run(self, statement: str, *, keep: bool) -> _Raw:
        before = self._last
        with self._connection.transaction(force_rollback=not keep):
            self._said.clear()
            self._connection.execute(statement.encode())
            said = list(self._said)
            locks = self._connection.execute(_LOCKS).fetchall()
            after = {**before, **self._relations(_CHANGED)}
            keys = self._connection.execute(_KEYS).fetchall() if any(map(_LOOKED_UP.match, said)) else []
        if keep:
            self._last = after
        return _Raw(said, locks, before, after, keys)

    def _did(self, raw: _Raw, statement: str, told: Found, below: Mapping[int, list[int]]) -> Found:
        if _EMPTIES.match(statement):
            return Found(self._strong(raw.locks))
        there = {oid: one for oid, one in raw.after.items() if oid in self._first}
        changed = {oid: one for oid, one in there.items() if one.file != raw.before[oid].file}
        rewritten = {oid for oid, one in changed.items() if one.kind in _STORED}
        names = {one.place[1]: self._first[oid].place[1] for oid, one in there.items()}
        indexed = {self._first[one.table].place[1] for one in changed.values() if one.kind == "i" and one.table}
        builds = self._heard(_INDEXED, raw.said, names) | indexed
        scans = self._heard(_VERIFIED, raw.said, names) | self._looked_up(raw, told.scans, below)
        beside = {self._first[oid].place[1] for oid in rewritten}
        return Found(
            self._strong(raw.locks),
            frozenset(self._first[oid].place for oid in rewritten),
            told.scans if _SILENT.match(statement) else frozenset(scans - beside),
            frozenset(builds - beside),
        )

    @staticmethod
    def _heard(pattern: re.Pattern[str], said: Iterable[str], names: Mapping[str, str]) -> set[str]:
        heard = {found[1] for text in said if (found := pattern.match(text))}
        return {names[one] for one in heard if one in names}

    def _looked_up(self, raw: _Raw, told: frozenset[str], below: Mapping[int, list[int]]) -> set[str]:
        """The tables whose foreign keys were checked. Several may have one of a name: those that were told fit."""
        found: set[str] = set()
        for key in {heard[1] for text in raw.said if (heard := _LOOKED_UP.match(text))}:
            tables = {
                one for name, oids in raw.keys if name == key for oid in oids for one in (oid, *below.get(oid, ()))
            }
            names = {
                self._first[one].place[1] for one in tables if one in self._first and self._first[one].kind in _STORED
            }
            found |= names & told or names
        return found

    def _strong(self, locks: Iterable[tuple[int, str]]) -> dict[Place, LockMode]:
        found: dict[int, LockMode] = {}
        for oid, mode in locks:
            if oid in self._first:
                found[oid] = max(_MODES[mode], found.get(oid, _MODES[mode]))
        return {
            self._first[oid].place: mode
            for oid, mode in found.items()
            if mode >= (LockMode.SHARE_UPDATE_EXCLUSIVE if self._first[oid].kind == "S" else LockMode.ROW_EXCLUSIVE)
            and not found.get(self._first[oid].table or 0, 0) >= mode
        }

    def _told(self, effect: Effect, below: Mapping[int, list[int]]) -> Found:
        rewrites = self._about(HazardKind.TABLE_REWRITE, effect, below)
        scans, builds = (
            frozenset(self._first[oid].place[1] for oid in self._about(kind, effect, below) - rewrites)
            for kind in (HazardKind.FULL_SCAN, HazardKind.INDEX_BUILD)
        )
        return Found(
            {(one.relation.schema, one.relation.name): one.mode for one in effect.locks},
            frozenset(self._first[oid].place for oid in rewrites),
            scans,
            builds,
        )

    def _about(self, kind: HazardKind, effect: Effect, below: Mapping[int, list[int]]) -> set[int]:
        """The tables that hazards of a kind are about; of a partitioned one, its partitions."""
        named = [one.relation for one in effect.hazards if one.kind is kind and one.relation is not None]
        oids = {self._names[one.schema, one.name] for one in named}
        parts = {part for oid in oids if self._first[oid].kind == "p" for part in below.get(oid, ())}
        return {one for one in oids | parts if one in self._first and self._first[one].kind in _STORED}

    def _relations(self, condition: str = "") -> dict[int, _Relation]:
        found = self._connection.execute((_RELATIONS + condition).encode()).fetchall()
        return {oid: _Relation((schema, name), kind, file, table) for oid, schema, name, kind, file, table in found}
