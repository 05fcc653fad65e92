"""Access control lists: what they grant to whom, in the form in which it is compared.

Who granted it makes no difference to what a role may do, nor does the order. A list that is not there means what
PostgreSQL grants by itself. Source: PostgreSQL documentation, section 5.8 "Privileges".
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from sync.model import Identity, Kind
from sync.model.objects import DefaultPrivilege, Privilege
from sync.model.privileges import (
    LETTERS,
    MAINTAIN,
    MAINTAIN_SINCE,
    OWNER,
    PUBLIC,
    all_privileges,
    default_privileges,
    new_object_privileges,
)

_ENTRY = re.compile(r'("(?:[^"]|"")*"|[^="]*)=([a-zA-Z*]*)/')

_Granted = dict[str, tuple[set[str], set[str]]]


def privileges(on: Identity, entries: Sequence[str] | None, owner: str | None, major: int) -> Iterator[Privilege]:
    """What each role may do with an object.

    Args:
        on: The object.
        entries: The list as the catalog has it: `anna=r*w/bob`; None when there is none.
        owner: The object's owner, whose own privileges are those of whoever owns it.
        major: The major version of the server.
    """
    granted: _Granted = {}
    if on.kind is not Kind.COLUMN:
        granted = {to: (set(), set()) for to in (OWNER, PUBLIC) if default_privileges(on.kind, to)}
    if entries is None:
        for to, (plain, _) in granted.items():
            plain.update(default_privileges(on.kind, to))
    _merge(granted, entries or (), owner)
    for to, (plain, grantable) in _with_maintain(granted, all_privileges(on.kind), major).items():
        yield Privilege(_to(on, to), tuple(sorted(plain)), tuple(sorted(grantable)), None)


def changed_privileges(on: Identity, granted: Sequence[str], revoked: Sequence[str], owner: str) -> Iterator[Privilege]:
    """What each role may do with an object of PostgreSQL's or an extension's beyond what came with it, or no longer.

    Args:
        on: The object.
        granted: The entries of its list that did not come with it.
        revoked: Those that did, and are not there.
        owner: The object's owner.
    """
    gained: _Granted = {}
    lost: _Granted = {}
    _merge(gained, granted, owner)
    _merge(lost, revoked, owner)
    for to in gained | lost:
        (plain, grantable), (taken, _) = (one.get(to, ((), ())) for one in (gained, lost))
        yield Privilege(_to(on, to), tuple(sorted(plain)), tuple(sorted(grantable)), tuple(sorted(taken)))


def new_privileges(place: Identity, entries: Sequence[str], major: int) -> Iterator[DefaultPrivilege]:
    """What each role may do with objects that another role is going to make.

    A list for all schemas stands in place of what PostgreSQL grants by itself, one for a schema comes on top of it:
    of the former what is not as PostgreSQL has it is told, of the latter everything but what the maker, who owns
    what it makes, has anyway.

    Args:
        place: The schema, or none; the role that makes them; what it makes.
        entries: The list as the catalog has it.
        major: The major version of the server.
    """
    granted: _Granted = {}
    if not place.schema:
        granted = {to: (set(), set()) for to in (OWNER, PUBLIC)}
    _merge(granted, entries, place.name)
    for to, (plain, grantable) in _with_maintain(granted, new_object_privileges(place.signature, OWNER), major).items():
        found = DefaultPrivilege(
            Identity(Kind.DEFAULT_PRIVILEGE, place.schema, "", place.name, place.signature, "", to),
            tuple(sorted(plain)),
            tuple(sorted(grantable)),
        )
        usual = () if place.schema else new_object_privileges(place.signature, to)
        if (found.privileges != usual or grantable) and not (place.schema and to == OWNER):
            yield found


def _to(on: Identity, to: str) -> Identity:
    """The identity of what one role may do with an object."""
    return Identity(Kind.PRIVILEGE, on.schema, on.relation, on.name, on.signature, on.kind, to)


def _merge(granted: _Granted, entries: Iterable[str], owner: str | None) -> None:
    """Add what the entries of a list grant."""
    for to, letters in _parsed(entries):
        plain, grantable = granted.setdefault(OWNER if to == owner else to, (set(), set()))
        for letter, star in letters:
            plain.add(LETTERS[letter])
            if star and to != owner:  # an owner may always grant
                grantable.add(LETTERS[letter])


def _with_maintain(granted: _Granted, everything: Sequence[str], major: int) -> _Granted:
    """An owner who may do everything could do this too before there was a name for it."""
    plain, _ = granted.get(OWNER, (set(), set()))
    if major < MAINTAIN_SINCE and {*plain, MAINTAIN} == set(everything):
        plain.add(MAINTAIN)
    return granted


def _parsed(entries: Iterable[str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Role and letters of each entry, a letter with a star when it may be granted on."""
    for entry in entries:
        found = _ENTRY.match(entry)
        assert found is not None, entry
        name, letters = found.groups()
        to = name[1:-1].replace('""', '"') if name.startswith('"') else name
        yield to or PUBLIC, re.findall(r"([a-zA-Z])(\*?)", letters)
