"""Makes scratch databases on the embedded server, and drops them whatever happens.

A scratch database is named after the process that made it, so that the next process can drop what a killed one left.

SQL that nobody has approved runs there with the rights of a superuser. So the server is one of its own, where nothing
is kept, and confined where the machine can do that.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sync.data import data_folder
from sync.errors import EmbeddedServerError
from sync.postgres.database import Database

if TYPE_CHECKING:
    from sync.postgres.embedded import EmbeddedServer


_FOLDER = "scratch"


class Scratch:
    """Scratch databases on the embedded server, which starts with the first one. A context manager.

    Args:
        server: A server that is running already and stays so; by default one of our own in `data_folder()`.
        must_be_confined: Have none of our own that reaches more than its cluster.
    """

    def __init__(self, server: "EmbeddedServer | None" = None, *, must_be_confined: bool = False) -> None:
        self._given = server
        self._must_be_confined = must_be_confined
        self._own: EmbeddedServer | None = None
        self._lock = Lock()
        self._made: set[str] = set()
        self._closed = False

    @contextmanager
    def database(self) -> Iterator[Database]:
        """An empty database that is dropped at the end, or when this is closed.

        Raises:
            EmbeddedServerError: The embedded server does not start, or makes no database.
        """
        from sync.shadow import databases

        server = self.server()
        name = databases.new_name(os.getpid())
        self._create(server, name)
        try:
            yield server.database(name)
        finally:
            self._drop(server, name)

    def close(self) -> None:
        """Drop the databases that are still in use elsewhere, and let go of the server, if it is our own."""
        with self._lock:
            self._closed = True
            server = self._given or self._own
            left, self._made = self._made, set()
            if server is not None and left:
                from sync.shadow import databases

                databases.drop_all(server, left)
            if self._own is not None:
                self._own.close()
                self._own = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def server(self) -> "EmbeddedServer":
        """The server, which runs from now on.

        Raises:
            EmbeddedServerError: It does not start.
        """
        with self._lock:
            if self._closed:
                raise EmbeddedServerError("the scratch databases are closed")
            if self._given is not None:
                return self._given
            if self._own is None:
                from sync.postgres.embedded import EmbeddedServer
                from sync.shadow import databases

                own = EmbeddedServer(data_folder() / _FOLDER, confined=True)
                if self._must_be_confined and not own.is_confined():
                    own.close()
                    raise EmbeddedServerError(
                        f"the scratch server in {own.data} is not confined: its SQL could reach what is the bot's",
                        "end the schemabot that has started it so",
                    )
                databases.drop_orphans(own)
                self._own = own
            return self._own

    def _create(self, server: "EmbeddedServer", name: str) -> None:
        from sync.shadow import databases

        with self._lock:
            if self._closed:
                raise EmbeddedServerError("the scratch databases are closed")
            databases.create(server, name)
            self._made.add(name)

    def _drop(self, server: "EmbeddedServer", name: str) -> None:
        from sync.shadow import databases

        with self._lock:
            if name in self._made:
                self._made.remove(name)
                databases.drop_all(server, [name])
