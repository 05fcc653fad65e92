"""TLS for programs of PostgreSQL that were built without it.

A relay listens on a Unix socket that only its owner can reach. For each connection it opens one to the server, asks
for TLS as libpq does (PostgreSQL documentation, section 54.2.11 "SSL Session Encryption"), and passes on what both
sides say. The program speaks plainly to the relay, and the relay speaks TLS to the server.

One message of the server's is not passed on as it is: a client without TLS takes it for an attack when a server offers
to bind the log-in to the TLS connection, so the relay takes that offer out. The log-in itself is the program's.
"""

import asyncio
import socket
import ssl
import struct
import tempfile
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any

from sync.errors import ConnectError
from sync.postgres.limits import CONNECT_TIMEOUT_S, LIBPQ_OPTIONS

PORT = 5432  # of the socket's name

_SSL_REQUEST = struct.pack("!II", 8, 80877103)
_WILLING = b"S"
_ALPN = "postgresql"
_AUTHENTICATION = b"R"
_AUTHENTICATED = 0
_SASL = 10
_BINDING = b"SCRAM-SHA-256-PLUS"
_ERROR = b"E"
_HEADER = struct.Struct("!cI")
_LENGTH_BYTES = 4  # the length of a message counts itself
_LONGEST_MESSAGE = 1 << 20
_PIECE_BYTES = 1 << 18
_STOP_S = 5.0
_LONGEST_FOLDER = 60  # sockaddr_un holds 104 bytes on macOS, 108 on Linux, for all of the path
_SHORT_FOLDER = "/tmp"  # noqa: S108 - a folder of our own below it
_CLOSING_S = 1.0
_VERSIONS = {
    "tlsv1": ssl.TLSVersion.TLSv1,
    "tlsv1.1": ssl.TLSVersion.TLSv1_1,
    "tlsv1.2": ssl.TLSVersion.TLSv1_2,
    "tlsv1.3": ssl.TLSVersion.TLSv1_3,
}
_OWN = Path("~/.postgresql")  # where libpq looks for certificates


@contextmanager
def relay(options: Mapping[str, str], label: str) -> Iterator[Path]:
    """While this lasts, programs reach a server by a Unix socket, and TLS is spoken from there on.

    Args:
        options: Where the server is and how it is to be trusted, in libpq's words: `host`, `port`, `sslmode`, …
        label: The database's name for people.

    Returns:
        The folder of the socket, whose port is `PORT`.

    Raises:
        ConnectError: A file of a certificate cannot be used. It is also raised at the end, in the place of what came
            of it, when the server could not be reached in this way.
    """
    is_long = len(tempfile.gettempdir().encode()) > _LONGEST_FOLDER
    with tempfile.TemporaryDirectory(prefix="schemabot-tls-", dir=_SHORT_FOLDER if is_long else None) as folder:
        running = _Relay(options, label)
        running.start(str(Path(folder) / f".s.PGSQL.{PORT}"))
        try:
            yield Path(folder)
        except Exception as error:
            if running.failure is not None:
                raise running.failure from error
            raise
        finally:
            running.stop()


