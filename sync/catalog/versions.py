"""What differs in the catalogs between PostgreSQL's major versions: columns and functions that older ones lack."""

OLDEST_MAJOR = 13

# Name of the placeholder in a query: the first major version that has it, the expression there, the one before it.
_VERSIONED = {
    "body": (14, "coalesce(pg_get_function_sqlbody(p.oid), p.prosrc)", "p.prosrc"),
    "detach_pending": (14, "h.inhdetachpending", "false"),
    "compression": (
        14,
        "CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END",
        "NULL::text",
    ),
    "not_null_options": (
        18,
        """SELECT conrelid AS relation, conkey[1] AS number,
                  concat_ws(' ', CASE WHEN connoinherit THEN 'no inherit' END,
                            CASE WHEN NOT convalidated THEN 'not valid' END) AS options
             FROM pg_constraint
            WHERE contype = 'n' AND (connoinherit OR NOT convalidated)""",
        "SELECT NULL::oid AS relation, NULL::int2 AS number, NULL::text AS options WHERE false",
    ),
}


def expressions(major: int) -> dict[str, str]:
    """The expressions for the placeholders of the queries on one major version."""
    return {name: current if major >= since else before for name, (since, current, before) in _VERSIONED.items()}
