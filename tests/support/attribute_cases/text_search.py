"""Text search configurations, dictionaries, parsers, templates."""

from sync.model import Kind
from tests.support.attribute_cases.case import AttributeCase

_PREFIX = "TEXT SEARCH"
# Functions like PostgreSQL's own, under other names.
_FUNCTIONS = "".join(
    f"CREATE FUNCTION my_{name}({arguments}) RETURNS {result} LANGUAGE internal STRICT AS '{builtin}';"
    for name, arguments, result, builtin in (
        ("start", "internal, integer", "internal", "prsd_start"),
        ("token", "internal, internal, internal", "internal", "prsd_nexttoken"),
        ("end", "internal", "void", "prsd_end"),
        ("headline", "internal, internal, tsquery", "internal", "prsd_headline"),
        ("types", "internal", "internal", "prsd_lextype"),
        ("initialize", "internal", "internal", "dsimple_init"),
        ("lexize", "internal, internal, internal, internal", "internal", "dsimple_lexize"),
    )
)
_PARSER = {
    "START": "prsd_start",
    "GETTOKEN": "prsd_nexttoken",
    "END": "prsd_end",
    "HEADLINE": "prsd_headline",
    "LEXTYPES": "prsd_lextype",
}
_TEMPLATE = {"INIT": "dsimple_init", "LEXIZE": "dsimple_lexize"}
_OWNER = """
DO $$ BEGIN CREATE ROLE text_search_anna; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
"""
_SIMPLE = f"CREATE {_PREFIX} DICTIONARY d (TEMPLATE = simple);"
_CONFIGURATION = f"""
CREATE {_PREFIX} CONFIGURATION c (PARSER = "default");
ALTER {_PREFIX} CONFIGURATION c ADD MAPPING FOR word, asciiword WITH english_stem, simple;
"""


def _made(word: str, name: str, options: dict[str, str]) -> str:
    listed = ", ".join(f"{option} = {value}" for option, value in options.items())
    return f"CREATE {_PREFIX} {word} {name} ({listed});"


def _parser(attribute: str, option: str, function: str) -> AttributeCase:
    return AttributeCase(
        Kind.TEXT_SEARCH_PARSER,
        attribute,
        _FUNCTIONS + _made("PARSER", "p", _PARSER),
        f"DROP {_PREFIX} PARSER p; {_made('PARSER', 'p', _PARSER | {option: function})}",
        "public.p",
    )


def _template(attribute: str, option: str, function: str) -> AttributeCase:
    return AttributeCase(
        Kind.TEXT_SEARCH_TEMPLATE,
        attribute,
        _FUNCTIONS + _made("TEMPLATE", "t", _TEMPLATE),
        f"DROP {_PREFIX} TEMPLATE t; {_made('TEMPLATE', 't', _TEMPLATE | {option: function})}",
        "public.t",
    )


def _mappings(change: str) -> AttributeCase:
    return AttributeCase(
        Kind.TEXT_SEARCH_CONFIGURATION,
        "mappings",
        _CONFIGURATION,
        f"ALTER {_PREFIX} CONFIGURATION c {change}",
        "public.c",
    )


def _options(setup: str, change: str) -> AttributeCase:
    return AttributeCase(
        Kind.TEXT_SEARCH_DICTIONARY, "options", setup, f"ALTER {_PREFIX} DICTIONARY d ({change})", "public.d"
    )


def _facts(kind: Kind, setup: str, name: str, *, owner: bool) -> tuple[AttributeCase, ...]:
    identity, setup = f"{kind} public.{name}", f"{_OWNER} {setup}"
    comment = f"COMMENT ON {kind.upper()} {name} IS "
    owned = AttributeCase(
        Kind.OWNER, "owner", setup, f"ALTER {kind.upper()} {name} OWNER TO text_search_anna", identity
    )
    said = AttributeCase(Kind.COMMENT, "text", f"{setup} {comment} 'one';", f"{comment} 'two'", identity)
    return (said, owned) if owner else (said,)


CASES = (
    AttributeCase(
        Kind.TEXT_SEARCH_CONFIGURATION,
        "parser",
        f'{_made("PARSER", "p", _PARSER)} CREATE {_PREFIX} CONFIGURATION c (PARSER = "default");',
        f"DROP {_PREFIX} CONFIGURATION c; CREATE {_PREFIX} CONFIGURATION c (PARSER = p)",
        "public.c",
    ),
    _mappings("ADD MAPPING FOR url WITH simple"),
    _mappings("DROP MAPPING FOR word"),
    _mappings("ALTER MAPPING FOR word WITH simple, english_stem"),
    _mappings("ALTER MAPPING FOR word REPLACE english_stem WITH german_stem"),
    *_facts(Kind.TEXT_SEARCH_CONFIGURATION, _CONFIGURATION, "c", owner=True),
    AttributeCase(
        Kind.TEXT_SEARCH_DICTIONARY,
        "template",
        f"{_made('TEMPLATE', 't', _TEMPLATE)} {_SIMPLE}",
        f"DROP {_PREFIX} DICTIONARY d; CREATE {_PREFIX} DICTIONARY d (TEMPLATE = t)",
        "public.d",
    ),
    _options(_SIMPLE, "StopWords = english"),
    _options(_SIMPLE, "Accept = false"),
    *_facts(Kind.TEXT_SEARCH_DICTIONARY, _SIMPLE, "d", owner=True),
    _parser("start", "START", "my_start"),
    _parser("token", "GETTOKEN", "my_token"),
    _parser("end", "END", "my_end"),
    _parser("headline", "HEADLINE", "my_headline"),
    _parser("token_types", "LEXTYPES", "my_types"),
    *_facts(Kind.TEXT_SEARCH_PARSER, _made("PARSER", "p", _PARSER), "p", owner=False),
    _template("initialize", "INIT", "my_initialize"),
    _template("lexize", "LEXIZE", "my_lexize"),
    *_facts(Kind.TEXT_SEARCH_TEMPLATE, _made("TEMPLATE", "t", _TEMPLATE), "t", owner=False),
)
