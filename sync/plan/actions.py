"""The actions that make a schema: which statements make what, and what has to be there before.

An object is made by one action; what cannot be said when it is made (which column owns a sequence, of which table this
is a partition) and what would make circles (the default of a column may call a function that reads the table) is an
action of its own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from functools import cache

from sync.model import Dependency, Identity, Kind, SchemaObject
from sync.model.kinds import FACTS, RELATIONS, TYPES
from sync.model.objects import (
    BaseType,
    Column,
    Comment,
    Constraint,
    DefaultPrivilege,
    Domain,
    Extension,
    Index,
    OperatorClass,
    Owner,
    Privilege,
    Publication,
    RangeType,
    Role,
    SecurityLabel,
    Sequence,
    Table,
    Trigger,
    View,
)
from sync.plan import facts
from sync.plan.alter.settings import replaced
from sync.plan.create import others, relations, routines, sequences, tables, types
from sync.plan.create.classes import MAKE, Make
from sync.plan.descent import parent
from sync.plan.effects.effect import Hazard
from sync.plan.sql import Sql, named
from sync.plan.whole import Whole, pair

# How what usually comes with something else is added to that.
_ADD: Mapping[type[SchemaObject], Make] = {Column: tables.added, OperatorClass: routines.operator_class}

# What says something about others.
_FACTS = FACTS | {Kind.DEFAULT_PRIVILEGE}
# How a check ends that its table's rows need not satisfy: tables that are made below it later would satisfy it.
_NOT_VALID = " NOT VALID"


class Part(IntEnum):
    """What of an object an action is about, in the order in which people read it."""

    SHELL = auto()
    ASIDE = auto()
    GONE = auto()
    NO_DEFAULT = auto()
    CHANGED = auto()
    WHOLE = auto()
    ATTACHMENT = auto()
    OWNER = auto()
    PRIVILEGE = auto()
    COMMENT = auto()
    LABEL = auto()
    DEFAULT = auto()
    REST = auto()
    FILLED = auto()


Step = tuple[Identity, Part]
IsMade = Callable[[Identity], bool]


class Runs(Enum):
    """How the statements of an action are run."""

    TOGETHER = auto()
    """In one transaction with those before and after."""
    APART = auto()
    """In a transaction of their own."""
    ALONE = auto()
    """Each in none."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that is done as a whole.

    Attributes:
        step: What it is about.
        statements: What is done, in order.
        needs: What has to be done before.
        is_reference: Whether it is about a foreign key, which reads best when all tables are there.
        is_first: Whether it ends what would act upon all others by itself.
        runs: How.
        hazards: What each statement endangers and does not say of itself.
    """

    step: Step
    statements: tuple[Sql, ...]
    needs: frozenset[Step] = frozenset()
    is_reference: bool = False
    is_first: bool = False
    runs: Runs = Runs.TOGETHER
    hazards: tuple[Hazard, ...] = ()

    @property
    def about(self) -> str:
        """Under what people see it."""
        of = self.step[0]
        return of.parent or str(of)

    @property
    def is_for_copies(self) -> bool:
        """Whether a copy can take it: not a role, the server's own, nor a label, which needs its provider."""
        of, part = self.step
        return Kind.ROLE not in (of.kind, of.of) and part is not Part.LABEL


def actions(whole: Whole, is_made: IsMade | None = None) -> tuple[Action, ...]:
    """What makes a schema from nothing, in the order of the catalog, which was read with dependencies.

    What needs something that nobody makes needs nothing: it is there, or it fails.

    Args:
        whole: The schema.
        is_made: Which objects are made; all where it is None. What these need of others is told, too.
    """
    found = [*_objects(whole, is_made or _always), *_facts(whole, is_made or _always)]
    makers = _Makers(whole, {one.step for one in found}, alone=is_made is None)
    needed: defaultdict[Step, set[Step]] = defaultdict(set)
    for dependency in whole.catalog.dependencies:
        dependent, needs = makers.pair(dependency)
        if dependent is not None and needs is not None and dependent != needs:
            needed[dependent].add(needs)
    references = {one.identity for one in whole.of(Constraint) if one.type == "foreign key"}
    return tuple(
        Action(
            one.step,
            one.statements,
            (makers.known(one.needs) | needed[one.step]) - {one.step},
            is_reference=one.step[0] in references,
        )
        for one in found
    )


def around(one: SchemaObject, whole: Whole) -> Iterator[Step]:
    """What has to be there for what an object says of others."""
    yield from _named(one, whole)
    for _, _, needs in _later(one, whole):
        yield from needs


def _always(_: Identity) -> bool:
    return True


