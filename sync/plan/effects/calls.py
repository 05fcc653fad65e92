"""Which functions a statement calls of which nobody knows what they do."""

from typing import Any

from sync.model import Kind
from sync.model.identity import quoted
from sync.parsing import TREE
from sync.plan.effects import trees
from sync.plan.effects.effect import HazardKind
from sync.plan.effects.judgement import Judgement

BUILT_IN = "pg_catalog"

# Of PostgreSQL's own, those that statements call for their values. Others may end sessions, read files, run what they
# are given: of these, too, nobody knows what comes of it.
_HARMLESS = frozenset(
    {
        *("abs", "age", "any_value", "array_agg", "array_append", "array_cat", "array_length", "array_lower"),
        *("array_ndims", "array_position", "array_positions", "array_prepend", "array_remove", "array_replace"),
        *("array_to_json", "array_to_string", "array_upper", "ascii", "avg", "bit_and", "bit_length", "bit_or"),
        *("bool_and", "bool_or", "btrim", "cardinality", "cbrt", "ceil", "ceiling", "char_length"),
        *("character_length", "chr", "clock_timestamp", "col_description", "concat", "concat_ws", "convert_from"),
        *("convert_to", "corr", "count", "cume_dist", "current_database", "current_schema", "current_schemas"),
        *("current_setting", "currval", "date_bin", "date_part", "date_trunc", "daterange", "decode", "degrees"),
        *("dense_rank", "div", "encode", "enum_first", "enum_last", "enum_range", "every", "exp", "extract"),
        *("factorial", "first_value", "floor", "format", "format_type", "gcd", "gen_random_uuid", "generate_series"),
        *("generate_subscripts", "get_bit", "get_byte", "has_any_column_privilege", "has_column_privilege"),
        *("has_database_privilege", "has_function_privilege", "has_schema_privilege", "has_sequence_privilege"),
        *("has_table_privilege", "has_type_privilege", "hashtext", "hashtextextended", "initcap", "int4multirange"),
        *("int4range", "int8multirange", "int8range", "isempty", "isfinite", "json_agg", "json_array_elements"),
        *("json_array_elements_text", "json_array_length", "json_build_array", "json_build_object", "json_each"),
        *("json_each_text", "json_extract_path", "json_extract_path_text", "json_object", "json_object_agg"),
        *("json_object_keys", "json_populate_record", "json_populate_recordset", "json_strip_nulls"),
        *("json_to_record", "json_to_recordset", "json_typeof", "jsonb_agg", "jsonb_array_elements"),
        *("jsonb_array_elements_text", "jsonb_array_length", "jsonb_build_array", "jsonb_build_object", "jsonb_each"),
        *("jsonb_each_text", "jsonb_extract_path", "jsonb_extract_path_text", "jsonb_insert", "jsonb_object"),
        *("jsonb_object_agg", "jsonb_object_keys", "jsonb_path_exists", "jsonb_path_match", "jsonb_path_query"),
        *("jsonb_path_query_array", "jsonb_path_query_first", "jsonb_populate_record", "jsonb_populate_recordset"),
        *("jsonb_pretty", "jsonb_set", "jsonb_strip_nulls", "jsonb_to_record", "jsonb_to_recordset", "jsonb_typeof"),
        *("justify_days", "justify_hours", "justify_interval", "lag", "last_value", "lastval", "lcm", "lead", "left"),
        *("length", "like_escape", "ln", "log", "log10", "lower", "lower_inc", "lower_inf", "lpad", "ltrim"),
        *("make_date", "make_interval", "make_time", "make_timestamp", "make_timestamptz", "max", "md5", "min"),
        *("mod", "mode", "nextval", "normalize", "now", "nth_value", "ntile", "nummultirange", "numnode", "numrange"),
        *("obj_description", "octet_length", "overlay", "percent_rank", "percentile_cont", "percentile_disc"),
        *("pg_advisory_lock", "pg_advisory_unlock", "pg_advisory_unlock_all", "pg_advisory_xact_lock"),
        *("pg_backend_pid", "pg_client_encoding", "pg_column_size", "pg_database_size", "pg_get_constraintdef"),
        *("pg_get_expr", "pg_get_functiondef", "pg_get_indexdef", "pg_get_serial_sequence", "pg_get_triggerdef"),
        *("pg_get_viewdef", "pg_has_role", "pg_indexes_size", "pg_is_in_recovery", "pg_relation_filenode"),
        *("pg_relation_size", "pg_size_pretty", "pg_sleep", "pg_sleep_for", "pg_sleep_until", "pg_table_is_visible"),
        *("pg_table_size", "pg_total_relation_size", "pg_try_advisory_lock", "pg_try_advisory_xact_lock"),
        *("pg_typeof", "phraseto_tsquery", "pi", "plainto_tsquery", "position", "power", "quote_ident"),
        *("quote_literal", "quote_nullable", "radians", "random", "range_agg", "range_merge", "rank", "regexp_count"),
        *("regexp_instr", "regexp_like", "regexp_match", "regexp_matches", "regexp_replace", "regexp_split_to_array"),
        *("regexp_split_to_table", "regexp_substr", "regr_slope", "repeat", "replace", "reverse", "right", "round"),
        *("row_number", "row_to_json", "rpad", "rtrim", "scale", "session_user", "set_bit", "set_byte", "set_config"),
        *("setseed", "setval", "setweight", "sha224", "sha256", "sha384", "sha512", "shobj_description", "sign"),
        *("split_part", "sqrt", "starts_with", "statement_timestamp", "stddev", "stddev_pop", "stddev_samp"),
        *("string_agg", "string_to_array", "string_to_table", "strip", "strpos", "substr", "substring", "sum"),
        *("timeofday", "timezone", "to_ascii", "to_char", "to_date", "to_hex", "to_json", "to_jsonb", "to_number"),
        *("to_regclass", "to_regnamespace", "to_regproc", "to_regprocedure", "to_regrole", "to_regtype"),
        *("to_timestamp", "to_tsquery", "to_tsvector", "transaction_timestamp", "translate", "trim", "trim_array"),
        *("trim_scale", "trunc", "ts_headline", "ts_rank", "ts_rank_cd", "tsmultirange", "tsrange", "tstzmultirange"),
        *("tstzrange", "txid_current", "unistr", "unnest", "upper", "upper_inc", "upper_inf", "uuidv4", "uuidv7"),
        *("var_pop", "var_samp", "variance", "version", "websearch_to_tsquery", "width_bucket"),
    }
)
_SETTING = 2


