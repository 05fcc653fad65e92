"""What is found out about one statement: locks and hazards, gathered into its effect."""

from collections.abc import Iterable, Mapping

from sync.model import Identity, Kind, SchemaObject
from sync.model.identity import quoted
from sync.model.size import Size
from sync.plan.effects.blocks import SOME
from sync.plan.effects.effect import NO_EFFECT, Effect, Hazard, HazardKind, Lock, LockMode
from sync.plan.effects.relations import Key, Relation
from sync.plan.effects.sizes import shown, together
from sync.plan.effects.state import State
from sync.plan.whole import Place

_ORDER = {kind: number for number, kind in enumerate(HazardKind)}
_WEAKEST = LockMode.ROW_EXCLUSIVE
_WEAKEST_ON_SEQUENCES = LockMode.SHARE_UPDATE_EXCLUSIVE
# Where a text is to say which relation it is about; no name has this character in it.
IT = "\0"
_NOT_RELATIONS = frozenset({Kind.COMPOSITE_TYPE, Kind.DOMAIN})


class Judgement:
    """What one statement does.

    Attributes:
        state: What there is when it runs.
        last: What there will be at last; None where that is not known.
        after: The same, as it will be read.
        major: The major version of the server.
    """

    def __init__(self, state: State, last: State | None, sizes: Mapping[Place, Size], major: int) -> None:
        self.state = state
        self.last = last
        self.after = last.before if last is not None else None
        self.major = major
        self._sizes = sizes
        self._transactional = True
        self._locks: dict[Identity, LockMode] = {}
        self._tables: dict[Identity, Identity] = {}
        self._hazards: dict[Hazard, None] = {}

    def lock(self, relation: Relation | None, mode: LockMode) -> None:
        """It locks a relation."""
        if relation is None or relation.place[1] == SOME:
            return
        if not relation.is_new and relation.kind not in _NOT_RELATIONS:
            owner = self.state.original(relation.owner) if relation.owner is not None else None
            if owner is not None:
                self._tables[relation.identity] = owner.identity
            self._lock(relation.identity, mode)

    def lock_all(self, relations: Iterable[Relation], mode: LockMode) -> None:
        """It locks several."""
        for one in relations:
            self.lock(one, mode)

    def lock_with_those_below(self, relation: Relation, mode: LockMode) -> None:
        """It locks a table and what inherits from it."""
        self.lock_all((relation, *relation.below), mode)

    def lock_index(self, relation: Relation, key: Key, mode: LockMode) -> None:
        """It locks an index; that is told where it is more than the table has to suffer."""
        if not key.is_new and not relation.is_new:
            self._tables[key.identity] = relation.identity
            self._lock(key.identity, mode)

    def _lock(self, identity: Identity, mode: LockMode) -> None:
        self._locks[identity] = max(mode, self._locks.get(identity, mode))

    def refuse_transaction(self) -> None:
        """It cannot run in the transaction of others."""
        if self._transactional:
            self._transactional = False
            self.tell(HazardKind.NOT_TRANSACTIONAL, "runs outside of transactions, and is not undone with others")

    def tell(self, kind: HazardKind, text: str, relation: Relation | None = None) -> None:
        """There is something to think about. What was not there before is not told of."""
        known = relation is not None and not relation.is_new and relation.place[1] != SOME
        size = self.size([relation]) if known and relation is not None else None
        self._hazards[Hazard(kind, text, relation.identity if known and relation is not None else None, size)] = None

    def tell_of_rows(self, kind: HazardKind, template: str, relation: Relation, *, below: bool = False) -> None:
        """The same about the rows of a relation that was there, and of those below it: of partitions all at once."""
        tables = (relation, *relation.below) if below and not relation.is_partitioned else (relation,)
        for one in dict.fromkeys(tables):
            parts = [part for part in ((one, *one.below) if one.is_partitioned else (one,)) if part.has_storage]
            old = [part for part in parts if not part.is_new]
            if old:
                self._tell_of(kind, template, one, old)

    def _tell_of(self, kind: HazardKind, template: str, relation: Relation, old: list[Relation]) -> None:
        what, size = str(relation), self.size(old)
        if relation.is_partitioned:
            what = f"{what} with {len(old)} partition{'' if len(old) == 1 else 's'}"
            size = self._sizes.get(_origin(relation), size)
        extent = f" ({shown(size)})" if size else ""
        identity = None if relation.is_new or relation.place[1] == SOME else relation.identity
        self._hazards[Hazard(kind, template.replace(IT, what) + extent, identity, size)] = None

    def size(self, relations: Iterable[Relation]) -> Size | None:
        """How large relations are together, as far as that is known."""
        found = (self._sizes.get(_origin(one)) for one in relations)
        return together([one for one in found if one is not None])

    def before(self, identity: Identity) -> SchemaObject | None:
        """What was there before the statements."""
        return self.state.before.objects.get(identity)

    def is_made(self, of: Identity) -> bool:
        """Whether a statement made an object, or one of those to come will have."""
        return of in self.state.made or (self.after is not None and of in self.after.objects)

    def comes_again(self, old: Identity, relation: Relation | None = None) -> bool:
        """Whether what is dropped will be there at last as it was.

        Args:
            old: What is dropped, as it was called before.
            relation: What it is on, which may be called something else since.
        """
        if self.after is None:
            return False
        place = relation.place if relation is not None else (old.schema, old.relation)
        new = Identity(old.kind, place[0], place[1], old.name, old.signature)
        one, other = self.before(old), self.after.objects.get(new)
        return one is not None and other is not None and one.attributes() == other.attributes()

    def effect(self) -> Effect:
        """All of it."""
        if not self._locks and not self._hazards and self._transactional:
            return NO_EFFECT
        return Effect(
            locks=tuple(sorted(self._told(), key=lambda one: (-one.mode, one.relation))),
            hazards=tuple(sorted(self._hazards, key=lambda one: _ORDER[one.kind])),
            transactional=self._transactional,
        )

    def _told(self) -> Iterable[Lock]:
        for identity, mode in self._locks.items():
            table = self._tables.get(identity)
            weakest = _WEAKEST_ON_SEQUENCES if identity.kind is Kind.SEQUENCE else _WEAKEST
            if mode >= weakest and not (table is not None and self._locks.get(table, 0) >= mode):
                yield Lock(identity, mode, self._sizes.get((identity.schema, identity.name)))


def _origin(relation: Relation) -> Place:
    return (relation.identity.schema, relation.identity.name)


def column(relation: Relation, name: str) -> str:
    """`public.orders.note`."""
    return f"{relation}.{quoted(name)}"
