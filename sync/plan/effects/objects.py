"""Which object of the catalog a statement names."""

from collections.abc import Iterator
from typing import Any

from sync.model import Identity, Kind
from sync.model.identity import quoted
from sync.model.kinds import TYPES
from sync.parsing import TREE, unwrapped
from sync.plan.effects import trees, types
from sync.plan.effects.state import State
from sync.plan.effects.types import Type

_RELATIONS = {
    TREE.OBJECT_TABLE: Kind.TABLE,
    TREE.OBJECT_VIEW: Kind.VIEW,
    TREE.OBJECT_MATVIEW: Kind.MATERIALIZED_VIEW,
    TREE.OBJECT_FOREIGN_TABLE: Kind.FOREIGN_TABLE,
    TREE.OBJECT_SEQUENCE: Kind.SEQUENCE,
}
_ROUTINES = {
    TREE.OBJECT_FUNCTION: (Kind.FUNCTION, Kind.AGGREGATE, Kind.PROCEDURE),
    TREE.OBJECT_PROCEDURE: (Kind.PROCEDURE,),
    TREE.OBJECT_ROUTINE: (Kind.FUNCTION, Kind.PROCEDURE, Kind.AGGREGATE),
    TREE.OBJECT_AGGREGATE: (Kind.AGGREGATE,),
}
_TYPES = {TREE.OBJECT_TYPE: (*TYPES, Kind.DOMAIN), TREE.OBJECT_DOMAIN: (Kind.DOMAIN,)}
_ALONE = {
    TREE.OBJECT_LANGUAGE: Kind.LANGUAGE,
    TREE.OBJECT_FDW: Kind.FOREIGN_DATA_WRAPPER,
    TREE.OBJECT_FOREIGN_SERVER: Kind.SERVER,
    TREE.OBJECT_EVENT_TRIGGER: Kind.EVENT_TRIGGER,
    TREE.OBJECT_PUBLICATION: Kind.PUBLICATION,
    TREE.OBJECT_SUBSCRIPTION: Kind.SUBSCRIPTION,
    TREE.OBJECT_EXTENSION: Kind.EXTENSION,
}
_IN_SCHEMAS = {
    TREE.OBJECT_COLLATION: Kind.COLLATION,
    TREE.OBJECT_CONVERSION: Kind.CONVERSION,
    TREE.OBJECT_STATISTIC_EXT: Kind.STATISTICS,
    TREE.OBJECT_TSCONFIGURATION: Kind.TEXT_SEARCH_CONFIGURATION,
    TREE.OBJECT_TSDICTIONARY: Kind.TEXT_SEARCH_DICTIONARY,
}
_INPUT = frozenset({TREE.FUNC_PARAM_IN, TREE.FUNC_PARAM_INOUT, TREE.FUNC_PARAM_VARIADIC, TREE.FUNC_PARAM_DEFAULT})
_ALL_IN_SCHEMA = {
    TREE.OBJECT_TABLE: (Kind.TABLE, Kind.FOREIGN_TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW),
    TREE.OBJECT_SEQUENCE: (Kind.SEQUENCE,),
    TREE.OBJECT_FUNCTION: (Kind.FUNCTION, Kind.AGGREGATE),
    TREE.OBJECT_PROCEDURE: (Kind.PROCEDURE,),
    TREE.OBJECT_ROUTINE: (Kind.FUNCTION, Kind.PROCEDURE, Kind.AGGREGATE),
}


# What the server calls types that have another name in its catalogs. Source: format_type.c.
_SAID = {
    "bool": "boolean",
    "bpchar": "character",
    "char": '"char"',
    "float4": "real",
    "float8": "double precision",
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "time": "time without time zone",
    "timetz": "time with time zone",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
    "varbit": "bit varying",
    "varchar": "character varying",
}


def object_of(objtype: int, node: Any, state: State) -> Identity:
    """The object that a statement names; of one that is in no catalog, what it would be called there."""
    kind, one = unwrapped(node)
    if kind == "RangeVar":
        relation = state.named(one)
        place = state.place(one.schemaname, one.relname)
        return relation.identity if relation else Identity(_RELATIONS.get(objtype, Kind.TABLE), place[0], "", place[1])
    if kind == "ObjectWithArgs":
        return _routine(objtype, trees.names(one.objname), _types(one.objargs), one.args_unspecified, state)
    found = trees.names([node])
    if objtype == TREE.OBJECT_SCHEMA:
        return Identity(Kind.SCHEMA, found[0])
    if objtype in _ALONE:
        return Identity(_ALONE[objtype], "", "", found[-1])
    kinds = _TYPES.get(objtype) or (_IN_SCHEMAS.get(objtype) or _RELATIONS.get(objtype) or Kind.BASE_TYPE,)
    return _in_schema(kinds, found, state)


def _in_schema(kinds: tuple[Kind, ...], found: tuple[str, ...], state: State) -> Identity:
    schemas = found[-2:-1] or state.path
    candidates = [Identity(kind, schema, "", found[-1]) for schema in schemas for kind in kinds]
    return next((one for one in candidates if one in state.before.objects), candidates[0])


def objects_in(schema: str, objtype: int, state: State) -> Iterator[Identity]:
    """All objects of a schema, of those that are granted together."""
    kinds = _ALL_IN_SCHEMA.get(objtype, ())
    if objtype in _RELATIONS:
        yield from (one.identity for one in state.all_in(schema, kinds))
    else:
        yield from (one for one in state.before.objects if one.kind in kinds and one.schema == schema)


def routine_of(node: Any, state: State) -> Identity:
    """The function or procedure that a statement makes."""
    parameters = [unwrapped(one)[1] for one in node.parameters]
    arguments = tuple(types.type_of(one.arg_type) for one in parameters if one.mode in _INPUT)
    objtype = TREE.OBJECT_PROCEDURE if node.is_procedure else TREE.OBJECT_FUNCTION
    return _routine(objtype, trees.names(node.funcname), arguments, False, state)


def _routine(
    objtype: int, names: tuple[str, ...], arguments: tuple[Type, ...], any_arguments: bool, state: State
) -> Identity:
    kinds = _ROUTINES.get(objtype, (Kind.FUNCTION,))
    schemas = names[-2:-1] or state.path
    wanted = tuple(state.resolved(one.base) for one in arguments)
    for one in state.routines(names[-1]):
        of = one.identity
        if of.schema in schemas and of.kind in kinds and (any_arguments or _arguments(of.signature) == wanted):
            return of
    written = ", ".join(_written(one) for one in wanted)
    return Identity(kinds[0], (*schemas, "public")[0], "", names[-1], written)


def _written(of: Type) -> str:
    """A type as the server writes it."""
    own = f"{quoted(of.schema)}.{quoted(of.name)}" if of.schema else _SAID.get(of.name, of.name)
    return f"{own}[]" if of.is_array else own


def _arguments(signature: str) -> tuple[Type, ...]:
    """The types of a routine, as the catalog has them."""
    found = trees.statement(f"DROP FUNCTION f({signature})")
    if found is None:
        return ()
    return tuple(one.base for one in _types(unwrapped(found[1].objects[0])[1].objargs))


def _types(nodes: Any) -> tuple[Type, ...]:
    return tuple(types.type_of(one) for kind, one in map(unwrapped, nodes) if kind == "TypeName")
