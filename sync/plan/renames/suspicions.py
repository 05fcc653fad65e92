"""What may have been renamed: pairs of something that only A has and something that only B has, which are alike."""

import shlex
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import SequenceMatcher

from sync.compare import Change, Difference
from sync.errors import PlanError
from sync.model import Catalog, Identity, Kind, SchemaObject
from sync.model.objects import Column, CompositeType, Enum, Schema, Sequence, Table
from sync.plan.renames.answers import Meanings
from sync.plan.renames.grammar import parsed, written
from sync.plan.renames.kinds import PARENTS, RENAMED
from sync.plan.renames.likeness import LEVELS, Level, Side, Words, says_little
from sync.plan.renames.statements import attributes
from sync.plan.sql import named

# Tables that share at least so many columns, and so large a part of them, may be one that changed otherwise too.
_FEWEST_COLUMNS = 3
_SHARE = 2 / 3
# Schemas of which so large a part is the same.
_SHARE_OF_SCHEMA = 1 / 2
# What more things than this have says nothing of any of them.
_COMMON = 20
# Of more pairs than these that are all alike only those with alike names are told; of many more none.
_FEW_PAIRS, _MANY_PAIRS = 9, 400
_ALIKE_NAMES = 0.6
# What a rename keeps; of other kinds it saves making them again.
_KEEPS = {
    Kind.SCHEMA: "what is in it",
    Kind.TABLE: "its rows",
    Kind.MATERIALIZED_VIEW: "its rows",
    Kind.COLUMN: "its values",
    Kind.SEQUENCE: "its value",
    Kind.INDEX: "it without building it again",
    Kind.CONSTRAINT: "it without checking it again",
}
_PARTS = {Kind.ENUM: "value", Kind.COMPOSITE_TYPE: "attribute"}
_RANK = {kind: number for number, kind in enumerate((*_KEEPS, *(kind for kind in Kind if kind not in _KEEPS)))}
_LAST = (Kind.INDEX, Kind.CONSTRAINT)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Something that may have been renamed.

    Attributes:
        old: What only A has.
        new: What only B has.
        value: Of an enum type or a composite type, the label or attribute that may have been renamed, in A and in B.
        likeness: In which way the two are alike, for people.
        ambiguous: Whether one of the two is as much like something else.
        option: The answer that says that it was renamed, as `answered` takes it.
    """

    old: Identity
    new: Identity
    value: tuple[str, str] | None
    likeness: str
    ambiguous: bool
    option: str

    @property
    def question(self) -> str:
        """One line for people."""
        old, new, kind = self.old.place, self.new.place, self.old.kind.value
        keeps = _KEEPS.get(self.old.kind, "it")
        if self.value is not None:
            kind = f"{_PARTS[self.old.kind]} of {kind}"
            (old, new), keeps = written(self.old, self.new, self.value).rsplit("=", 1), "what has it"
        likeness = f"{self.likeness}, and not the only one" if self.ambiguous else self.likeness
        return f"{kind} {old} may have become {new} ({likeness}): --rename {shlex.quote(self.option)} keeps {keeps}"


def suspected(a: Catalog, b: Catalog, differences: Iterable[Difference]) -> tuple[Suspicion, ...]:
    """What may have been renamed, that with data first. It takes about as long as finding the differences did.

    Of what is on a table or in a schema that may have been renamed, only what has got another name too is told.
    A table with a single column, an empty sequence and the like are suspected only if their names are alike.

    Args:
        a: All of A, as it was compared.
        b: All of B, likewise.
        differences: What differs between them.
    """
    by_change: defaultdict[Change, list[Identity]] = defaultdict(list)
    for one in differences:
        if one.identity.kind in RENAMED:
            by_change[one.change].append(one.identity)
    found = list(_within(a, b, by_change[Change.CHANGED]))
    removed, added = by_change[Change.REMOVED], by_change[Change.ADDED]
    common = {one.kind for one in removed} & {one.kind for one in added}
    if common:
        sides = [[one for one in of if one.kind in common] for of in (removed, added)]
        found += _Search(a, b, *sides).found()
    meanings = Meanings(a, b)
    return tuple(_told(one, meanings) for one in sorted(found, key=_key))


@dataclass(frozen=True, slots=True)
class _Pair:
    old: Identity
    new: Identity
    value: tuple[str, str] | None
    likeness: str
    ambiguous: bool = False


def _key(one: _Pair) -> tuple[bool, int, Identity, Identity, tuple[str, str]]:
    last = one.old.kind in _LAST
    return (last, _RANK[one.old.kind], one.old, one.new, one.value or ("", ""))


def _told(one: _Pair, meanings: Meanings) -> Suspicion:
    """With the answer: the kind stands before it where it could mean something else."""
    option = written(one.old, one.new, one.value)
    try:
        meanings.one(parsed(option))
    except PlanError:
        option = f"{_PARTS[one.old.kind] if one.value else one.old.kind} {option}"
    return Suspicion(one.old, one.new, one.value, one.likeness, one.ambiguous, option)


def _within(a: Catalog, b: Catalog, changed: Iterable[Identity]) -> Iterator[_Pair]:
    """Labels of enums and attributes of composite types that stand where others stood."""
    for of in changed:
        old, new = a.objects[of], b.objects[of]
        if isinstance(old, Enum) and isinstance(new, Enum):
            before, after = [(one, "") for one in old.values], [(one, "") for one in new.values]
            likeness = "in the same position"
        elif isinstance(old, CompositeType) and isinstance(new, CompositeType):
            before, after = list(attributes(old.columns).items()), list(attributes(new.columns).items())
            likeness = "of the same type in the same position"
        else:
            continue
        if len(before) != len(after):
            continue
        known, wanted = {one for one, _ in before}, {one for one, _ in after}
        for (was, type_), (becomes, new_type) in zip(before, after, strict=True):
            if was not in wanted and becomes not in known and type_ == new_type:
                yield _Pair(of, of, (was, becomes), likeness)


_Held = Mapping[Identity, AbstractSet[Hashable]]


class _Search:
    def __init__(self, a: Catalog, b: Catalog, removed: Iterable[Identity], added: Iterable[Identity]) -> None:
        words = Words()
        self._words = words
        self._a, self._b = Side(a, removed, words), Side(b, added, words)
        self._pairs: list[_Pair] = []

    def found(self) -> list[_Pair]:
        """All pairs. What is certain of one helps to find others; only then those are told that are ambiguous."""
        self._pair_schemas()
        while self._goes_on():
            pass
        for level in LEVELS:
            self._pair_level(level, ambiguous=True)
        return self._pairs

    def _goes_on(self) -> bool:
        self._follow()
        return any(self._pair_level(level) for level in LEVELS) or self._pair_tables()

    def _pair_level(self, level: Level, *, ambiguous: bool = False) -> bool:
        """Pair what has one and the same key."""
        buckets: defaultdict[Hashable, tuple[list[Identity], list[Identity]]] = defaultdict(lambda: ([], []))
        for number, side in enumerate((self._a, self._b)):
            for of, one in side.alone.items():
                if (key := level(one, side)) is not None:
                    buckets[key][number].append(of)
        told = False
        for olds, news in buckets.values():
            pairs = list(self._candidates(olds, news))
            times = (Counter(old for old, _ in pairs), Counter(new for _, new in pairs))
            for old, new in pairs:
                if times[0][old] == times[1][new] == 1:
                    self._accept(old, new, self._likeness(old, new))
                    told = True
                elif ambiguous:
                    self._pairs.append(_Pair(old, new, None, self._likeness(old, new), ambiguous=True))
            if ambiguous:
                self._forget(pairs)
        return told

    def _candidates(self, olds: list[Identity], news: list[Identity]) -> Iterator[tuple[Identity, Identity]]:
        number = len(olds) * len(news)
        if not 0 < number <= _MANY_PAIRS:
            return
        for old in olds:
            little = number > _FEW_PAIRS or says_little(self._a.alone[old], self._a)
            for new in news:
                if not little or _alike(old.name or old.schema, new.name or new.schema):
                    yield old, new

    def _likeness(self, old: Identity, new: Identity) -> str:
        one = self._a.alone[old]
        if isinstance(one, Table):
            return self._columns_alike(old, new)
        if isinstance(one, Schema):
            before, after = self._a.inside[old.schema], self._b.inside[new.schema]
            return f"{len(before & after)} of {max(len(before), len(after))} objects alike"
        return "the same type in the same table" if isinstance(one, Column) else "alike but for the name"

    def _columns_alike(self, old: Identity, new: Identity) -> str:
        before, after = self._a.columns_of(old), self._b.columns_of(new)
        return f"{len(before & after)} of {max(len(before), len(after))} columns alike"

    def _accept(self, old: Identity, new: Identity, likeness: str) -> None:
        self._pairs.append(_Pair(old, new, None, likeness))
        self._forget([(old, new)])
        if old.kind is Kind.SCHEMA:
            self._a.schemas[old.schema] = new.schema
        elif old.kind in PARENTS:
            self._a.places[old.schema, old.name] = (new.schema, new.name)
        self._words.join(old.schema, new.schema)
        self._words.join(old.name, new.name)

    def _forget(self, pairs: Iterable[tuple[Identity, Identity]]) -> None:
        for old, new in pairs:
            self._a.alone.pop(old, None)
            self._b.alone.pop(new, None)

    def _follow(self) -> None:
        """What is on something that was renamed, or in it, and has the same name there, is the same."""
        there = {self._known(one, self._b): of for of, one in self._b.alone.items()}
        pairs = [
            (of, there[known]) for of, one in self._a.alone.items() if (known := self._known(one, self._a)) in there
        ]
        self._forget(pairs)
        for old, new in pairs:
            if old.kind in PARENTS:
                self._a.places[old.schema, old.name] = (new.schema, new.name)

    def _known(self, one: SchemaObject, side: Side) -> Hashable:
        of = one.identity
        place = side.place(of)
        if isinstance(one, Sequence) and one.owned_by is not None:  # it is where its table is
            schema, table, _ = named(one.owned_by)
            place = (side.places.get((schema, table), place)[0], "")
        return (of.kind, place, of.name, self._words.text(of.signature))

    def _pair_schemas(self) -> None:
        """Schemas of which most is the same."""
        schemas = _best(
            {of: self._a.inside[of.schema] for of in self._a.alone if of.kind is Kind.SCHEMA},
            {of: self._b.inside[of.schema] for of in self._b.alone if of.kind is Kind.SCHEMA},
        )
        for old, new, share in list(schemas):
            if share >= _SHARE_OF_SCHEMA:
                self._accept(old, new, self._likeness(old, new))

    def _pair_tables(self) -> bool:
        """Tables of which most columns are the same, one of them like no other table's of the schema."""
        tables = [
            {
                of: side.columns_of(of)
                for of, one in side.alone.items()
                if isinstance(one, Table) and not side.branch(one)
            }
            for side in (self._a, self._b)
        ]
        if not all(tables):
            return False
        common = Counter(
            (of.schema, of.name, self._words.text(one.type))
            for of, one in self._a.catalog.objects.items()
            if isinstance(one, Column)
        )
        told = False
        for old, new, share in _best(*tables):
            alike = tables[0][old] & tables[1][new]
            same_place = old.kind is new.kind and self._a.schema(old.schema) == new.schema
            telling = any(common[old.schema, *column] == 1 for column in alike)
            if same_place and telling and share >= _SHARE and len(alike) >= _FEWEST_COLUMNS:
                self._accept(old, new, self._columns_alike(old, new))
                told = True
        return told


