"""What people mean with the renames that they write, and the order in which these work.

Old paths are A's names and new paths B's; an old path may also go through something that is renamed by its new name.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sync.errors import PlanError, suggestion
from sync.model import Catalog, Identity, Kind
from sync.model.objects import CompositeType, Enum
from sync.plan.renames.grammar import Side, Written, parsed
from sync.plan.renames.kinds import ALONE, CALLED, IN_SCHEMA, NAMED, OF_METHOD, ON_RELATION, PARENTS, RENAMED
from sync.plan.renames.statements import Rename, attributes, renaming
from sync.plan.whole import Place, Whole

_OF_SCHEMA, _ON_RELATION = 2, 3
_PARTED = (Kind.ENUM, Kind.COMPOSITE_TYPE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a rename means: what is renamed, in A and in B, and the label or attribute where it is one."""

    old: Identity
    new: Identity
    value: tuple[str, str] | None

    @property
    def before(self) -> tuple[Identity, str | None]:
        """What it is in A."""
        return (self.old, self.value[0] if self.value else None)

    @property
    def after(self) -> tuple[Identity, str | None]:
        """What it is in B."""
        return (self.new, self.value[1] if self.value else None)


def answered(options: Sequence[str], a: Catalog, b: Catalog) -> tuple[Rename, ...]:
    """The renames that people wrote, in an order in which they can be made: what is on others first.

    Args:
        options: `OLD=NEW` each, as `grammar` has it.
        a: Where the old names are.
        b: Where the new ones are.

    Raises:
        PlanError: One cannot be read, or is no rename of something that only A has to something that only B has.
    """
    meanings = Meanings(a, b)
    found: list[Meaning] = []
    for one in sorted(map(parsed, options), key=lambda one: len(one.old.names)):  # outer ones first
        meaning = meanings.one(one)
        if meaning not in found:
            found.append(meaning)
            meanings.learn(meaning)
    for meaning in found:
        _check(meaning, found, meanings)
    return tuple(_made(found, meanings))


def undone(renames: Iterable[Rename], start: Catalog, a: Catalog) -> tuple[Rename, ...]:
    """What takes renames back, in an order in which that can be done.

    Args:
        renames: As `answered` has them.
        start: The catalog in which they are made.
        a: The catalog before.
    """
    meanings = Meanings(start, a)
    found = [Meaning(one.new, one.old, one.value and (one.value[1], one.value[0])) for one in renames]
    for meaning in found:
        meanings.learn(meaning)
    return tuple(_made(found, meanings))


def _made(found: Sequence[Meaning], meanings: "Meanings") -> Iterator[Rename]:
    """What renames, in order."""
    whole = Whole(meanings.a)
    for one in _ordered(found, meanings):
        statements = renaming(one.old, one.new, one.value, meanings.home(one), whole)
        yield Rename(one.old, one.new, one.value, tuple(statements))


