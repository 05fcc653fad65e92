"""Constraints whose names PostgreSQL chose: `orders_total_check` on one side, `orders_total_check1` on the other.

Which number a name ends in tells only in which order things were made, and a table that was renamed keeps the names
that were made of its old one. So constraints that are equal but for such names are one, and the names a cosmetic
difference.
Source: `ChooseConstraintName` in PostgreSQL's pg_constraint.c.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, product

from sync.model import Catalog, Identity, Kind, SchemaObject
from sync.model.identity import quoted
from sync.model.objects import Constraint, DomainConstraint, Index, Table

_GENERATED = re.compile(r"_(?:pkey|key|fkey|check|excl)\d*\Z")

_Constraint = Constraint | DomainConstraint
_Meaning = tuple[object, ...]


def with_one_name(a: Catalog, b: Catalog) -> tuple[Catalog, Catalog]:
    """Both catalogs, with A's names for the constraints of B that are equal but for a generated name."""
    new_names = _free(_with_those_below(dict(_pairs(a.objects.values(), b.objects.values())), b), b)
    if not new_names:
        return a, b
    names = {identity: identity.name for identity in new_names}
    own = {identity._replace(name=name): name for identity, name in new_names.items()}
    needed = frozenset(
        replace(one, dependent=_known(one.dependent, new_names), needed=_known(one.needed, new_names))
        for one in b.dependencies
    )
    b = replace(b, objects=_named(b, new_names, names), dependencies=needed)
    return with_one_name(replace(a, objects=_named(a, {}, own)), b)  # what is attached to them may be equal now


def _pairs(a: Iterable[SchemaObject], b: Iterable[SchemaObject]) -> Iterable[tuple[Identity, str]]:
    """Identities in B that stand under another name in A, with that name."""
    left, right = _generated(a), _generated(b)
    called_so = set(left) & set(right)
    there: dict[_Meaning, list[Identity]] = {}
    for meaning, identity in right:
        if (meaning, identity) not in called_so:
            there.setdefault(meaning, []).append(identity)
    for meaning, identity in left:
        if (meaning, identity) not in called_so and (same := there.get(meaning)):
            yield same.pop(0), identity.name


def _with_those_below(names: dict[Identity, str], b: Catalog) -> dict[Identity, str]:
    """The names with those of checks that tables have from others, also where only B has the table.

    A check is called like that of the parent; one that has it from several keeps its name, and so do these.
    """
    checks = [one for one in names if isinstance(found := b.objects[one], Constraint) and found.type == "check"]
    if not checks:
        return names
    parents = _parents(b.objects.values())
    below: dict[str, list[tuple[str, str]]] = {}
    for place, above in parents.items():
        for text in filter(None, above):
            below.setdefault(text, []).append(place)
    known = dict(names)
    for check in checks:
        waiting = [(check.schema, check.relation)]
        while waiting:
            for schema, relation in chain.from_iterable(below.get(text, ()) for text in _written(*waiting.pop())):
                own = check._replace(schema=schema, relation=relation)
                given = b.objects.get(own)
                if not isinstance(given, Constraint) or not given.inherited:
                    continue
                if len([one for one in parents[schema, relation] if one]) > 1:
                    known.pop(check, None)
                elif own not in names and check in known:
                    known[own] = names[check]
                waiting.append((schema, relation))
    return known


def _written(schema: str, relation: str) -> Iterator[str]:
    """How the server may write a name: some are quoted that need not be, as they are its keywords."""
    for names in product(*((one, '"' + one.replace('"', '""') + '"') for one in (schema, relation))):
        yield ".".join(names)


def _free(names: dict[Identity, str], b: Catalog) -> Mapping[Identity, str]:
    """Those of the new names that nothing in B has and keeps."""
    new = {identity: identity._replace(name=name) for identity, name in names.items()}
    taken = {identity for identity, one in new.items() if one in b.objects and one not in names}
    return _free({identity: name for identity, name in names.items() if identity not in taken}, b) if taken else names


def _generated(objects: Iterable[SchemaObject]) -> list[tuple[_Meaning, Identity]]:
    """What each constraint with a generated name means, in the order of the names."""
    constraints = [one for one in objects if isinstance(one, _Constraint) and _GENERATED.search(one.identity.name)]
    parents = _parents(objects)
    return sorted(((_meaning(one, parents), one.identity) for one in constraints), key=lambda pair: pair[1])


def _parents(objects: Iterable[SchemaObject]) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """By schema and name, what tables inherit from, and are a partition of."""
    tables = (one for one in objects if isinstance(one, Table) and (one.inherits or one.partition_of))
    return {(one.identity.schema, one.identity.name): (*one.inherits, one.partition_of or "") for one in tables}


def _meaning(one: _Constraint, parents: Mapping[tuple[str, str], tuple[str, ...]]) -> _Meaning:
    """A check that parents gave is called as there: it is the same only as long as they are."""
    place = (one.identity.schema, one.identity.relation)
    is_given = isinstance(one, Constraint) and one.inherited
    return (*place, one.attributes(), parents.get(place) if is_given else None)


def _known(identity: Identity, names: Mapping[Identity, str]) -> Identity:
    return identity._replace(name=names[identity]) if identity in names else identity


def _constraint(identity: Identity) -> Identity:
    """The constraint that something is, or is said about: a key's index has its name."""
    of = identity.of or identity.kind
    kind = Kind.DOMAIN_CONSTRAINT if of is Kind.DOMAIN_CONSTRAINT else Kind.CONSTRAINT
    return Identity(kind, identity.schema, identity.relation, identity.name)


def _named(
    catalog: Catalog, new: Mapping[Identity, str], told: Mapping[Identity, str]
) -> Mapping[Identity, SchemaObject]:
    """The objects with other names, those of facts about them too; what was renamed tells its name."""
    objects: dict[Identity, SchemaObject] = {}
    indexes = {_place(identity, identity.name): _place(identity, name) for identity, name in new.items()}
    for identity, one in catalog.objects.items():
        on = _constraint(identity)
        known = identity._replace(name=new[on]) if on in new else identity
        found = _pointing(one if known == identity else replace(one, identity=known), indexes)
        if isinstance(found, _Constraint) and identity in told:
            found = replace(found, generated_name=told[identity])
        objects[known] = found
    return objects


def _pointing(one: SchemaObject, indexes: Mapping[str, str]) -> SchemaObject:
    """An object with the other names of the indexes that it speaks of."""
    match one:
        case Table():
            kind, _, index = one.replica_identity.partition(" ")
            clustered = one.clustered_on and _own(one.clustered_on, one.identity, indexes)
            identified = f"{kind} {_own(index, one.identity, indexes)}" if index else kind
            if (identified, clustered) != (one.replica_identity, one.clustered_on):
                return replace(one, replica_identity=identified, clustered_on=clustered)
        case Constraint() | Index() if one.attached_to:
            return replace(one, attached_to=indexes.get(one.attached_to, one.attached_to))
    return one


def _place(of: Identity, own: str) -> str:
    return f"{quoted(of.schema)}.{quoted(own)}"


def _own(index: str, of: Identity, indexes: Mapping[str, str]) -> str:
    """What an index of a table is called now; both as SQL writes them."""
    schema = f"{quoted(of.schema)}."
    return indexes.get(schema + index, schema + index).removeprefix(schema)
