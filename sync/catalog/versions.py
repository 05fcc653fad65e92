"""What differs in the catalogs between PostgreSQL's major versions: columns and functions that older ones lack."""

OLDEST_MAJOR = 13
NEWEST_MAJOR = 18

# Name of the placeholder in a query: the first major version that has it, the expression there, the one before it.
_VERSIONED = {
    "body": (14, "CASE WHEN p.prosqlbody IS NULL THEN p.prosrc END", "p.prosrc"),
    "statements": (14, "pg_get_function_sqlbody(p.oid)", "NULL::text"),
    "detach_pending": (14, "h.inhdetachpending", "false"),
    "compression": (
        14,
        "CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END",
        "NULL::text",
    ),
    # What PostgreSQL calls a multirange type that was given no name: makeMultirangeTypeName() in its source.
    "multirange": (
        14,
        """nullif(r.rngmultitypid::regtype::text,
                  format('%I.%I', n.nspname,
                         (CASE WHEN t.typname LIKE '%range%'
                               THEN overlay(t.typname::text PLACING 'multirange'
                                            FROM strpos(t.typname::text, 'range') FOR 5)
                               ELSE left(t.typname::text, 52) || '_multirange' END)::name))""",
        "NULL::text",
    ),
    # Since there are such handlers, a type with elements must have one; this one does what was done before.
    "subscript": (
        14,
        """nullif(nullif(t.typsubscript::regprocedure::text, '-'), 'raw_array_subscript_handler(internal)')""",
        "NULL::text",
    ),
    # A name that PostgreSQL may have chosen says nothing, unless something is said about the constraint; one that is
    # a parent's, too, cannot be another.
    "not_null_options": (
        18,
        r"""SELECT conrelid AS relation, conkey[1] AS number,
                   nullif(concat_ws(' ', CASE WHEN connoinherit THEN 'no inherit' END,
                                    CASE WHEN NOT convalidated THEN 'not valid' END), '') AS options,
                   CASE WHEN is_named THEN conname END AS name,
                   NOT conislocal AS is_inherited
              FROM (SELECT *, coninhcount = 0
                              AND (conname !~ '_not_null\d*$'
                                   OR (oid IN (SELECT objoid FROM pg_description
                                                WHERE classoid = 'pg_constraint'::regclass)
                                       AND conname <> (SELECT concat_ws('_', c.relname, a.attname, 'not_null')
                                                         FROM pg_class AS c
                                                         JOIN pg_attribute AS a ON a.attrelid = c.oid
                                                        WHERE c.oid = conrelid AND a.attnum = conkey[1]))) AS is_named
                      FROM pg_constraint
                     WHERE contype = 'n' AND conrelid <> 0) AS required
             WHERE is_named OR connoinherit OR NOT convalidated OR NOT conislocal""",
        "SELECT NULL::oid AS relation, NULL::int2 AS number, NULL::text AS options, NULL::text AS name WHERE false",
    ),
    "domain_not_null_name": (
        17,
        r"""(SELECT k.conname
               FROM pg_constraint AS k
              WHERE k.contypid = t.oid
                AND k.contype = 'n'
                AND (k.conname !~ '_not_null\d*$'
                     OR (k.conname <> concat(t.typname, '_not_null')
                         AND EXISTS (SELECT FROM pg_description AS s
                                      WHERE s.objoid = k.oid AND s.classoid = 'pg_constraint'::regclass))))""",
        "NULL::text",
    ),
    # Before, a column knows only that it is NOT NULL; that of a partition is always its parent's.
    "not_null_inherited": (18, "a.attnotnull AND NOT c.relispartition AND nn.is_inherited IS TRUE", "NULL::boolean"),
    "generated_columns": (18, "CASE p.pubgencols WHEN 's' THEN 'stored' ELSE 'none' END", "'none'"),
    "publication_schemas": (
        15,
        """SELECT pn.pnpubid AS publication, array_agg(quote_ident(sn.nspname)) AS names
             FROM pg_publication_namespace AS pn
             JOIN pg_namespace AS sn ON sn.oid = pn.pnnspid
            GROUP BY pn.pnpubid""",
        "SELECT NULL::oid AS publication, NULL::text[] AS names WHERE false",
    ),
    "published_columns": (
        15,
        """CASE WHEN r.prattrs IS NOT NULL
                THEN ARRAY(SELECT quote_ident(a.attname) FROM pg_attribute AS a
                            WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs)) END""",
        "NULL::text[]",
    ),
    "published_rows": (15, "pg_get_expr(r.prqual, r.prrelid)", "NULL::text"),
    "binary": (14, "s.subbinary", "false"),
    "streaming": (
        14,
        "CASE s.substream::text WHEN 'p' THEN 'parallel' WHEN 't' THEN 'on' WHEN 'true' THEN 'on' ELSE 'off' END",
        "'off'",
    ),
    "two_phase": (15, "s.subtwophasestate <> 'd'", "false"),
    "disable_on_error": (15, "s.subdisableonerr", "false"),
    "password_required": (16, "s.subpasswordrequired", "true"),
    "run_as_owner": (16, "s.subrunasowner", "false"),
    "origin": (16, "s.suborigin", "'any'"),
    # Before, the role itself said for all its memberships whether it inherits.
    "inherit_option": (16, "k.inherit_option", "member.rolinherit"),
    "set_option": (16, "k.set_option", "true"),
    "failover": (17, "s.subfailover", "false"),
}

# Stands in a row for what the role may not read: no attribute is a JSON object.
NOT_READABLE = "'{}'::json"

# Name of the placeholder: the first major version in which every role may read it, None where only superusers may.
_GUARDED = {
    "connection": (None, "s.subconninfo"),
    "synchronous_commit": (14, "s.subsynccommit"),
    "subscription_number": (14, "s.oid"),
}


def expressions(major: int, *, superuser: bool) -> dict[str, str]:
    """The expressions for the placeholders of the queries on one major version, for a superuser or any other role."""
    versioned = {name: current if major >= since else before for name, (since, current, before) in _VERSIONED.items()}
    guarded = {
        name: expression if superuser or (since is not None and major >= since) else NOT_READABLE
        for name, (since, expression) in _GUARDED.items()
    }
    return {**versioned, **guarded, "unknown": NOT_READABLE}
