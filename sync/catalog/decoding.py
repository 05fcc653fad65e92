"""From a row, as the server wrote it, to the object and the facts about it, in the form in which they are compared."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, get_args, get_origin

from sync.catalog.access import changed_privileges, new_privileges, privileges
from sync.catalog.deparsed import settled
from sync.catalog.families import IDENTITY, Fact, Family
from sync.catalog.lines import Lines
from sync.catalog.secrets import (
    StandIn,
    digest,
    without_connection_secrets,
    without_secret_options,
    without_secrets,
)
from sync.model import UNKNOWN, Identity, Kind, Mark, SchemaObject
from sync.model.base import marked
from sync.model.objects import Comment, Owner, SecurityLabel

_Form = Callable[[Any, Identity, StandIn], Any]


class Decoder:
    """Decodes the rows of one family.

    Args:
        family: Which.
        major: The major version of the server that wrote them.
        addresses: Where the rows say where each object is, takes that up.
        stand_in: What makes what stands in the place of secrets, by default digests.
    """

    def __init__(
        self,
        family: Family,
        major: int,
        addresses: dict[str, Identity] | None = None,
        stand_in: StandIn | None = None,
    ) -> None:
        self._family = family
        self._stand_in = stand_in or digest
        self._major = major
        self._of = family.of
        self._forms = _forms(self._of) if self._of else {}
        self._names = family.columns[len(IDENTITY) :]
        self._addresses = None if family.kind is None else addresses
        self._attributes = tuple(name for name in self._names if name not in family.facts)
        self._line_ends = bool(self._of and "line_ends" in marked(self._of, Mark.COSMETIC))

    def __call__(self, rows: Iterable[str]) -> Iterator[SchemaObject]:
        """The objects of the rows and, behind each, the facts about it."""
        for identity, values in self._values(rows):
            if self._of is not None:
                yield self._object(self._of, identity, values)
            yield from self._facts(identity, values)

    def not_readable(self, rows: Iterable[str]) -> Mapping[str, tuple[Identity, ...]]:
        """By the name of the attribute, the objects whose value the role may not read."""
        read = tuple(self._values(rows))
        hidden = {name: tuple(one for one, values in read if values[name] is UNKNOWN) for name in self._family.guarded}
        return {name: objects for name, objects in hidden.items() if objects}

    def _values(self, rows: Iterable[str]) -> Iterator[tuple[Identity, dict[str, Any]]]:
        for row in rows:
            kind, schema, relation, name, signature, *found = json.loads(row)
            identity = Identity(Kind(kind), schema, relation, name, signature)
            if self._addresses is not None:
                self._addresses[found.pop()] = identity
            yield identity, dict(zip(self._names, (UNKNOWN if one == {} else one for one in found), strict=True))

    def _object(self, of: type[SchemaObject], identity: Identity, values: dict[str, Any]) -> SchemaObject:
        attributes = {name: values[name] for name in self._attributes}
        for name, form in self._forms.items():
            if attributes[name] is not UNKNOWN:
                attributes[name] = form(attributes[name], identity, self._stand_in)
        if self._line_ends:
            lines = Lines.of(attributes["body"])
            attributes |= {"body": lines.text, "line_ends": lines.ends}
        return of(identity, **attributes)

    def _facts(self, identity: Identity, values: dict[str, Any]) -> Iterator[SchemaObject]:
        owner = values.get(Fact.OWNER)
        if owner is not None:
            yield Owner(_about(Kind.OWNER, identity), owner)
        if Fact.ACL in values:
            yield from privileges(identity, values[Fact.ACL], owner or values.get(Fact.ACL_OWNER), self._major)
        if Fact.GRANTED in values:
            yield from changed_privileges(
                identity, values[Fact.GRANTED] or (), values[Fact.REVOKED] or (), values[Fact.ACL_OWNER]
            )
        if Fact.DEFAULT_ACL in values:
            yield from new_privileges(identity, values[Fact.DEFAULT_ACL], self._major)
        if Fact.LABEL in values:
            provider, label = values[Fact.LABEL]
            shown = without_secrets(label, identity, self._stand_in, prose=True)
            yield SecurityLabel(_about(Kind.SECURITY_LABEL, identity, provider), shown)
        said = values.get(Fact.COMMENT)
        if said is not None:
            lines = Lines.of(without_secrets(said, identity, self._stand_in, prose=True))
            assert lines.text is not None
            yield Comment(_about(Kind.COMMENT, identity), lines.text, lines.ends)


def _about(kind: Kind, place: Identity, to: str = "") -> Identity:
    """The identity of a fact."""
    return Identity(kind, place.schema, place.relation, place.name, place.signature, place.kind, to)


def _forms(of: type[SchemaObject]) -> dict[str, _Form]:
    """What is to be done with the attributes of a class, by name; nothing with those that are not named."""
    tuples = {one.name for one in fields(of) if _is_tuple(one.type)}
    forms: dict[str, _Form] = dict.fromkeys(tuples, _in_order)
    forms |= dict.fromkeys(marked(of, Mark.UNORDERED), _sorted)
    forms |= dict.fromkeys(marked(of, Mark.OPTIONS), _options)
    forms |= dict.fromkeys(marked(of, Mark.CONNECTION), _connection)
    forms |= dict.fromkeys(marked(of, Mark.DEPARSED), _deparsed)
    return forms | dict.fromkeys(marked(of, Mark.SOURCE), _source)


def _is_tuple(annotation: Any) -> bool:
    return get_origin(annotation) is tuple or any(_is_tuple(part) for part in get_args(annotation)[:1])


def _in_order(values: list[str] | None, identity: Identity, stand_in: StandIn) -> tuple[str, ...]:
    return tuple(without_secrets(value, identity, stand_in) for value in values or ())


def _sorted(values: list[str] | None, identity: Identity, stand_in: StandIn) -> tuple[str, ...]:
    return tuple(sorted(_in_order(values, identity, stand_in)))


def _options(values: list[str] | None, identity: Identity, stand_in: StandIn) -> tuple[str, ...]:
    return tuple(sorted(without_secret_options(values or (), identity, stand_in)))


def _connection(text: str, identity: Identity, stand_in: StandIn) -> tuple[str, ...]:
    return tuple(sorted(without_connection_secrets(text, identity, stand_in)))


def _deparsed(text: str | None, identity: Identity, stand_in: StandIn) -> str | None:
    return None if text is None else without_secrets(settled(text), identity, stand_in)


def _source(text: str | None, identity: Identity, stand_in: StandIn) -> str | None:
    return None if text is None else without_secrets(text, identity, stand_in)
