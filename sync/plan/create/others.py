"""What a schema is built with and what reaches beyond it: extensions, casts, text search, foreign data, replication."""

import re
from collections.abc import Iterator

from sync.model import UNKNOWN, Identity, Kind, Value
from sync.model.objects import (
    AccessMethod,
    Cast,
    Conversion,
    Extension,
    ForeignDataWrapper,
    Language,
    Publication,
    PublicationTable,
    Role,
    Server,
    Subscription,
    TextSearchConfiguration,
    TextSearchDictionary,
    TextSearchParser,
    TextSearchTemplate,
    Transform,
    UserMapping,
)
from sync.plan.create.routines import setting
from sync.plan.references import place, reference, relation
from sync.plan.sql import (
    NOTHING,
    Sql,
    body,
    deparsed,
    joined,
    listed,
    literal,
    name,
    names,
    optional,
    options,
    with_values,
    without_arguments,
    write,
)
from sync.plan.whole import Whole

# As `roles.sql` writes it.
_MEMBERSHIP = re.compile(
    r'(?P<role>"(?:[^"]|"")+"|\S+)(?P<admin> with admin)?(?P<not_inherit> inherit false)?(?P<not_set> set false)?'
)
_PLAIN_VALUE = re.compile(r"[\w.:/@%+-]+")
# By the attribute, what CREATE ROLE calls it; it calls the contrary the same with NO before it.
ROLE_FLAGS = {
    "superuser": "SUPERUSER",
    "inherit": "INHERIT",
    "create_role": "CREATEROLE",
    "create_db": "CREATEDB",
    "login": "LOGIN",
    "replication": "REPLICATION",
    "bypass_rls": "BYPASSRLS",
}
_MAKE_ROLE = """
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {}) THEN
        CREATE ROLE {};
    END IF;
END
"""
_MEMBERSHIP_OPTIONS_SINCE = 16
# What is in every new database.
_IF_MISSING = {"plpgsql": Sql("IF NOT EXISTS ")}


def extension(one: Extension, whole: Whole) -> Iterator[Sql]:
    """An extension. Where its schema comes along with it, nothing is said of that."""
    is_there = (
        one.in_schema == "pg_catalog"
        or Identity(Kind.SCHEMA, one.in_schema) in whole.catalog.objects
        or whole.catalog.surroundings.services.get(one.in_schema) == ""  # the platform's, which no extension makes
    )
    yield joined(
        "",
        [
            write("CREATE EXTENSION {}{}", _IF_MISSING.get(one.identity.name, NOTHING), name(one.identity.name)),
            write(" SCHEMA {}", name(one.in_schema)) if is_there else NOTHING,
            write(" VERSION {}", literal(one.version)),
        ],
    )


def language(one: Language, _: Whole) -> Iterator[Sql]:
    """A procedural language."""
    yield joined(
        "",
        [
            write("CREATE {}LANGUAGE {}", Sql("TRUSTED ") if one.trusted else NOTHING, name(one.identity.name)),
            optional(" HANDLER {}", one.handler),
            optional(" INLINE {}", one.inline),
            optional(" VALIDATOR {}", one.validator),
        ],
    )


def cast(one: Cast, _: Whole) -> Iterator[Sql]:
    """A cast."""
    how = {"inout": Sql("WITH INOUT"), "binary": Sql("WITHOUT FUNCTION")}.get(
        one.method, optional("WITH FUNCTION {}", one.function)
    )
    when = NOTHING if one.context == "explicit" else Sql(f" AS {one.context.upper()}")
    yield write("CREATE {} {}{}", reference(one.identity), how, when)


def conversion(one: Conversion, _: Whole) -> Iterator[Sql]:
    """A conversion."""
    yield write(
        "CREATE {}CONVERSION {} FOR {} TO {} FROM {}",
        Sql("DEFAULT ") if one.default else NOTHING,
        place(one.identity),
        literal(one.for_encoding),
        literal(one.to_encoding),
        deparsed(one.function),
    )


def transform(one: Transform, _: Whole) -> Iterator[Sql]:
    """A transform."""
    ways = (("FROM SQL WITH FUNCTION {}(internal)", one.from_sql), ("TO SQL WITH FUNCTION {}(internal)", one.to_sql))
    yield write(
        "CREATE {} ({})",
        reference(one.identity),
        joined(", ", [optional(template, function) for template, function in ways if function]),
    )


