"""One line about an object that was added or removed, as a person would say it."""

from collections.abc import Callable, Mapping

from sync.compare import Change, Difference
from sync.model import Kind, Value

_Attributes = Mapping[str, Value]


def describe(difference: Difference) -> str:
    """What an added or removed object is, in one line; empty when its name says all."""
    side = 0 if difference.change is Change.REMOVED else 1
    attributes: _Attributes = {one.name: (one.old, one.new)[side] for one in difference.attributes}
    speak = _SPEAKERS.get(difference.identity.kind)
    return speak(attributes) if speak else ""


def shown(value: Value) -> str:
    """A value as people read it."""
    if value is None or value == ():
        return "(none)"
    if value == "":
        return "(empty)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(element(one) for one in value)
    return str(value)


def element(text: str) -> str:
    """One of several texts, quoted where a reader could not tell where it begins and ends."""
    return text if text and text == text.strip() and ", " not in text else "'" + text.replace("'", "''") + "'"


def _table(table: _Attributes) -> str:
    words = []
    if table.get("persistence") not in (None, "permanent"):
        words.append(str(table["persistence"]))
    if table.get("partition_of"):
        words.append(f"partition of {table['partition_of']} {table['partition_bound']}")
    if table.get("partition_key"):
        words.append(f"partitioned by {table['partition_key']}")
    if table.get("inherits"):
        words.append(f"inherits {shown(table['inherits'])}")
    if table.get("server"):
        words.append(f"on server {table['server']}")
    if table.get("row_security"):
        words.append("row security on")
    return ", ".join(words)


def _column(column: _Attributes) -> str:
    words = [str(column["type"])]
    if column.get("collation"):
        words.append(f"collate {column['collation']}")
    if column.get("not_null"):
        words.append("not null")
    if column.get("default") is not None:
        words.append(f"default {column['default']}")
    if column.get("generated"):
        words.append(f"generated always as ({column['generated_as']}) {column['generated']}")
    if column.get("identity_column"):
        words.append(f"generated {column['identity_column']} as identity")
    return " ".join(words)


def _policy(policy: _Attributes) -> str:
    words = [] if policy.get("permissive") else ["restrictive"]
    words += [f"for {policy['command']}", f"to {shown(policy['roles'])}"]
    if policy.get("using") is not None:
        words.append(f"using ({policy['using']})")
    if policy.get("with_check") is not None:
        words.append(f"with check ({policy['with_check']})")
    return " ".join(words)


def _routine(routine: _Attributes) -> str:
    result = f"returns {routine['result']} " if routine.get("result") else ""
    words = [f"({routine['arguments']}) {result}language {routine['language']}"]
    if routine.get("volatility") not in (None, "volatile"):
        words.append(str(routine["volatility"]))
    words += [
        name.replace("_", " ") for name in ("strict", "security_definer", "leakproof", "window") if routine.get(name)
    ]
    settings = routine.get("settings")
    if isinstance(settings, tuple):
        words += [f"set {setting}" for setting in settings]
    return " ".join(words)


def _sequence(sequence: _Attributes) -> str:
    owner = f", owned by {sequence['owned_by']}" if sequence.get("owned_by") else ""
    return f"{sequence['type']}, start {sequence['start']}, increment {sequence['increment']}{owner}"


def _definition(described: _Attributes) -> str:
    definition = str(described["definition"]).strip()
    words = [] if "\n" in definition else [definition]
    if described.get("options"):
        words.append(f"with ({shown(described['options'])})")
    if described.get("valid") is False or described.get("index_valid") is False:
        words.append("invalid")
    if described.get("firing") not in (None, "origin"):
        words.append(f"firing: {described['firing']}")
    return ", ".join(words)


def _enum(enum: _Attributes) -> str:
    return shown(enum.get("values"))


_SPEAKERS: dict[Kind, Callable[[_Attributes], str]] = {
    Kind.TABLE: _table,
    Kind.FOREIGN_TABLE: _table,
    Kind.VIEW: _definition,
    Kind.MATERIALIZED_VIEW: _definition,
    Kind.COLUMN: _column,
    Kind.CONSTRAINT: _definition,
    Kind.INDEX: _definition,
    Kind.TRIGGER: _definition,
    Kind.POLICY: _policy,
    Kind.FUNCTION: _routine,
    Kind.PROCEDURE: _routine,
    Kind.SEQUENCE: _sequence,
    Kind.ENUM: _enum,
}
