"""A git server for tests: dulwich's own, over real HTTP on a free port of the loopback interface."""

import base64
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from dulwich.repo import Repo
from dulwich.server import BackendRepo, DictBackend
from dulwich.web import make_wsgi_chain

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
PATH = "/acme/app.git"


@dataclass
class GitServer:
    """A server with one repository.

    Attributes:
        url: The repository's address.
        token: What it asks for; empty for nothing.
        status: What it answers everything with instead, such as `503 Busy`.
        moved: Where it says that the repository is now; empty where it has it.
        held: While this is not set, packs are sent no further than their beginning.
        sending: Set when the beginning of a pack was sent.
        logins: The `Authorization` of each request.
    """

    url: str = ""
    token: str = ""
    status: str = ""
    moved: str = ""
    held: threading.Event = field(default_factory=threading.Event)
    sending: threading.Event = field(default_factory=threading.Event)
    logins: list[str] = field(default_factory=list)

    def guarded(self, inner: WSGI) -> WSGI:
        """The application behind what a test wants to go wrong."""

        def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            self.logins.append(environ.get("HTTP_AUTHORIZATION", ""))
            expected = base64.b64encode(f"x-access-token:{self.token}".encode()).decode()
            if self.token and self.logins[-1] != f"Basic {expected}":
                start("401 Unauthorized", [("WWW-Authenticate", "Basic")])
                return [b"no"]
            if self.moved:
                query = environ["QUERY_STRING"]
                place = f"{self.moved}{environ['PATH_INFO'].removeprefix(PATH)}?{query}"
                start("302 Found", [("Location", place)])
                return [b""]
            if self.status:
                start(self.status, [("Content-Type", "text/plain")])
                return [b"no"]
            return inner(environ, self._held(start))

        return application

    def _held(self, start: Callable[..., Any]) -> Callable[..., Any]:
        def started(*arguments: Any) -> Callable[[bytes], object]:
            write = start(*arguments)

            def held(piece: bytes) -> None:
                write(piece)
                if b"PACK" in piece and not self.held.is_set():
                    self.sending.set()
                    self.held.wait(20)

            return held

        return started


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Whoever is killed while it reads hangs up: that is what the test is about."""


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(path: Path) -> Iterator[GitServer]:
    """Serve a repository while the block runs."""
    served = GitServer()
    served.held.set()
    repository = Repo(str(path))
    repositories: dict[str, BackendRepo] = {PATH: repository}
    application = served.guarded(make_wsgi_chain(DictBackend(repositories)))
    server = make_server("127.0.0.1", 0, application, _Server, _Quiet)
    served.url = f"http://127.0.0.1:{server.server_port}{PATH}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        served.held.set()
        server.shutdown()
        thread.join()
        server.server_close()
        repository.close()
