"""Stand-ins for extensions that the scratch server does not have: the same names and types, and nothing behind them.

A copy of a schema needs the extensions that the schema uses. What these consist of is read where they are; an extension
of the same name and version is made of it, which the scratch server finds in a folder of its own.
"""

from collections.abc import Collection

from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.session import connect
from sync.shadow.stand_ins.install import install
from sync.shadow.stand_ins.members import StandIn, Version, extensions_of, lacking, read_stand_ins

__all__ = ["StandIn", "install", "read_stand_ins", "stand_in"]


def stand_in(
    database: Database, server: EmbeddedServer, origins: Collection[Database], wanted: Collection[Version] | None
) -> None:
    """Have a database find what stands in for those extensions that its server lacks, from its next session on.

    Args:
        database: A scratch database.
        server: Its server.
        origins: Where to read what extensions consist of; what none of them has stays away.
        wanted: The extensions that it will need; None for those that the origins have.

    Raises:
        SourceError: That cannot be read.
    """
    if wanted is None:
        wanted = [version for origin in origins for version in extensions_of(origin)]
    with connect(database, autocommit=True) as connection:
        if names := lacking(wanted, connection):
            install([one for origin in origins for one in read_stand_ins(origin, names)], server, connection)