def access_method(one: AccessMethod, _: Whole) -> Iterator[Sql]:
    """An access method."""
    yield write("CREATE {} TYPE {} HANDLER {}", reference(one.identity), Sql(one.type.upper()), deparsed(one.handler))


def text_search_parser(one: TextSearchParser, _: Whole) -> Iterator[Sql]:
    """A text search parser."""
    functions = {
        "START": one.start,
        "GETTOKEN": one.token,
        "END": one.end,
        "LEXTYPES": one.token_types,
        "HEADLINE": one.headline,
    }
    yield write("CREATE {} {}", reference(one.identity), with_values(functions))


def text_search_template(one: TextSearchTemplate, _: Whole) -> Iterator[Sql]:
    """A text search template."""
    functions = {"INIT": one.initialize, "LEXIZE": one.lexize}
    yield write("CREATE {} {}", reference(one.identity), with_values(functions))


def text_search_dictionary(one: TextSearchDictionary, _: Whole) -> Iterator[Sql]:
    """A text search dictionary."""
    values = [Sql(f"TEMPLATE = {one.template}"), *(write("{} = {}", *option(text)) for text in one.options)]
    yield write("CREATE {} ({})", reference(one.identity), joined(", ", values))


def option(text: str) -> tuple[Sql, Sql]:
    """Name and value of an option of a dictionary."""
    key, _, value = text.partition("=")
    return deparsed(key), deparsed(value)


def text_search_configuration(one: TextSearchConfiguration, _: Whole) -> Iterator[Sql]:
    """A text search configuration with its mappings."""
    yield write("CREATE {} (PARSER = {})", reference(one.identity), deparsed(one.parser))
    for text in one.mappings:
        token, _colon, dictionaries = text.partition(": ")
        yield write("ALTER {} ADD MAPPING FOR {} WITH {}", reference(one.identity), name(token), deparsed(dictionaries))


def foreign_data_wrapper(one: ForeignDataWrapper, _: Whole) -> Iterator[Sql]:
    """A foreign-data wrapper."""
    yield joined(
        "",
        [
            write("CREATE {}", reference(one.identity)),
            write(" HANDLER {}", without_arguments(one.handler)) if one.handler else NOTHING,
            write(" VALIDATOR {}", without_arguments(one.validator)) if one.validator else NOTHING,
            write(" OPTIONS ({})", options(one.options)) if one.options else NOTHING,
        ],
    )


def server(one: Server, _: Whole) -> Iterator[Sql]:
    """A foreign server."""
    yield joined(
        "",
        [
            write("CREATE {}", reference(one.identity)),
            NOTHING if one.type is None else write(" TYPE {}", literal(one.type)),
            NOTHING if one.version is None else write(" VERSION {}", literal(one.version)),
            write(" FOREIGN DATA WRAPPER {}", name(one.wrapper)),
            write(" OPTIONS ({})", options(one.options)) if one.options else NOTHING,
        ],
    )


def user_mapping(one: UserMapping, _: Whole) -> Iterator[Sql]:
    """A user mapping, with the options that the reader may know."""
    known = _known(one.options)
    yield write(
        "CREATE USER MAPPING FOR {} SERVER {}{}",
        Sql("PUBLIC") if one.identity.name == "public" else name(one.identity.name),
        name(one.identity.relation),
        write(" OPTIONS ({})", options(known)) if known else NOTHING,
    )


def publication(one: Publication, _: Whole) -> Iterator[Sql]:
    """A publication; its tables are added to it."""
    what = NOTHING
    if one.all_tables:
        what = Sql(" FOR ALL TABLES")
    elif one.schemas:
        what = write(" FOR TABLES IN SCHEMA {}", listed(one.schemas))
    values = {
        "publish": literal(", ".join(one.operations)),
        "publish_via_partition_root": "true" if one.via_root else None,
        "publish_generated_columns": None if one.generated_columns == "none" else one.generated_columns,
    }
    yield write("CREATE {}{} WITH {}", reference(one.identity), what, with_values(values))