class Meanings:
    """What texts mean in two catalogs, and in which of their names the renames that are known already show."""

    def __init__(self, a: Catalog, b: Catalog) -> None:
        self.a, self.b = a, b
        self._schemas: dict[str, str] = {}
        self._places: dict[Place, Place] = {}

    def learn(self, meaning: Meaning) -> None:
        """Know from now on what has become of a schema or a relation."""
        old, new = meaning.old, meaning.new
        if old.kind is Kind.SCHEMA:
            self._schemas[old.schema] = new.schema
        elif old.kind in PARENTS and meaning.value is None:
            self._places[old.schema, old.name] = (new.schema, new.name)

    def carried(self, of: Identity) -> Identity:
        """What is of A, where it is in B if it keeps its own name."""
        if of.kind is Kind.SCHEMA:
            return of
        schema = self._schemas.get(of.schema, of.schema)
        if not of.relation:
            return of._replace(schema=schema)
        schema, relation = self._places.get((of.schema, of.relation), (schema, of.relation))
        return of._replace(schema=schema, relation=relation)

    def brought_back(self, of: Identity) -> Identity:
        """What is of B, where it would be in A."""
        if of.kind is Kind.SCHEMA:
            return of
        schemas = {new: old for old, new in self._schemas.items()}
        places = {new: old for old, new in self._places.items()}
        schema = schemas.get(of.schema, of.schema)
        if not of.relation:
            return of._replace(schema=schema)
        schema, relation = places.get((of.schema, of.relation), (schema, of.relation))
        return of._replace(schema=schema, relation=relation)

    def home(self, meaning: Meaning) -> str:
        """The schema, in A's words, that something belongs into."""
        return self.brought_back(meaning.new).schema

    def one(self, text: Written) -> Meaning:
        """What a rename means.

        Raises:
            PlanError: Nothing, or several things.
        """
        if text.kind is not None and text.kind not in RENAMED:
            raise PlanError(f"PostgreSQL cannot rename what is a {text.kind}", f"leave out {text.text}")
        olds = list(self._olds(text))
        if not olds:
            raise self._missing(text.old, self.a)
        found = [one for old, label in olds for one in self._meant(old, label, text.new)]
        if len(found) > 1:
            found = [one for one in found if not self.is_there_still(one)] or found
        if not found:
            raise self._without_new(olds, text)
        if len(found) > 1:
            words = sorted({f"{_word(one)} {text.text}" for one in found})
            raise PlanError(f"{text.text} can mean {len(found)} things", f"write {' or '.join(words)}")
        return found[0]

    def is_there_still(self, meaning: Meaning) -> bool:
        """Whether B has the old one too."""
        kept = self.carried(meaning.old)
        if meaning.value is not None:
            return meaning.value[0] in _labels(meaning.new, self.b)
        return kept in self.b.objects

    def is_there_already(self, meaning: Meaning) -> bool:
        """Whether A has the new one too."""
        if meaning.value is not None:
            return meaning.value[1] in _labels(meaning.old, self.a)
        return self.brought_back(meaning.new) in self.a.objects

    def _olds(self, text: Written) -> Iterator[tuple[Identity, str | None]]:
        found = list(self._in_a(text, text.old))
        if not found and (side := self._known_as_new(text.old)) is not None:
            found = list(self._in_a(text, side))
        yield from found

    def _in_a(self, text: Written, side: Side) -> Iterator[tuple[Identity, str | None]]:
        for of, label in _candidates(side, self.a, self._indexes):
            wanted = text.kind in (None, of.kind) and (label is not None or not text.is_part)
            if wanted and not (text.kind in _PARTED and not text.is_part and label is not None):
                yield of, label

    @cached_property
    def _indexes(self) -> tuple[dict[Place, Identity], dict[Place, Identity]]:
        """The indexes of A and of B by schema and name."""
        first, second = (
            {(of.schema, of.name): of for of in one.objects if of.kind is Kind.INDEX} for one in (self.a, self.b)
        )
        return first, second

    def _known_as_new(self, side: Side) -> Side | None:
        """The same path through A's names of what is renamed."""
        names = side.names
        place = next((old for old, new in self._places.items() if new == names[:2]), None)
        schema = next((old for old, new in self._schemas.items() if new == names[0]), None)
        if place is not None and len(names) == _ON_RELATION:
            return replace(side, names=(*place, *names[2:]))
        return replace(side, names=(schema, *names[1:])) if schema is not None and len(names) > 1 else None

    def _meant(self, old: Identity, label: str | None, side: Side) -> Iterator[Meaning]:
        """What of B the new side means for something of A."""
        known = self.carried(old)
        if label is not None:
            path = self._places.get((old.schema, old.name), (known.schema, old.name))
            schema, own = _two((*path[: _ON_RELATION - len(side.names)], *side.names)[:2])
            of = Identity(old.kind, schema, "", own)
            if len(side.names) <= _ON_RELATION and side.names[-1] in _labels(of, self.b):
                yield Meaning(old, of, (label, side.names[-1]))
            return
        if side.is_label:
            return
        for of in self._news(known, side):
            if of in self.b.objects:
                yield Meaning(old, of, None)

    def _news(self, known: Identity, side: Side) -> Iterator[Identity]:
        names = side.names
        if known.kind in ALONE:
            if len(names) == 1:
                yield _alone(known.kind, names[0])
        elif known.kind in IN_SCHEMA:
            if len(names) <= _OF_SCHEMA:
                of = known._replace(schema=names[-2] if len(names) > 1 else known.schema, name=names[-1])
                yield from self._with_signature(of, side)
        elif len(names) <= _ON_RELATION:
            path = (known.schema, known.relation)
            schema, relation = _two((*path[: _ON_RELATION - len(names)], *names[:-1]))
            yield known._replace(schema=schema, relation=relation, name=names[-1])
            place = _two(names) if len(names) == _OF_SCHEMA else None
            if known.kind is Kind.INDEX and place in self._indexes[1]:
                yield self._indexes[1][place]

    def _with_signature(self, of: Identity, side: Side) -> Iterator[Identity]:
        """The same arguments where none are said; else those that the only one of the name in B has."""
        if side.signature is not None:
            yield of._replace(signature=side.signature.strip())
        elif not of.signature or of in self.b.objects:
            yield of
        else:
            key = (of.kind, of.schema, of.name)
            others = [one for one in self.b.objects if (one.kind, one.schema, one.name) == key]
            yield from others if len(others) == 1 else ()

    def _without_new(self, olds: list[tuple[Identity, str | None]], text: Written) -> PlanError:
        others = [of for of, _ in _candidates(text.new, self.b, self._indexes[::-1])]
        if others and not any(of.kind is old.kind for of in others for old, _ in olds):
            old = olds[0][0]
            return PlanError(
                f"{text.old.text} is a {old.kind} and {text.new.text} a {others[0].kind}",
                "what is renamed stays what it is",
            )
        return self._missing(text.new, self.b)

    @staticmethod
    def _missing(side: Side, catalog: Catalog) -> PlanError:
        known = [of.place for of in catalog.objects if of.kind in RENAMED]
        return PlanError(
            f"{side.text} is not in {catalog.label}",
            f"{suggestion(side.text.replace('.', '/', 2).replace('/', '.', 1), known)}"
            "write what is in a schema with the schema, and a function with its arguments",
        )