def _objects(whole: Whole, is_made: IsMade) -> Iterator[Action]:
    """What makes the objects, and what is said when others are there."""
    for identity, one in whole.catalog.objects.items():
        make = (_ADD if identity in whole.apart else MAKE).get(type(one))
        if make is None or not is_made(identity):
            continue
        itself = (identity, Part.WHOLE)
        needs = set(_named(one, whole))
        if isinstance(one, BaseType | RangeType) and (shell := tuple(types.shell(one))):
            yield Action((identity, Part.SHELL), shell, _schema(identity))
            needs.add((identity, Part.SHELL))
        made = tuple(make(one, whole))
        if isinstance(one, View) and identity in whole.views_in_circles:
            of = frozenset(_whole(*relations.types_of_columns(one, whole)))
            yield Action((identity, Part.SHELL), (relations.columns_alone(one, whole),), _schema(identity) | of)
            needs.add((identity, Part.SHELL))
            made = (replaced(made[0]), *made[1:])
        yield Action(itself, made, frozenset(needs) | _schema(identity))
        for part, statements, others_ in _later(one, whole):
            made = tuple(statements)
            if made:
                yield Action((identity, part), made, frozenset({itself, *others_}))


def _schema(of: Identity) -> frozenset[Step]:
    return _within(of.schema) if of.schema and of.kind is not Kind.SCHEMA else frozenset()


@cache
def _within(schema: str) -> frozenset[Step]:
    return frozenset({(Identity(Kind.SCHEMA, schema), Part.WHOLE)})


def _named(one: SchemaObject, whole: Whole) -> Iterator[Step]:
    """What an object needs that the catalogs do not say, or say otherwise."""
    identity = one.identity
    if isinstance(one, Constraint | Index | Trigger):
        yield from ((each, Part.ATTACHMENT) for each in whole.partitions_below(identity.schema, identity.relation))
    if isinstance(one, Constraint) and one.type == "check" and one.definition.endswith(_NOT_VALID):
        yield from ((each, Part.WHOLE) for each in whole.tables_below(identity.schema, identity.relation))
    if isinstance(one, Trigger) and (copied := relations.original(one, whole)):
        yield copied, Part.WHOLE
    if isinstance(one, Column) and one.inherited and (given := parent(one, whole)):
        yield given.identity, Part.WHOLE
    if isinstance(one, Publication):
        for schema in one.schemas:
            yield Identity(Kind.SCHEMA, *named(schema)), Part.WHOLE
    if isinstance(one, Extension):
        yield Identity(Kind.SCHEMA, one.in_schema), Part.WHOLE


def _later(one: SchemaObject, whole: Whole) -> Iterator[tuple[Part, Iterator[Sql], Iterable[Step]]]:
    """What is said about an object when others are there, with these."""
    identity = one.identity
    match one:
        case Table():
            yield from _of_table(one, whole)
        case Column() if identity in whole.apart and one.default and identity not in whole.plain_defaults:
            yield Part.DEFAULT, iter([tables.defaulted(one)]), ()
        case Domain() if one.default and identity not in whole.plain_defaults:
            yield Part.DEFAULT, types.defaulted(one), ()
        case View() if identity.kind is Kind.MATERIALIZED_VIEW:
            indexes = [whole.index(identity.schema, identity.name, own) for own in named(one.clustered_on or "")]
            yield Part.REST, relations.marked(one), _whole(*indexes)
            yield Part.FILLED, relations.filled(one, whole), [(each, Part.FILLED) for each in whole.read_by(identity)]
        case Sequence() if one.owned_by is not None:
            schema, table, column = named(one.owned_by)
            owner, numbered = whole.relation(schema, table), Identity(Kind.COLUMN, schema, table, column)
            both = ((owner, Part.WHOLE), (owner, Part.OWNER), (identity, Part.OWNER))
            made = _whole(numbered) if numbered in whole.apart else ()
            yield Part.ATTACHMENT, iter([sequences.owned_by(one)]), (*both, *made)
        case Constraint() | Index():
            if of := whole.parent_of_index(one):
                attached = (whole.relation(identity.schema, identity.relation), Part.ATTACHMENT)
                yield Part.ATTACHMENT, relations.attached_index(one, whole), (*_whole(of), attached)
            if isinstance(one, Constraint):
                yield Part.REST, relations.enforced(one), ()
        case Role():
            yield Part.REST, others.memberships(one, whole), _whole(*(each.identity for each in whole.of(Role)))


def _of_table(one: Table, whole: Whole) -> Iterator[tuple[Part, Iterator[Sql], Iterable[Step]]]:
    identity = one.identity
    defaults = (column for column in whole.columns.get((identity.schema, identity.name), ()) if column.default)
    calling = [tables.defaulted(each) for each in defaults if each.identity not in whole.plain_defaults]
    yield Part.DEFAULT, iter(calling), ()
    texts = (one.replica_identity.partition(" ")[2], one.clustered_on or "")
    indexes = [whole.index(identity.schema, identity.name, own) for text in texts for own in named(text)]
    yield Part.REST, tables.marked(one), _whole(*indexes)
    if one.partition_of:
        yield Part.ATTACHMENT, tables.attached(one), _whole(whole.relation(*pair(one.partition_of)))