def publication_table(one: PublicationTable, _: Whole) -> Iterator[Sql]:
    """A table of a publication."""
    columns = write(" ({})", listed(one.columns)) if one.columns else NOTHING
    yield write(
        "ALTER PUBLICATION {} ADD TABLE ONLY {}{}{}",
        name(one.identity.name),
        relation(one.identity),
        columns,
        optional(" WHERE ({})", one.filter),
    )


def subscription(one: Subscription, _: Whole) -> Iterator[Sql]:
    """A subscription, which does not connect by itself."""
    flags = {
        "binary": one.binary,
        "two_phase": one.two_phase,
        "disable_on_error": one.disable_on_error,
        "run_as_owner": one.run_as_owner,
        "failover": one.failover,
    }
    values = {
        "connect": "false",
        "slot_name": "NONE" if one.slot is None else literal(one.slot),
        "synchronous_commit": None if one.synchronous_commit in ("off", UNKNOWN) else literal(one.synchronous_commit),
        "streaming": None if one.streaming == "off" else one.streaming,
        "password_required": None if one.password_required else "false",
        "origin": None if one.origin == "any" else literal(one.origin),
        **{key: "true" if on else None for key, on in flags.items()},
    }
    yield write(
        "CREATE {} CONNECTION {} PUBLICATION {} WITH {}",
        reference(one.identity),
        connection(one),
        names(one.publications),
        with_values(values),
    )
    if one.enabled:
        yield write("ALTER {} ENABLE", reference(one.identity))


def connection(one: Subscription) -> Sql:
    """Where a subscription connects to."""
    known = (text.partition("=") for text in _known(one.connection))
    return literal(" ".join(f"{key}={_quoted(value)}" for key, _, value in known))


def _known(value: Value) -> tuple[str, ...]:
    """What the reader was allowed to read."""
    return value if isinstance(value, tuple) else ()


def _quoted(value: str) -> str:
    """A value in a connection string. Source: PostgreSQL documentation, section 32.1.1.1."""
    if _PLAIN_VALUE.fullmatch(value):
        return value
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def role(one: Role, _: Whole) -> Iterator[Sql]:
    """A role without its password, which the server may have already; what is set for all is called `public`."""
    own = name(one.identity.name)
    everybody = one.identity.name == "public"
    if not everybody:
        words = [word if getattr(one, flag) else f"NO{word}" for flag, word in ROLE_FLAGS.items()]
        limit = [] if one.connection_limit is None else [f"CONNECTION LIMIT {one.connection_limit}"]
        until = [] if one.valid_until is None else [f"VALID UNTIL {literal(one.valid_until)}"]
        yield write("DO {}", body(write(_MAKE_ROLE, literal(one.identity.name), own)))
        yield write("ALTER ROLE {} {}", own, Sql(" ".join([*words, *limit, *until])))
    whom = Sql("ALL") if everybody else own
    for text in one.settings:
        yield write("ALTER ROLE {} SET {}", whom, setting(text))
    for text in one.database_settings:
        yield in_this_database(whom, write("SET {}", setting(text)))


def in_this_database(whom: Sql, change: Sql) -> Sql:
    """Change what is set for a role in the database that this is run in."""
    statement = write("ALTER ROLE {} IN DATABASE %I {}", percent(whom), percent(change))
    return write("DO {}", body(write("BEGIN EXECUTE format({}, current_database()); END", literal(statement))))


def percent(part: Sql) -> Sql:
    """As format() takes it."""
    return Sql(part.replace("%", "%%"))


def memberships(one: Role, whole: Whole) -> Iterator[Sql]:
    """What a role is a member of."""
    for text in one.member_of:
        found = membership(text)
        ways = ["ADMIN OPTION"] if found["admin"] else []
        if whole.catalog.major >= _MEMBERSHIP_OPTIONS_SINCE:
            inherit = not found["not_inherit"]
            ways = [
                *(["ADMIN TRUE"] if found["admin"] else []),
                *([] if inherit == one.inherit else [f"INHERIT {inherit}".upper()]),
                *(["SET FALSE"] if found["not_set"] else []),
            ]
        how = Sql(f" WITH {', '.join(ways)}") if ways else NOTHING
        yield write("GRANT {} TO {}{}", deparsed(found["role"]), name(one.identity.name), how)


def membership(text: str) -> re.Match[str]:
    """A membership, taken apart."""
    found = _MEMBERSHIP.fullmatch(text)
    assert found is not None, text
    return found