def _two(names: Sequence[str]) -> Place:
    schema, own = names
    return schema, own


def _alone(kind: Kind, own: str) -> Identity:
    return Identity(kind, own) if kind is Kind.SCHEMA else Identity(kind, "", "", own)


def _word(meaning: Meaning) -> str:
    if meaning.value is None:
        return meaning.old.kind
    return "value" if meaning.old.kind is Kind.ENUM else "attribute"


def _labels(of: Identity, catalog: Catalog) -> tuple[str, ...]:
    found = catalog.objects.get(of)
    if isinstance(found, Enum):
        return found.values
    return tuple(attributes(found.columns)) if isinstance(found, CompositeType) else ()


def _candidates(
    side: Side, catalog: Catalog, indexes: tuple[dict[Place, Identity], dict[Place, Identity]]
) -> Iterator[tuple[Identity, str | None]]:
    """All that a full path can mean in a catalog."""
    for of in _identities(side):
        if of in catalog.objects:
            yield of, None
    if len(side.names) == _OF_SCHEMA and (index := indexes[0].get(_two(side.names))) is not None:
        yield index, None
    if len(side.names) == _ON_RELATION and side.signature is None:
        for kind in _PARTED:
            of = Identity(kind, side.names[0], "", side.names[1])
            if side.names[2] in _labels(of, catalog):
                yield of, side.names[2]


