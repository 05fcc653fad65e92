"""The use case behind `schemabot diff --format sql`: what differs, as SQL that makes A like B, tried on a copy of A."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import psycopg

from sync.catalog import Profile, Reading, Scope, read_catalog
from sync.catalog.across import comparable
from sync.compare import Difference, compare
from sync.diff import read_both, settled
from sync.errors import ProofError, SourceError, one_line
from sync.model import Catalog, Diagnostic, Kind
from sync.model.objects import DefaultPrivilege, Owner, Policy, Privilege, UserMapping
from sync.plan.actions import Action, Part
from sync.plan.change import changes
from sync.plan.export import SETTINGS, building
from sync.plan.sql import Sql
from sync.postgres.database import Database
from sync.postgres.limits import reason_of
from sync.postgres.session import connect
from sync.selection import EVERYTHING, Selection
from sync.shadow.roles import make_role, missing_roles
from sync.shadow.scratch import Scratch
from sync.sources import Source

Progress = Callable[[str], None]

_SHOWN = 3
_LONGEST = 200
_DEFECT = "this is a defect of schemabot: please report it"
BEGIN, COMMIT = Sql("BEGIN"), Sql("COMMIT")


@dataclass(frozen=True, slots=True)
class Plan:
    """What makes A like B.

    Attributes:
        a: A's name for people.
        b: B's name for people.
        differences: What differs.
        actions: What is done about it, in order.
        proven: Whether it was tried on a copy of A, and led to B.
        diagnostics: What was seen and not compared.
    """

    a: str
    b: str
    differences: tuple[Difference, ...]
    actions: tuple[Action, ...]
    proven: bool
    diagnostics: tuple[Diagnostic, ...]

    @property
    def statements(self) -> Iterator[Sql]:
        """All statements, in transactions, with what sets the scene."""
        yield from _in_transactions(self.actions)

    @property
    def provable(self) -> Iterator[Sql]:
        """Those that a copy can take: roles are not a database's but the server's, and made there without any right."""
        yield from _in_transactions(action for action in self.actions if not action.is_of_role)

    @property
    def changes_roles(self) -> bool:
        """Whether some of it is about roles."""
        return any(action.is_of_role for action in self.actions)


def _in_transactions(actions: Iterable[Action]) -> Iterator[Sql]:
    yield from SETTINGS
    yield BEGIN
    for action in actions:
        yield from action.statements
        if needs_commit(action):
            yield from (COMMIT, BEGIN)
    yield COMMIT


def needs_commit(action: Action) -> bool:
    """Whether what an action does can be used only when it is committed: a new value of an enum type."""
    of, part = action.step
    return of.kind is Kind.ENUM and part is Part.CHANGED


def plan(
    a: Source,
    b: Source,
    scratch: Scratch,
    *,
    selection: Selection = EVERYTHING,
    schemas: frozenset[str] = frozenset(),
    profile: Profile | None = None,
    roles: bool = False,
    proof: bool = True,
    progress: Progress = lambda _: None,
) -> Plan:
    """Find what makes A like B. The arguments are those of `sync.diff.diff`, and whether it is to be proven.

    Raises:
        SchemabotError: A side could not be read, there is no way, or a copy of A could not be made to prove it.
        ProofError: The way that was found does not lead to B.
    """
    readings = read_both(
        a,
        b,
        scratch,
        schemas=schemas,
        profile=profile,
        roles=roles or selection.names_roles,
        dependencies=True,
        progress=progress,
    )
    before, after = (one.catalog() if isinstance(one, Reading) else one for one in readings)
    left, right, differences, unsettled = _differences(before, after, selection, scratch, progress)
    actions = changes(left, right, differences) if differences else ()
    found = Plan(
        a.label,
        b.label,
        differences,
        actions,
        proven=False,
        diagnostics=(*left.diagnostics, *right.diagnostics, *unsettled),
    )
    if not (proof and differences):
        return found
    progress("proving the plan on a copy")
    scope = Scope(profile or a.profile or b.profile or Profile.POSTGRES, schemas)
    before, after = _without_roles(before), _without_roles(after)
    with scratch.database() as copy:
        _make(copy, found, before, after)
        _, _, remaining, _ = _differences(read_catalog(copy, scope), after, selection, scratch, progress)
    if remaining:
        shown = ", ".join(f"{one.change} {one.identity.kind} {one.identity}" for one in remaining[:_SHOWN])
        raise ProofError(f"the plan leaves {len(remaining)} differences ({shown})", _DEFECT)
    return replace(found, proven=True)


def _differences(
    a: Catalog, b: Catalog, selection: Selection, scratch: Scratch, progress: Progress
) -> tuple[Catalog, Catalog, tuple[Difference, ...], tuple[Diagnostic, ...]]:
    left, right = comparable(a, b)
    differences, unsettled = settled(
        selection.keep(compare(left, right)),
        lambda: (a, b),
        scratch,
        one_major=a.major == b.major,
        progress=progress,
    )
    return left, right, differences, unsettled


def _without_roles(catalog: Catalog) -> Catalog:
    objects = {of: one for of, one in catalog.objects.items() if Kind.ROLE not in (of.kind, of.of)}
    return replace(catalog, objects=objects)


def _make(copy: Database, found: Plan, a: Catalog, b: Catalog) -> None:
    """Build A's schema in an empty database, and take the plan."""
    with connect(copy, autocommit=True) as connection:
        for name in missing_roles(connection, _roles(a, b)):
            make_role(connection, name)
    if failure := _run(copy, building(a)):
        raise SourceError(
            f"no copy of {found.a} can be made to prove the plan: {failure}", "--no-proof shows the plan without"
        )
    if failure := _run(copy, found.provable):
        raise ProofError(f"the plan fails on a copy of {found.a}: {failure}", _DEFECT)


def _run(database: Database, statements: Iterator[Sql]) -> str | None:
    """Run statements; why the first that fails does, and which it is."""
    with connect(database, autocommit=True) as connection:
        for one in statements:
            try:
                connection.execute(one.encode(), binary=True)  # in this protocol a text is one statement and no more
            except psycopg.Error as error:
                return f"{reason_of(error)}, in: {one_line(one)[:_LONGEST]}"
    return None


def _roles(*catalogs: Catalog) -> set[str]:
    """The roles that the statements may name."""
    found: set[str] = set()
    for one in (one for catalog in catalogs for one in catalog.objects.values()):
        match one:
            case Owner():
                found.add(one.owner)
            case Privilege() | DefaultPrivilege():
                found.update((one.identity.to, one.identity.name if isinstance(one, DefaultPrivilege) else ""))
            case Policy():
                found.update(one.roles)
            case UserMapping():
                found.add(one.identity.name)
            case _:
                continue
    return found - {"", "public"}
