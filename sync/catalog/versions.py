"""What differs in the catalogs between PostgreSQL's major versions: columns and functions that older ones lack."""

OLDEST_MAJOR = 13

# Name of the placeholder in a query: the first major version that has it, the expression there, the one before it.
_VERSIONED = {
    "body": (14, "coalesce(pg_get_function_sqlbody(p.oid), p.prosrc)", "p.prosrc"),
    "compression": (
        14,
        "CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END",
        "NULL::text",
    ),
    "not_null_options": (
        18,
        """(SELECT nullif(concat_ws(' ', CASE WHEN nn.connoinherit THEN 'no inherit' END,
                                      CASE WHEN NOT nn.convalidated THEN 'not valid' END), '')
              FROM pg_constraint AS nn
             WHERE nn.conrelid = a.attrelid AND nn.contype = 'n' AND nn.conkey = ARRAY[a.attnum]
               AND a.attnotnull)""",
        "NULL::text",
    ),
}


def expressions(major: int) -> dict[str, str]:
    """The expressions for the placeholders of the queries on one major version."""
    return {name: current if major >= since else before for name, (since, current, before) in _VERSIONED.items()}
