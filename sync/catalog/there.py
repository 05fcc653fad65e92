"""How to tell at a glance that a database has nothing of a family: most have nothing of most kinds.

Planning and running a query that finds nothing takes as long as looking for what most of the others find.
"""

# The first number that PostgreSQL gives to what users make is 16384 (FirstNormalObjectId).
_MADE = "oid >= 16384"


def _made(catalog: str, condition: str = "") -> str:
    """What users made, or scripts of extensions that do not own it; `members` are those that an extension owns."""
    members = f"oid NOT IN (SELECT objid FROM members WHERE classid = '{catalog}'::regclass)"
    return f"{catalog} WHERE {_MADE}{condition and f' AND {condition}'} AND {members}"


def _shipped(catalog: str, oid: str = "oid") -> str:
    """What PostgreSQL or an extension brought along: the members as an array, as those are looked up in an index."""
    return f"({oid} < 16384 OR {oid} = ANY (ARRAY(SELECT objid FROM members WHERE classid = '{catalog}'::regclass)))"


def _listed(catalog: str, acl: str, condition: str = "true") -> str:
    """The lists of privileges on what was brought along."""
    of = f"{catalog} WHERE {_shipped(catalog)} AND {acl} IS NOT NULL AND {condition}"
    return f"SELECT tableoid, oid, 0, {acl} FROM {of}"


# All of these. Those that came with what they are on are on record, but for those that let everybody read most of
# information_schema. A column with nothing left has none.
_COLUMN_LISTS = "SELECT 'pg_class'::regclass, attrelid, attnum, attacl FROM pg_attribute WHERE"
_COLUMNS_WITHOUT = (
    "SELECT classoid, objoid, objsubid, NULL FROM pg_init_privs JOIN pg_attribute ON attrelid = objoid"
    " WHERE objsubid <> 0 AND attnum = objsubid AND attacl IS NULL"
)
_UNUSUAL = "{acl} <> acldefault('{letter}', {owner}) || makeaclitem(0, {owner}, '{privilege}', false)"
_LISTS = " UNION ALL ".join(
    (
        _listed(
            "pg_class",
            "relacl",
            "(relnamespace IS DISTINCT FROM to_regnamespace('information_schema')"
            " OR relname ~ '^_' OR relname IN ('sql_parts', 'transforms')"
            f" OR {_UNUSUAL.format(acl='relacl', letter='r', owner='relowner', privilege='SELECT')})",
        ),
        f"{_COLUMN_LISTS} {_shipped('pg_class', 'attrelid')} AND attacl IS NOT NULL",
        _COLUMNS_WITHOUT,
        _listed("pg_proc", "proacl"),
        _listed("pg_type", "typacl"),
        _listed(
            "pg_namespace",
            "nspacl",
            "nspname <> 'public' AND (nspname <> 'information_schema'"
            f" OR {_UNUSUAL.format(acl='nspacl', letter='n', owner='nspowner', privilege='USAGE')})",
        ),
        _listed("pg_language", "lanacl"),
        _listed("pg_foreign_data_wrapper", "fdwacl"),
        _listed("pg_foreign_server", "srvacl"),
    )
)

_RELATIONS = f"pg_class WHERE {_MADE} AND relkind IN"
_DOMAINS = _made("pg_type", "typtype = 'd'")
_COMMENTS = "pg_description WHERE objoid >= 16384 AND classoid ="

# What stands before a statement that has such conditions.
WITH_MEMBERS = (
    "WITH members AS MATERIALIZED (SELECT classid, objid FROM pg_depend"
    " WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e')"
)

# By the family's name, where at least one row is when its query has any, as in a FROM clause.
THERE = {
    "languages": f"pg_language WHERE {_MADE}",
    "enums": _made("pg_type", "typtype = 'e'"),
    "domains": _DOMAINS,
    "domain_constraints": _DOMAINS,
    "composite_types": f"{_RELATIONS} ('c')",
    "range_types": _made("pg_type", "typtype = 'r'"),
    "base_types": _made("pg_type", "typtype IN ('b', 'p') AND typinput <> 'array_in'::regproc"),
    "type_comments": f"{_COMMENTS} 'pg_type'::regclass",
    "collations": _made("pg_collation"),
    "sequences": f"{_RELATIONS} ('S')",
    "identity_sequences": f"(SELECT oid FROM {_RELATIONS} ('S') AND relacl IS NOT NULL UNION ALL"
    f" SELECT objoid FROM {_COMMENTS} 'pg_class'::regclass AND objsubid = 0) AS sequences",
    "tables": f"{_RELATIONS} ('r', 'p', 'f')",
    "columns": f"{_RELATIONS} ('r', 'p', 'f')",
    "other_columns": "(SELECT attrelid FROM pg_attribute WHERE attrelid >= 16384 AND attacl IS NOT NULL UNION ALL"
    f" SELECT objoid FROM {_COMMENTS} 'pg_class'::regclass AND objsubid > 0) AS columns",
    "constraints": f"pg_constraint WHERE {_MADE}",
    "not_null_comments": f"{_COMMENTS} 'pg_constraint'::regclass",
    "key_index_comments": f"{_COMMENTS} 'pg_class'::regclass AND objsubid = 0",
    "indexes": "pg_index WHERE indexrelid >= 16384",
    "views": f"{_RELATIONS} ('v', 'm')",
    "routines": f"pg_proc WHERE {_MADE}",
    "triggers": f"pg_trigger WHERE {_MADE}",
    "policies": "pg_policy",
    "rules": f"pg_rewrite WHERE {_MADE} AND rulename <> '_RETURN'",
    "view_rules": f"{_COMMENTS} 'pg_rewrite'::regclass",
    "event_triggers": "pg_event_trigger",
    "statistics": "pg_statistic_ext",
    "aggregates": _made("pg_proc", "prokind = 'a'"),
    "operators": _made("pg_operator"),
    "operator_classes": _made("pg_opclass"),
    "operator_families": f"(SELECT oid FROM {_made('pg_opfamily')} UNION ALL"
    " SELECT amopopr FROM pg_amop WHERE amopopr >= 16384"
    " AND amopopr NOT IN (SELECT objid FROM members WHERE classid = 'pg_operator'::regclass) UNION ALL"
    " SELECT amproc::oid FROM pg_amproc WHERE amproc >= 16384"
    " AND amproc::oid NOT IN (SELECT objid FROM members WHERE classid = 'pg_proc'::regclass)) AS families",
    "foreign_data_wrappers": "pg_foreign_data_wrapper",
    "servers": "pg_foreign_server",
    "user_mappings": "pg_foreign_server",
    "publications": "pg_publication",
    "publication_tables": "pg_publication_rel",
    "subscriptions": "pg_subscription",
    "shipped_access": f"({_LISTS} EXCEPT SELECT classoid, objoid, objsubid, initprivs FROM pg_init_privs) AS lists",
    "default_privileges": "pg_default_acl",
    "security_labels": "pg_seclabel",
    "casts": _made("pg_cast"),
    "conversions": _made("pg_conversion"),
    "transforms": "pg_transform",
    "access_methods": f"pg_am WHERE {_MADE}",
    "text_search_configurations": _made("pg_ts_config"),
    "text_search_dictionaries": _made("pg_ts_dict"),
    "text_search_parsers": _made("pg_ts_parser"),
    "text_search_templates": _made("pg_ts_template"),
}