def judged(tree: Any, judgement: Judgement) -> None:
    """All calls within a statement."""
    for call in trees.nodes_of(tree, "FuncCall"):
        *schema, name = trees.names(call.funcname)
        if _is_harmless(tuple(schema), name, judgement):
            if name == "set_config":
                _set(call, judgement)
        else:
            told(".".join(map(quoted, (*schema, name))), judgement)


def _is_harmless(schema: trees.Names, name: str, judgement: Judgement) -> bool:
    """Whether it is PostgreSQL's own. One of the same name that somebody made may be what is called."""
    if name not in _HARMLESS or schema not in ((), (BUILT_IN,)):
        return False
    made = (*(one.identity for one in judgement.state.routines(name)), *judgement.state.made)
    return bool(schema) or not any((one.kind, one.name) == (Kind.FUNCTION, name) for one in made)


def told(called: str, judgement: Judgement) -> None:
    """A call of which nobody knows what it does."""
    judgement.tell(HazardKind.NOT_JUDGED, f"calls {called}, and what that does is not judged")


def _set(call: Any, judgement: Judgement) -> None:
    """A call of set_config, which does what SET does."""
    found = [trees.value(one) for one in call.args[:_SETTING]]
    if len(found) == _SETTING and all(isinstance(one, str) for one in found):
        setting(found[0], found[1].split(","), judgement)
    else:
        judgement.tell(HazardKind.NOT_JUDGED, "sets something that only running it tells")


def setting(name: str, values: list[str], judgement: Judgement) -> None:
    """What is set from here on. The path decides what names mean."""
    own = [one.strip().strip('"') for one in values]
    if name == "search_path" and judgement.state.uncertain:
        judgement.tell(HazardKind.NOT_JUDGED, "may change which objects names stand for from here on")
    elif name == "search_path":
        judgement.state.path = tuple(filter(None, own))
    elif disarms(name, own):
        text = "no trigger fires and no foreign key is checked in this session from here on"
        judgement.tell(HazardKind.PROTECTION_DISABLED, text)


def disarms(name: str, values: list[str]) -> bool:
    """Whether a setting lets no trigger fire."""
    return name.lower() == "session_replication_role" and [one.lower() for one in values] == ["replica"]


def of_setting(node: Any) -> tuple[str, list[str]]:
    """The name of what SET sets, and to which values; none for its default."""
    found = [trees.value(one) for one in node.args] if node.kind == TREE.VAR_SET_VALUE else []
    return node.name, [one for one in found if isinstance(one, str)]
