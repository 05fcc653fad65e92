"""What hangs on tables: constraints, indexes, statistics objects."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from sync.model.objects import Constraint, Index, Statistics
from sync.plan.alter.no_statement import NoStatementError
from sync.plan.alter.settings import extensions_changed, parameters_changed, tablespace
from sync.plan.create import relations
from sync.plan.references import place, relation
from sync.plan.sql import Sql, name, qualified, write
from sync.plan.whole import Whole

_ENFORCED_SINCE = 18
# What stands last in the definition of a constraint, as pg_get_constraintdef writes it.
_STATE = re.compile(
    r"(?P<rest>.*?)(?P<deferrable> DEFERRABLE)?(?P<deferred> INITIALLY DEFERRED)?(?P<not_enforced> NOT ENFORCED)?"
    r"(?P<not_valid> NOT VALID)?",
    re.DOTALL,
)
# The storage parameters in the definition of an index, as pg_get_indexdef writes it.
_PARAMETER = r"(?:\w+|\"(?:[^\"]|\"\")+\")=(?:'(?:[^']|'')*'|\w+)"
_PARAMETERS = re.compile(rf" WITH \(({_PARAMETER}(?:, {_PARAMETER})*)\)(?= WHERE |\Z)")
_ONE_PARAMETER = re.compile(_PARAMETER)


def constraint(old: Constraint, new: Constraint, attributes: AbstractSet[str], target: Whole) -> Iterator[Sql]:
    """A constraint of a table, and the index behind it."""
    if "definition" in attributes:
        yield from _state_changed(old, new, target.catalog.major)
    if "firing" in attributes:
        yield relations.enforcing(new, _how(new.firing or "origin"))
    own = qualified(new.identity.schema, new.identity.name)
    if "index_options" in attributes:
        _refuse_whole(new, target)
        for change in parameters_changed(old.index_options, new.index_options):
            yield write("ALTER INDEX {} {}", own, change)
    if "tablespace" in attributes:
        yield write("ALTER INDEX {} {}", own, tablespace(new.tablespace))
    yield from _attached(old, new, target)
    yield from _counted(own, old.index_statistics, new.index_statistics)
    of = write("INDEX {}", own)
    yield from extensions_changed(of, old.index_depends_on_extensions, new.index_depends_on_extensions)


def _state_changed(old: Constraint, new: Constraint, major: int) -> Iterator[Sql]:
    """When a constraint is checked, and whether it holds for all rows."""
    before, after = _STATE.fullmatch(old.definition), _STATE.fullmatch(new.definition)
    assert before is not None
    assert after is not None
    if before["rest"] != after["rest"]:
        raise NoStatementError
    changes = []
    if (before["deferrable"], before["deferred"]) != (after["deferrable"], after["deferred"]):
        changes.append(_deferred(after))
    if before["not_enforced"] != after["not_enforced"]:
        changes.append(Sql(" NOT ENFORCED" if after["not_enforced"] else " ENFORCED"))
    is_validated = before["not_valid"] is not None and after["not_valid"] is None and not after["not_enforced"]
    becomes_invalid = after["not_valid"] is not None and before["not_valid"] is None
    if becomes_invalid or (changes and new.type != "foreign key"):
        raise NoStatementError
    if before["not_enforced"] != after["not_enforced"] and major < _ENFORCED_SINCE:
        raise NoStatementError
    for change in changes:
        yield write("ALTER TABLE {} ALTER CONSTRAINT {}{}", relation(new.identity), name(new.identity.name), change)
    if is_validated:
        yield write("ALTER TABLE {} VALIDATE CONSTRAINT {}", relation(new.identity), name(new.identity.name))


def _deferred(after: re.Match[str]) -> Sql:
    if not after["deferrable"]:
        return Sql(" NOT DEFERRABLE")
    return Sql(" DEFERRABLE INITIALLY DEFERRED" if after["deferred"] else " DEFERRABLE INITIALLY IMMEDIATE")


def _how(firing: str) -> str:
    if firing not in relations.MODES:  # the triggers behind a foreign key, each in its own way
        raise NoStatementError
    return relations.MODES[firing]


def _refuse_whole(one: Constraint | Index, target: Whole) -> None:
    """The storage parameters of an index that has parts stay as they are."""
    table = target.tables.get((one.identity.schema, one.identity.relation))
    if table is not None and table.partition_key:
        raise NoStatementError


def _attached(old: Constraint | Index, new: Constraint | Index, target: Whole) -> Iterator[Sql]:
    """An index may become part of its parent's, and stays that."""
    if old.attached_to != new.attached_to:
        if old.attached_to is not None:
            raise NoStatementError
        yield from relations.attached_index(new, target)


def _counted(own: Sql, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Sql]:
    """How exactly the values of an index are counted."""
    before, after = (dict(text.split(" ") for text in texts) for texts in (old, new))
    for number in sorted({*before, *after}, key=int):
        if before.get(number) != after.get(number):
            target = Sql(after.get(number, "-1"))
            yield write("ALTER INDEX {} ALTER COLUMN {} SET STATISTICS {}", own, Sql(number), target)


def index(old: Index, new: Index, attributes: AbstractSet[str], target: Whole) -> Iterator[Sql]:
    """An index, as far as it need not be built again."""
    own = place(new.identity)
    if "definition" in attributes:
        (rest, before), (wanted, after) = _taken_apart(old.definition), _taken_apart(new.definition)
        if rest != wanted:
            raise NoStatementError
        _refuse_whole(new, target)
        for change in parameters_changed(before, after):
            yield write("ALTER INDEX {} {}", own, change)
    if "tablespace" in attributes:
        yield write("ALTER INDEX {} {}", own, tablespace(new.tablespace))
    yield from _attached(old, new, target)
    yield from _counted(own, old.statistics, new.statistics)
    yield from extensions_changed(write("INDEX {}", own), old.depends_on_extensions, new.depends_on_extensions)


def _taken_apart(definition: str) -> tuple[str, tuple[str, ...]]:
    """The definition of an index without its storage parameters, and these."""
    for found in _PARAMETERS.finditer(definition):
        if definition.count("'", 0, found.start()) % 2 == 0:  # else it stands within a string
            texts = (text.partition("=") for text in _ONE_PARAMETER.findall(found[1]))
            plain = (f"{key}={value.strip(chr(39))}" for key, _, value in texts)
            return definition[: found.start()] + definition[found.end() :], tuple(plain)
    return definition, ()


def statistics(_: Statistics, new: Statistics, __: AbstractSet[str], ___: Whole) -> Iterator[Sql]:
    """How exactly a statistics object counts."""
    target = Sql(str(-1 if new.target is None else new.target))
    yield write("ALTER STATISTICS {} SET STATISTICS {}", place(new.identity), target)
