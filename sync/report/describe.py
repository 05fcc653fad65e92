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


def _listed(name: str, more: str = "{}") -> Callable[[_Attributes], str]:
    """Says one attribute."""
    return lambda attributes: more.format(shown(attributes.get(name)))


def _range(range_type: _Attributes) -> str:
    collation = f" collate {range_type['collation']}" if range_type.get("collation") else ""
    return f"of {range_type['subtype']}{collation}"


def _base_type(base_type: _Attributes) -> str:
    return f"input {base_type['input']}" if base_type.get("input") else "only a shell"


def _collation(collation: _Attributes) -> str:
    locale = collation.get("locale") or collation.get("collate")
    return f"{collation['provider']} {locale}" + ("" if collation.get("deterministic") else ", not deterministic")


def _extension(extension: _Attributes) -> str:
    return f"version {extension['version']} in schema {extension['in_schema']}"


def _language(language: _Attributes) -> str:
    trusted = "trusted, " if language.get("trusted") else ""
    return f"{trusted}handler {language['handler']}"


def _cast(cast: _Attributes) -> str:
    by = f"with function {cast['function']}" if cast.get("function") else str(cast["method"])
    return f"{by}, {cast['context']}"


def _conversion(conversion: _Attributes) -> str:
    default = ", default" if conversion.get("default") else ""
    return f"{conversion['for_encoding']} to {conversion['to_encoding']}{default}"


def _access_method(method: _Attributes) -> str:
    return f"{method['type']}, handler {method['handler']}"


def _dictionary(dictionary: _Attributes) -> str:
    options = f" ({shown(dictionary['options'])})" if dictionary.get("options") else ""
    return f"template {dictionary['template']}{options}"


def _aggregate(aggregate: _Attributes) -> str:
    kind = "" if aggregate["type"] == "normal" else f"{aggregate['type']} "
    return f"{kind}({aggregate['arguments']}) returns {aggregate['result']} by {aggregate['transition']}"


def _operator(operator: _Attributes) -> str:
    return f"returns {operator['result']} by {operator['function']}" if operator.get("function") else "without function"


def _operator_class(one: _Attributes) -> str:
    storage = f", storage {one['storage']}" if one.get("storage") else ""
    return f"{'default ' if one.get('default') else ''}for {one['type']}, family {one['family']}{storage}"


def _operator_family(family: _Attributes) -> str:
    members = [(name, family.get(name)) for name in ("operators", "functions")]
    return "; ".join(f"{name} {shown(value)}" for name, value in members if value)


def _event_trigger(trigger: _Attributes) -> str:
    words = [f"on {trigger['event']}"]
    if trigger.get("tags"):
        words.append(f"when tag in ({shown(trigger['tags'])})")
    words.append(f"execute {trigger['function']}")
    return " ".join(words) + ("" if trigger["firing"] == "origin" else f", firing: {trigger['firing']}")


def _foreign(one: _Attributes) -> str:
    names = ("wrapper", "type", "version", "handler", "validator", "options")
    return ", ".join(f"{name} {shown(one[name])}" for name in names if one.get(name))


def _publication(publication: _Attributes) -> str:
    tables = "all tables" if publication.get("all_tables") else "tables of its own choice"
    if publication.get("schemas"):
        tables = f"tables in schema {shown(publication['schemas'])}"
    return f"for {tables}, publish {shown(publication.get('operations'))}"


def _publication_table(table: _Attributes) -> str:
    columns = f"({shown(table['columns'])})" if table.get("columns") else ""
    rows = f"where {table['filter']}" if table.get("filter") else ""
    return f"{columns} {rows}".strip()


def _subscription(subscription: _Attributes) -> str:
    enabled = "" if subscription.get("enabled") else ", disabled"
    return f"to {shown(subscription.get('publications'))}{enabled}"


def _privilege(privilege: _Attributes) -> str:
    said = {"privileges": "{}", "grantable": "may grant {}", "revoked": "revoked {}"}
    words = [word.format(shown(privilege[name])) for name, word in said.items() if privilege.get(name)]
    return ", ".join(words) or "nothing"


def _role(role: _Attributes) -> str:
    names = ("superuser", "create_role", "create_db", "login", "replication", "bypass_rls")
    words = [name.replace("_", " ") for name in names if role.get(name)]
    if not role.get("inherit"):
        words.append("no inherit")
    if role.get("member_of"):
        words.append(f"member of {shown(role['member_of'])}")
    return ", ".join(words)


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
    Kind.ENUM: _listed("values"),
    Kind.ROLE: _role,
    Kind.OWNER: _listed("owner"),
    Kind.PRIVILEGE: _privilege,
    Kind.DEFAULT_PRIVILEGE: _privilege,
    Kind.COMMENT: _listed("text"),
    Kind.SECURITY_LABEL: _listed("label"),
    Kind.DOMAIN: _column,
    Kind.RULE: _definition,
    Kind.STATISTICS: _definition,
    Kind.EVENT_TRIGGER: _event_trigger,
    Kind.AGGREGATE: _aggregate,
    Kind.OPERATOR: _operator,
    Kind.OPERATOR_CLASS: _operator_class,
    Kind.OPERATOR_FAMILY: _operator_family,
    Kind.FOREIGN_DATA_WRAPPER: _foreign,
    Kind.SERVER: _foreign,
    Kind.USER_MAPPING: _foreign,
    Kind.PUBLICATION: _publication,
    Kind.PUBLICATION_TABLE: _publication_table,
    Kind.SUBSCRIPTION: _subscription,
    Kind.DOMAIN_CONSTRAINT: _definition,
    Kind.COMPOSITE_TYPE: _listed("columns"),
    Kind.RANGE_TYPE: _range,
    Kind.BASE_TYPE: _base_type,
    Kind.COLLATION: _collation,
    Kind.EXTENSION: _extension,
    Kind.LANGUAGE: _language,
    Kind.CAST: _cast,
    Kind.CONVERSION: _conversion,
    Kind.ACCESS_METHOD: _access_method,
    Kind.TEXT_SEARCH_CONFIGURATION: _listed("parser", "parser {}"),
    Kind.TEXT_SEARCH_DICTIONARY: _dictionary,
}
