"""Extensions that come with the server: which version there is, its major version decides."""

from dataclasses import replace

from sync.model import Catalog
from sync.model.objects import Extension

# What PostgreSQL's own source has, `contrib` and the procedural languages, in any version from 13 on.
_SHIPPED = frozenset(
    {
        *("adminpack", "amcheck", "autoinc", "bloom", "bool_plperl", "bool_plperlu", "btree_gin", "btree_gist"),
        *("citext", "cube", "dblink", "dict_int", "dict_xsyn", "earthdistance", "file_fdw", "fuzzystrmatch", "hstore"),
        *("hstore_plperl", "hstore_plperlu", "hstore_plpython3u", "insert_username", "intagg", "intarray", "isn"),
        *("jsonb_plperl", "jsonb_plperlu", "jsonb_plpython3u", "lo", "ltree", "ltree_plpython3u", "moddatetime"),
        *("old_snapshot", "pageinspect", "pg_buffercache", "pg_freespacemap", "pg_logicalinspect", "pg_overexplain"),
        *("pg_prewarm", "pg_stat_statements", "pg_surgery", "pg_trgm", "pg_visibility", "pg_walinspect", "pgcrypto"),
        *("pgrowlocks", "pgstattuple", "plperl", "plperlu", "plpgsql", "plpython3u", "pltcl", "pltclu", "postgres_fdw"),
        *("refint", "seg", "sslinfo", "tablefunc", "tcn", "tsm_system_rows", "tsm_system_time", "unaccent"),
        *("uuid-ossp", "xml2"),
    }
)


def without_shipped_versions(one: Catalog, other: Catalog) -> Catalog:
    """With the other's versions of such extensions, where the servers are not of one major version."""
    if one.major == other.major:
        return one
    objects = dict(one.objects)
    for identity, found in other.objects.items():
        own = objects.get(identity)
        if isinstance(found, Extension) and isinstance(own, Extension) and identity.name in _SHIPPED:
            objects[identity] = replace(own, version=found.version)
    return replace(one, objects=objects)