def _identities(side: Side) -> Iterator[Identity]:
    if side.is_label:
        return
    match side.names:
        case (own,):
            for kind in ALONE:
                yield _alone(kind, own)
        case (schema, own):
            if side.signature is None:
                yield from (Identity(kind, schema, "", own) for kind in NAMED)
            else:
                signature = side.signature.strip()
                yield from (Identity(kind, schema, "", own, signature) for kind in (*CALLED, *OF_METHOD))
        case (schema, relation, own):
            yield from (Identity(kind, schema, relation, own) for kind in ON_RELATION)


def _check(one: Meaning, all_: Sequence[Meaning], meanings: Meanings) -> None:
    """Refuse what is no rename."""
    old, new = _shown(*one.before), _shown(*one.after)
    for other in all_:
        if other is not one and one.before == other.before:
            raise PlanError(f"{old} cannot become {new} and {_shown(*other.after)}", "say one of them")
        if other is not one and one.after == other.after:
            raise PlanError(f"{old} and {_shown(*other.before)} cannot both become {new}", "say one of them")
    kept = meanings.carried(one.old)
    stays = (kept, one.value[0]) if one.value else (kept, None)
    if meanings.is_there_still(one) and stays not in [other.after for other in all_]:
        raise PlanError(f"{old} is in {meanings.b.label} too", "so it has not been renamed")
    back = (one.old, one.value[1]) if one.value else (meanings.brought_back(one.new), None)
    if meanings.is_there_already(one) and back not in [other.before for other in all_]:
        raise PlanError(f"{new} is in {meanings.a.label} already", "so nothing else can have become it")
    if one.old.relation and (kept.schema, kept.relation) != (one.new.schema, one.new.relation):
        _check_parents(one, kept, meanings)


def _check_parents(one: Meaning, kept: Identity, meanings: Meanings) -> None:
    """What is on a relation stays there; the relation may have been renamed too, without anybody's saying so."""
    parents = [Identity(kind, kept.schema, "", kept.relation) for kind in PARENTS]
    becomes = [Identity(kind, one.new.schema, "", one.new.relation) for kind in PARENTS]
    if any(of in meanings.b.objects for of in parents) or any(of in meanings.a.objects for of in becomes):
        raise PlanError(
            f"{one.old.kind} {one.old} cannot become {one.new}", "what is on a table stays on it when it is renamed"
        )


def _shown(of: Identity, label: str | None) -> str:
    return f"{of.kind} {of}" if label is None else f"{label} of {of.kind} {of}"


def _stage(one: Meaning) -> int:
    """What is on others and what takes types comes before these, all of it before its schema."""
    if one.value is not None or one.old.relation:
        return 0
    if one.old.kind in ALONE:
        return 4
    if one.old.kind in NAMED:
        return 2 if one.old.kind is Kind.SEQUENCE else 3  # a sequence goes along with its table
    return 1


def _ordered(found: Sequence[Meaning], meanings: Meanings) -> Iterator[Meaning]:
    """By stage; and what takes a name after what leaves it."""
    waiting = sorted(found, key=lambda one: (_stage(one), one.before[0], one.before[1] or ""))
    while waiting:
        leaving = {_name(*one.before) for one in waiting}
        free = next((one for one in waiting if _aim(one, meanings) not in leaving - {_name(*one.before)}), None)
        if free is None:
            first, second = waiting[0], waiting[1]
            raise PlanError(
                f"{_shown(*first.before)} and {_shown(*second.before)} change names with each other",
                "give one of them a third name first",
            )
        waiting.remove(free)
        yield free


def _name(of: Identity, label: str | None) -> tuple[object, ...]:
    """What only one thing can be; relations and types share their names."""
    kind = Kind.TABLE if of.kind in NAMED else of.kind
    return (kind, of.schema, of.relation, of.name, of.signature, label)


def _aim(one: Meaning, meanings: Meanings) -> tuple[object, ...]:
    """What it is going to be, in A's words."""
    return _name(one.old, one.value[1]) if one.value else _name(meanings.brought_back(one.new), None)
