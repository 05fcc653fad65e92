"""Where a database is, and how to speak of it without its password."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from sync.errors import ConfigurationError
from sync.postgres.driver import extensions, psycopg2

SCHEMES = ("postgresql://", "postgres://")

_PARAMETER = re.compile(r"[A-Za-z_]{1,40}\Z")
_SECRET_OPTIONS = ("password", "sslpassword", "oauth_client_secret")
_ESCAPE = "write the characters @ : / ? # % and spaces of the user name and password percent-encoded (an @ is %40)"


@dataclass(frozen=True, slots=True)
class Database:
    """One PostgreSQL database.

    Attributes:
        url: `postgresql://…` with all that libpq needs. Holds the password: never show it.
        label: What people read instead: `user@host:port/name`.
    """

    url: str = field(repr=False)
    label: str

    @classmethod
    def parse(cls, url: str, named: str = "the database URL") -> "Database":
        """Check a connection URL and make a label without its secrets.

        Args:
            url: `postgresql://user:password@host:port/name?options`.
            named: How the message should name it, for example the environment variable it came from.

        Raises:
            ConfigurationError: It is not a URL that libpq takes, or a password in it is not percent-encoded.
                The message quotes nothing of the URL, as what looks like a host may be half a password.
        """
        if not url.startswith(SCHEMES):
            raise ConfigurationError(f"{named} is not a PostgreSQL URL", "it must start with postgresql://")
        try:
            options = extensions.parse_dsn(url)
        except (psycopg2.ProgrammingError, UnicodeDecodeError):
            options = None
        if options is None:  # raised outside the handler: libpq's own message quotes the URL
            if unknown := _unknown_parameter(url):
                raise ConfigurationError(
                    f'{named} has the parameter "{unknown}", which PostgreSQL does not know', "take it out of the URL"
                )
            raise ConfigurationError(f"{named} is not a URL that PostgreSQL understands", _ESCAPE)
        ports = str(options.get("port") or "").split(",")
        names = (str(options.get("host") or ""), str(options.get("dbname") or ""))
        if any(mark in name for name in names for mark in "@#?") or not all(
            not port or port.isdecimal() for port in ports
        ):
            raise ConfigurationError(f"{named} is not a URL that PostgreSQL understands", _ESCAPE)
        return cls(url=url, label=_label(options))

    def secrets(self) -> tuple[str, ...]:
        """The parts of the URL that no message may contain, longest first."""
        options = extensions.parse_dsn(self.url)
        found = {str(options[name]) for name in _SECRET_OPTIONS if options.get(name)}
        return tuple(sorted({*found, *self._as_written(found)}, key=len, reverse=True))

    def _as_written(self, secrets: Iterable[str]) -> Iterator[str]:
        """The pieces of the URL that mean a secret, in the spelling that they have there."""
        secrets = set(secrets)
        rest = self.url.partition("://")[2]
        account, query = rest.partition("@")[0], rest.partition("?")[2]
        pieces = [account.partition(":")[2], *(pair.partition("=")[2] for pair in query.split("&"))]
        return (piece for piece in pieces if unquote(piece) in secrets)

    def redact(self, text: str) -> str:
        """Replace every secret of the URL in a text that came from a driver or a server."""
        text = text.replace(self.url, self.label)
        for secret in self.secrets():
            text = text.replace(secret, "•••")
        return text


def _unknown_parameter(url: str) -> str:
    """The first parameter of a URL that libpq does not know; empty where that may be a piece of a password.

    An `@` behind the `?` means that the `?` is one of the user name or password; what follows a password may be a part
    of it.
    """
    query = url.partition("?")[2]
    if "@" in query:
        return ""
    for name in (pair.partition("=")[0] for pair in query.split("&")):
        if name in _SECRET_OPTIONS or not _PARAMETER.match(name):
            return ""
        try:
            extensions.parse_dsn(f"{SCHEMES[0]}/?{name}=")
        except psycopg2.ProgrammingError:
            return name
    return ""


def _label(options: Mapping[str, object]) -> str:
    if options.get("service") and not (options.get("host") or options.get("hostaddr")):
        return f"service {options['service']}"
    host = str(options.get("host") or options.get("hostaddr") or "localhost")
    if ":" in host and "," not in host:
        host = f"[{host}]"
    user = f"{options['user']}@" if options.get("user") else ""
    port = f":{options['port']}" if options.get("port") and not host.startswith("/") else ""
    return f"{user}{host}{port}/{options.get('dbname') or options.get('user') or ''}"
