"""Puts stand-ins where a scratch database finds them."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import permutations
from typing import Any

import psycopg
from psycopg import sql

from sync.files import write_text
from sync.postgres.cluster import SHARED
from sync.postgres.embedded import EmbeddedServer
from sync.shadow.stand_ins.members import StandIn
from sync.shadow.stand_ins.script import script


def install(stand_ins: Iterable[StandIn], server: EmbeddedServer, connection: psycopg.Connection[Any]) -> None:
    """Have the database of a connection find stand-ins, from its next session on, before what the server has itself.

    What is the same is in one folder, which other processes use as well: a file is there whole or not at all.
    """
    files = dict(_files(list(stand_ins)))
    digest = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()[:16]
    place = server.data / SHARED / digest
    for folder in (place.parent, place, place / "extension"):
        folder.mkdir(mode=0o755, exist_ok=True)
        server.programs.account.owns(folder)
    for name, text in files.items():
        path = place / "extension" / name
        if not path.exists():
            write_text(path, [text])
            server.programs.account.owns(path)
    name = connection.info.dbname
    connection.execute(
        sql.SQL("ALTER DATABASE {} SET extension_control_path = {}").format(
            sql.Identifier(name), sql.Literal(f"{place}:$system")
        )
    )


def _files(stand_ins: list[StandIn]) -> Iterator[tuple[str, str]]:
    """Control files and scripts. What differs between two versions is nothing that anybody sees of a stand-in."""
    for one in stand_ins:
        settings = {"default_version": one.version, "relocatable": "true" if one.relocatable else "false"}
        if not one.relocatable:
            settings["schema"] = one.schema
        if one.requires:
            settings["requires"] = ", ".join(one.requires)
        quoted = {name: value.replace("'", "''") for name, value in settings.items()}
        yield f"{one.name}.control", "".join(f"{name} = '{value}'\n" for name, value in quoted.items())
        yield f"{one.name}--{one.version}.sql", "".join(f"{statement};\n" for statement in script(one))
    for a, b in permutations(stand_ins, 2):
        if a.name == b.name and a.version != b.version:
            yield f"{a.name}--{a.version}--{b.version}.sql", "-- Nothing changes.\n"