def _whole(*identities: Identity) -> tuple[Step, ...]:
    return tuple((identity, Part.WHOLE) for identity in identities)


def _facts(whole: Whole, is_made: IsMade) -> Iterator[Action]:
    """What is said about objects; all privileges on one at once, and all labels."""
    together: defaultdict[Step, list[Sql]] = defaultdict(list, _of_identities(whole, is_made))
    for one in whole.catalog.objects.values():
        if one.identity.kind not in _FACTS or not is_made(about := facts.about(one.identity)):
            continue
        match one:
            case Owner():
                made = tuple(facts.owned(one))
                if made:
                    yield Action((about, Part.OWNER), made, frozenset({(about, Part.WHOLE)}))
                roles = facts.endowed(about, whole.at_work)
                together[about, Part.PRIVILEGE] += facts.withdrawn(about, roles, one.owner, whole.catalog.major)
            case Privilege() | DefaultPrivilege():
                owner, endowed = whole.owner(one.identity), facts.endowed(about, whole.at_work)
                before = facts.Access() if one.identity.to in endowed else facts.untouched(one)
                together[about, Part.PRIVILEGE] += facts.granted(
                    one.identity, before, facts.Access.of(one), owner, whole.catalog.major
                )
            case Comment():
                needs = frozenset({(about, Part.WHOLE), *_around(about, whole)})
                yield Action((about, Part.COMMENT), (facts.commented(one),), needs)
            case SecurityLabel():
                together[about, Part.LABEL].append(facts.labelled(one.identity, one.label))
    for (about, part), statements in together.items():
        if statements:
            whole_alone = frozenset({(about, Part.WHOLE)})
            needs = _schema(about) | allowed_after(about, whole) if part is Part.PRIVILEGE else whole_alone
            yield Action((about, part), tuple(statements), needs)


def _of_identities(whole: Whole, is_made: IsMade) -> Iterator[tuple[Step, list[Sql]]]:
    """What is withdrawn on sequences of identity columns, whose owner is that of their tables and nowhere said."""
    for (schema, own), column in whole.identity_columns.items() if whole.at_work else ():
        about = Identity(Kind.SEQUENCE, schema, "", own)
        if is_made(about):
            roles, owner = facts.endowed(about, whole.at_work), whole.owner(whole.maker_of_relation(column))
            yield (about, Part.PRIVILEGE), list(facts.withdrawn(about, roles, owner, whole.catalog.major))


def allowed_after(about: Identity, whole: Whole) -> frozenset[Step]:
    """What has to be there before privileges: the owner, who grants them; on a column, those on its table."""
    found = {(about, Part.WHOLE), (about, Part.OWNER)}
    if about.kind is Kind.COLUMN:
        table = whole.relation(about.schema, about.relation)
        found |= {(table, Part.OWNER), (table, Part.PRIVILEGE)}
    return frozenset(found)


def _around(about: Identity, whole: Whole) -> Iterator[Step]:
    """For the type of a table's rows, an array type, NOT NULL or the like, which come with others: these, and more."""
    for one in whole.required_by(about):
        yield from ((one, part) for part in (Part.WHOLE, Part.CHANGED))
    if about.kind in TYPES and about not in whole.catalog.objects:
        for one in whole.catalog.objects:
            if one.schema == about.schema and (one.kind in TYPES or one.kind in RELATIONS):
                yield one, Part.WHOLE


class _Makers:
    """Which step makes what the catalogs call by its identity."""

    def __init__(self, whole: Whole, steps: AbstractSet[Step], *, alone: bool) -> None:
        """Begin; `alone` if there will be no other steps, of what is there already."""
        self._whole = whole
        self._steps = steps
        self._alone = alone
        self._needs_of_types = {
            (one.needed, one.dependent) for one in whole.catalog.dependencies if (one.dependent, Part.SHELL) in steps
        }

    def pair(self, dependency: Dependency) -> tuple[Step | None, Step | None]:
        """The step that needs, and the one that is needed."""
        dependent, needed = dependency.dependent, dependency.needed
        calls = dependency.by_default and dependent not in self._whole.plain_defaults
        part = Part.DEFAULT if calls and not self._generated(dependent) else Part.WHOLE
        begins = (dependent, needed) in self._needs_of_types or self._whole.begins_with_columns(dependent, needed)
        shell = Part.SHELL if begins else Part.WHOLE
        own = self._step(dependent, part)
        return (own, self._step(needed, shell)) if own in self._steps else (None, None)

    def known(self, steps: Iterable[Step]) -> frozenset[Step]:
        """Those that are made; of an object without a step of its own that of what it comes with."""
        return frozenset(found for identity, part in steps if (found := self._step(identity, part)) is not None)

    def _step(self, identity: Identity, part: Part) -> Step | None:
        made = (self._whole.maker(identity), part)
        return made if not self._alone or made in self._steps else None

    def _generated(self, identity: Identity) -> bool:
        found = self._whole.catalog.objects.get(identity)
        return isinstance(found, Column) and found.generated is not None
