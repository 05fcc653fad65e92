"""Writes calls in SQL's own syntax as plain calls: `TRIM(BOTH 'x' FROM a)` as `btrim(a, 'x')`.

PostgreSQL 14 is the first that remembers which way a call was written, and deparses it so. An older server has plain
calls for both. For it to be comparable with a later one, that has to forget.

The catalogs of a scratch database are changed for it, where expressions stand as trees of nodes: `funcformat` of a call
is 3 (COERCE_SQL_SYNTAX in PostgreSQL's `primnodes.h`) for SQL's syntax, 0 (COERCE_EXPLICIT_CALL) for a plain one.
"""

from psycopg import sql

from sync.postgres.database import Database
from sync.postgres.session import connect

# The first major version that remembers.
REMEMBERED_SINCE = 14

# The catalogs with such trees: the column that tells whose they are, those with the trees.
_TREES = {
    "pg_attrdef": ("adrelid", "adbin"),
    "pg_class": ("oid", "relpartbound"),
    "pg_constraint": ("oid", "conbin"),
    "pg_index": ("indexrelid", "indexprs", "indpred"),
    "pg_partitioned_table": ("partrelid", "partexprs"),
    "pg_policy": ("oid", "polqual", "polwithcheck"),
    "pg_proc": ("oid", "proargdefaults", "prosqlbody"),
    "pg_publication_rel": ("oid", "prqual"),
    "pg_rewrite": ("oid", "ev_qual", "ev_action"),
    "pg_statistic_ext": ("oid", "stxexprs"),
    "pg_trigger": ("oid", "tgqual"),
    "pg_type": ("oid", "typdefaultbin"),
}
_FIRST_OF_USERS = 16384  # FirstNormalObjectId in PostgreSQL's `transam.h`


def forget_syntax(database: Database) -> None:
    """Make every call in SQL's own syntax a plain one, in a scratch database.

    Raises:
        ConnectError: The database cannot be reached.
    """
    with connect(database, autocommit=True) as connection:
        if connection.info.server_version < REMEMBERED_SINCE * 10_000:
            return  # this server has nothing to forget
        connection.execute("SET allow_system_table_mods = on")
        connection.execute("CREATE CAST (text AS pg_node_tree) WITHOUT FUNCTION")
        for table, (number, *columns) in _TREES.items():
            for column in columns:
                connection.execute(
                    sql.SQL(
                        "UPDATE {table} SET {tree} = replace({tree}::text, {used}, {plain})::pg_node_tree"
                        " WHERE {number} >= {first} AND strpos({tree}::text, {used}) > 0"
                    ).format(
                        table=sql.Identifier("pg_catalog", table),
                        tree=sql.Identifier(column),
                        used=sql.Literal(" :funcformat 3 "),
                        plain=sql.Literal(" :funcformat 0 "),
                        number=sql.Identifier(number),
                        first=sql.Literal(_FIRST_OF_USERS),
                    )
                )
        connection.execute("DROP CAST (text AS pg_node_tree)")