class _Relay:
    """The relay of one server, in a thread of its own."""

    def __init__(self, options: Mapping[str, str], label: str) -> None:
        self._options, self._label = options, label
        self._context = _context(options, label)
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="tls", daemon=True)
        self.failure: ConnectError | None = None

    def start(self, path: str) -> None:
        self._thread.start()
        self._run(self._listen(path))

    def stop(self) -> None:
        with suppress(Exception):
            self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_STOP_S)
        if not self._thread.is_alive():
            self._loop.close()

    def _run(self, what: Coroutine[Any, Any, Any]) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(_STOP_S)

    async def _listen(self, path: str) -> None:
        self._server = await asyncio.start_unix_server(self._serve, path)

    async def _end(self) -> None:
        self._server.close()
        running = [one for one in asyncio.all_tasks() if one is not asyncio.current_task()]
        for one in running:
            one.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _serve(self, said: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        """One connection of a program, to its end."""
        try:
            heard, asked = await asyncio.wait_for(self._connected(), CONNECT_TIMEOUT_S)
        except (OSError, TimeoutError, _Unwilling) as error:
            self.failure = ConnectError(f"cannot connect to {self._label} with TLS", _reason(error))
            await _closed(answer)
            return
        try:
            await _both(_passed(said, asked), _answered(heard, answer))
        except (OSError, asyncio.IncompleteReadError):
            pass  # one side is gone: the program says what that means to it
        finally:
            for writer in (answer, asked):
                await _closed(writer)

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        host = self._options.get("host") or "localhost"
        address = (self._options.get("hostaddr") or host, int(self._options.get("port") or PORT))
        plain = await asyncio.to_thread(socket.create_connection, address, CONNECT_TIMEOUT_S)
        try:
            _keep_alive(plain)
            plain.setblocking(False)
            if self._options.get("sslnegotiation") != "direct":
                await self._loop.sock_sendall(plain, _SSL_REQUEST)
                # One byte and no more: what somebody slipped in behind it must not pass for the server's words.
                _require_willing(await self._loop.sock_recv(plain, 1))
            name = host if self._context.check_hostname or not _is_address(host) else ""
            # Without a name none is checked or sent; asyncio wants to hear that in so many words.
            return await asyncio.open_connection(
                sock=plain, ssl=self._context, server_hostname=name, limit=_PIECE_BYTES
            )
        except BaseException:
            plain.close()
            raise


def _require_willing(answer: bytes) -> None:
    if answer != _WILLING:
        raise _Unwilling


class _Unwilling(Exception):  # noqa: N818 - never leaves this module
    """The server speaks no TLS."""


async def _closed(writer: asyncio.StreamWriter) -> None:
    """Close, once all is sent that was said; not for ever, if nobody takes it."""
    writer.close()
    try:
        await asyncio.wait_for(writer.wait_closed(), _CLOSING_S)
    except (OSError, TimeoutError, asyncio.CancelledError):
        writer.transport.abort()
        await asyncio.sleep(0)


async def _both(one: Coroutine[Any, Any, None], other: Coroutine[Any, Any, None]) -> None:
    """Until either is over; what is over first has nobody to speak to any more."""
    tasks = [asyncio.ensure_future(one), asyncio.ensure_future(other)]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _passed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(_PIECE_BYTES):
        writer.write(piece)
        await writer.drain()


async def _answered(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """What the server says: message by message until the log-in has begun, then as it comes."""
    offered = False
    while not offered:
        kind, length = _HEADER.unpack(await reader.readexactly(_HEADER.size))
        if not _LENGTH_BYTES <= length <= _LONGEST_MESSAGE:
            raise asyncio.IncompleteReadError(b"", None)
        body = await reader.readexactly(length - _LENGTH_BYTES)
        code = struct.unpack_from("!I", body)[0] if kind == _AUTHENTICATION else None
        if code == _SASL:
            body = body.replace(_BINDING + b"\0", b"")
        writer.write(_HEADER.pack(kind, len(body) + _LENGTH_BYTES) + body)
        await writer.drain()
        offered = code in (_SASL, _AUTHENTICATED) or kind == _ERROR
    await _passed(reader, writer)


def _context(options: Mapping[str, str], label: str) -> ssl.SSLContext:
    """How the server is trusted, as libpq would (PostgreSQL documentation, section 32.19 "SSL Support")."""
    mode = options.get("sslmode", "prefer")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_alpn_protocols([_ALPN])
    root = options.get("sslrootcert", "")
    try:
        if root == "system":
            context.load_default_certs(ssl.Purpose.SERVER_AUTH)
            mode = "verify-full"
        elif authorities := _file(root, "root.crt"):
            context.load_verify_locations(authorities)
        context.check_hostname = mode == "verify-full"
        # A list of authorities that is there is held against the server's certificate in every mode.
        if root != "system" and not authorities and not mode.startswith("verify"):
            context.verify_mode = ssl.CERT_NONE
        if (revoked := _file(options.get("sslcrl", ""), "root.crl")) or options.get("sslcrldir"):
            context.load_verify_locations(revoked or None, options.get("sslcrldir") or None)
            context.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_CHAIN
        if own := _file(options.get("sslcert", ""), "postgresql.crt"):
            key = _file(options.get("sslkey", ""), "postgresql.key")
            context.load_cert_chain(own, key or None, options.get("sslpassword", ""))
        for name, given in (
            ("minimum_version", "ssl_min_protocol_version"),
            ("maximum_version", "ssl_max_protocol_version"),
        ):
            if version := _VERSIONS.get(options.get(given, "").lower()):
                setattr(context, name, version)
    except OSError as error:
        raise ConnectError(f"the certificates for {label} cannot be used", _reason(error)) from None
    return context


def _file(given: str, usual: str) -> str:
    """The file that was named, else the usual one, if it is there."""
    if given:
        return given
    path = (_OWN / usual).expanduser()
    return str(path) if path.is_file() else ""


def _keep_alive(plain: socket.socket) -> None:
    """Notice a server whose machine or network is gone, as the drivers do."""
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, name in (
        ("TCP_KEEPIDLE", "keepalives_idle"),
        ("TCP_KEEPINTVL", "keepalives_interval"),
        ("TCP_KEEPCNT", "keepalives_count"),
        ("TCP_USER_TIMEOUT", "tcp_user_timeout"),
    ):
        if hasattr(socket, option):
            plain.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), LIBPQ_OPTIONS[name])


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _reason(error: BaseException) -> str:
    if isinstance(error, _Unwilling):
        return "the server speaks no TLS"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return f"no answer within {CONNECT_TIMEOUT_S} s"
    return getattr(error, "reason", None) or getattr(error, "strerror", None) or type(error).__name__