def _best(olds: _Held, news: _Held) -> Iterator[tuple[Identity, Identity, float]]:
    """Pairs that share more of their parts with each other than with any other, and how large a share that is.

    A part that very many have says nothing; without such limits this would take the square of their number.
    """
    with_part: defaultdict[Hashable, list[Identity]] = defaultdict(list)
    for new, parts in news.items():
        for part in parts:
            with_part[part].append(new)
    frequent = Counter(part for parts in olds.values() for part in parts)
    near = {
        (old, new)
        for old, parts in olds.items()
        for part in parts
        if frequent[part] <= _COMMON and len(with_part[part]) <= _COMMON
        for new in with_part[part]
    }
    shares = {(old, new): len(olds[old] & news[new]) / max(len(olds[old]), len(news[new])) for old, new in sorted(near)}
    best: defaultdict[tuple[str, Identity], list[float]] = defaultdict(list)
    for (old, new), share in shares.items():
        best["old", old].append(share)
        best["new", new].append(share)
    for (old, new), share in shares.items():
        if all(share > other for of in (best["old", old], best["new", new]) for other in _others(of, share)):
            yield old, new, share


def _others(shares: list[float], own: float) -> list[float]:
    rest = list(shares)
    rest.remove(own)
    return rest


def _alike(old: str, new: str) -> bool:
    return SequenceMatcher(None, old, new).ratio() >= _ALIKE_NAMES
