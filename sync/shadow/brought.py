"""What files themselves make in a platform's schemas, as PostgreSQL's parser sees it: it is not there before them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import postgast

from sync.migrations import SqlFile
from sync.model import Catalog, Identity, Kind
from sync.parsing import TREE, unwrapped
from sync.shadow.platform import PLATFORMS_OWN, PUBLIC, Platform, standing

_GIVEN = {
    TREE.OBJECT_TABLE: "tables",
    TREE.OBJECT_SEQUENCE: "sequences",
    TREE.OBJECT_FUNCTION: "functions",
    TREE.OBJECT_ROUTINE: "functions",
    TREE.OBJECT_TYPE: "types",
}
# How the names end that PostgreSQL chooses for constraints.
_ENDINGS = {TREE.CONSTR_PRIMARY: "pkey", TREE.CONSTR_UNIQUE: "key", TREE.CONSTR_FOREIGN: "fkey"}
# Where statements have the name of what they make, as a relation and as a list of names.
_RELATIONS = {
    "CreateStmt": "relation",
    "CreateForeignTableStmt": "base_stmt",
    "CreateSeqStmt": "sequence",
    "ViewStmt": "view",
    "CompositeTypeStmt": "typevar",
}
_LISTS = {
    "CreateFunctionStmt": "funcname",
    "CreateEnumStmt": "type_name",
    "CreateRangeStmt": "type_name",
    "CreateDomainStmt": "domainname",
}

# Where nodes have the names that lead to what they mean.
_PARTS = {"List": "items", "ObjectWithArgs": "objname", "TypeName": "names"}


class Made(NamedTuple):
    """Something that a file makes, by its place.

    Attributes:
        schema: In which schema; empty for what is in none.
        relation: On what; empty for what stands for itself.
        name: What it is called.
    """

    schema: str
    relation: str
    name: str


class Given(NamedTuple):
    """Default privileges that a file grants in the schema `public`, or in all.

    Attributes:
        objects: On what: `tables`.
        to: Whom.
    """

    objects: str
    to: str


class Granted(NamedTuple):
    """Privileges that a file grants on something.

    Attributes:
        objects: On what: `tables`.
        to: Whom.
        name: What it is called; empty for all there are.
    """

    objects: str
    to: str
    name: str


def before_files(platform: Platform, files: Iterable[SqlFile]) -> Catalog:
    """What is the platform's without what the files make, and with what it seems to have given before.

    Raises:
        ReplayError: PostgreSQL's parser refuses a file.
        SourceError: A file cannot be read.
    """
    brought = _brought(files)
    witnessed = {
        (of.signature, of.to)
        for of in platform.catalog.objects
        if of.kind is Kind.DEFAULT_PRIVILEGE and of.name == PLATFORMS_OWN and of.schema == PUBLIC.schema
    }

    needed = {one.needed for one in platform.catalog.dependencies}

    def is_brought(of: Identity) -> bool:
        if of.kind is Kind.EXTENSION and of in needed:  # the platform itself stands on it
            return False
        if of.kind is Kind.DEFAULT_PRIVILEGE:
            given = Given(of.signature, of.to)
            return of.schema == PUBLIC.schema and given in brought and given not in witnessed
        return Made(of.schema, of.relation, of.name) in brought

    def is_granted(of: Identity, name: str) -> bool:
        return any(Granted(of.signature, of.to, one) in brought for one in ("", name))

    there = {of: one for of, one in platform.catalog.objects.items() if not is_brought(of)}
    for of, (given, shown_by) in platform.given.items():
        if not all(is_granted(of, name) for name in shown_by):
            there[of] = given
    return standing(platform.catalog, there)


def _brought(files: Iterable[SqlFile]) -> set[Made | Given | Granted]:
    """All of it; what a file drops before it makes it was there."""
    found: set[Made | Given | Granted] = set()
    dropped: set[tuple[str, str]] = set()
    for file in files:
        _ = file.statements  # which tells where the parser refuses it
        for parsed in postgast.parse(file.text).stmts:
            kind, node = unwrapped(parsed.stmt)
            if kind == "DropStmt":
                dropped.update(_dropped(node))
            elif kind == "AlterDefaultPrivilegesStmt":
                found.update(_given(node))
            elif kind == "GrantStmt":
                found.update(_granted(node))
            found.update(one for one in _made(kind, node) if (one.schema, one.name) not in dropped)
    return found


def _made(kind: str, node: Any) -> Iterator[Made]:
    """What one statement makes; what it may find, as it says OR REPLACE or IF NOT EXISTS, is not told."""
    if kind == "IndexStmt":
        on = node.relation
        name = node.idxname or "_".join([on.relname, *(_column(one) for one in node.index_params), "idx"])
        yield Made(on.schemaname, on.relname, name)
    elif kind == "AlterTableStmt":
        for command in node.cmds:
            yield from _added(node.relation, getattr(unwrapped(command)[1], "def"))
    elif getattr(node, "if_not_exists", False) or getattr(node, "replace", False):
        return
    elif kind == "CreateSchemaStmt":
        yield Made(node.schemaname, "", "")
    elif kind == "CreateExtensionStmt":
        yield Made("", "", node.extname)
    elif kind == "CreatePublicationStmt":
        yield Made("", "", node.pubname)
    elif kind in _RELATIONS or kind == "CreateTableAsStmt":
        on = node.into.rel if kind == "CreateTableAsStmt" else getattr(node, _RELATIONS[kind])
        on = on.relation if kind == "CreateForeignTableStmt" else on
        yield Made(on.schemaname, "", on.relname)
    elif kind in _LISTS:
        names = _names(getattr(node, _LISTS[kind]))
        yield Made(names[0] if len(names) > 1 else "", "", names[-1])


def _added(on: Any, definition: Any) -> Iterator[Made]:
    """What is added to a table."""
    kind, node = unwrapped(definition)
    if kind == "ColumnDef":
        yield Made(on.schemaname, on.relname, node.colname)
    elif kind == "Constraint" and (node.conname or node.contype in _ENDINGS):
        columns = () if node.contype == TREE.CONSTR_PRIMARY else _names([*node.keys, *node.fk_attrs])
        yield Made(on.schemaname, on.relname, node.conname or "_".join([on.relname, *columns, _ENDINGS[node.contype]]))


def _column(parameter: Any) -> str:
    """What a column of an index gives to the name that PostgreSQL chooses."""
    kind, node = unwrapped(parameter)
    if kind == "IndexElem" and not node.name:
        called, expression = unwrapped(node.expr)
        return _names(expression.funcname)[-1] if called == "FuncCall" else "expr"
    return str(node.name)


def _given(node: Any) -> Iterator[Given]:
    options = {unwrapped(one)[1].defname: unwrapped(one)[1].arg for one in node.options}
    schemas = _names(unwrapped(options["schemas"])[1].items) if "schemas" in options else [PUBLIC.schema]
    if node.action.is_grant and PUBLIC.schema in schemas and node.action.objtype in _GIVEN:
        yield from (Given(_GIVEN[node.action.objtype], unwrapped(one)[1].rolename) for one in node.action.grantees)


def _granted(node: Any) -> Iterator[Granted]:
    if not node.is_grant or node.objtype not in _GIVEN:
        return
    names = [""]
    if node.targtype == TREE.ACL_TARGET_OBJECT:
        names = [_called(one)[-1] for one in node.objects if _called(one)]
    for grantee in node.grantees:
        yield from (Granted(_GIVEN[node.objtype], unwrapped(grantee)[1].rolename, name) for name in names)


def _dropped(node: Any) -> Iterator[tuple[str, str]]:
    for one in node.objects:
        if names := _called(one):
            yield (names[0] if len(names) > 1 else ""), names[-1]


def _called(node: Any) -> Sequence[str]:
    """The names that lead to something."""
    kind, inner = unwrapped(node)
    if kind == "RangeVar":
        return [inner.schemaname, inner.relname]
    return _names(getattr(inner, _PARTS[kind]) if kind in _PARTS else [node])


def _names(nodes: Iterable[Any]) -> Sequence[str]:
    return [unwrapped(one)[1].sval for one in nodes if unwrapped(one)[0] == "String"]
