"""Keeps secrets out of what is compared and shown: a digest stands in their place, `[secret 1f2e3d4c5b6a]`.

The digest is made of the secret and of the identity of the object that has it, and of nothing else, so that two
databases, and a snapshot taken earlier, have the same where the secret is the same: a changed secret is a difference
that shows two digests. It does not tell whether two objects share a secret.

A digest that can be made again can be guessed at: who has one may try likely secrets. So it is slow to make (scrypt,
about 10 ms) and short (48 bits). That makes guessing a weak password dear, not impossible: a comparison of schemas
with secrets in them is not for everybody's eyes all the same. Each digest is made once in a process.

What stands in the place of a secret is for the caller to say: its digest, or, for a script that a person asked for with
its secrets, the secret itself.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from hashlib import scrypt

from sync.catalog.secret_patterns import HIDDEN, forms_in, looks_random, secret_in
from sync.model import Identity, Kind
from sync.postgres.driver import extensions, psycopg2

StandIn = Callable[[str, Identity], str]

_SALT = "schemabot secret"
_MARK = "[secret "
_COST = 2**12
_BLOCK = 8
_LENGTH = 6

# Names of settings are taken apart into words: `sslPassword`, `api-key`, `x.access_token`.
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SECRET_WORDS = frozenset(
    {
        *("pwd", "pass", "passphrase", "passcode", "token", "tokens", "apikey", "accesskey", "secretkey", "privatekey"),
        *("authkey", "key", "authorization", "bearer", "credential", "credentials"),
    }
)
_SECRET_PARTS = ("password", "passwd", "secret")
_NO_SECRET_WORDS = frozenset(
    {"primary", "foreign", "partition", "sort", "row", "file", "path", "column", "method", "type"}
)
_NO_SECRETS = frozenset({"password_required", "password_encryption", "sslkey"})
_SWITCHES = frozenset({"true", "false", "on", "off", "yes", "no", "0", "1", ""})
_SHOWN_OF_A_USER = frozenset({"user", "username", "password_required"})
_SECRET_SETTINGS = ("password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key")
_LITERAL = re.compile(r"E?'((?:[^']|'')+)'")


@cache
def digest(secret: str, place: Identity) -> str:
    """What stands for a secret where it may not be known."""
    if HIDDEN.fullmatch(secret):
        return secret
    salt = f"{_SALT} {place.kind} {place}".encode()
    plain = secret.replace("\r\n", "\n").encode(errors="surrogatepass")
    return f"[secret {scrypt(plain, salt=salt, n=_COST, r=_BLOCK, p=1, dklen=_LENGTH).hex()}]"


def itself(secret: str, _: Identity) -> str:
    """What stands for a secret where it may be known."""
    return secret


class Remembered:
    """Digests, made anew where one that it made has come to another object: one that was renamed."""

    def __init__(self) -> None:
        """Begin with none."""
        self._secrets: dict[str, str] = {}

    def __call__(self, secret: str, place: Identity) -> str:
        """What stands for a secret where it may not be known."""
        known = self._secrets.get(secret, secret)
        made = digest(known, place)
        self._secrets[made] = known
        return made


def without_secrets(text: str, place: Identity, stand_in: StandIn = digest, *, prose: bool = False) -> str:
    """The text with digests in place of what looks like a secret.

    Args:
        text: Code, a definition, an expression; what people wrote about an object when it is `prose`.
        place: The object that it is of.
        stand_in: Makes what stands in the place of a secret.
        prose: Whether it is no code.
    """

    def hide(match: re.Match[str]) -> str:
        group = secret_in(match)
        if not group:
            return match[0]
        start, end = (position - match.start() for position in match.span(group))
        return f"{match[0][:start]}{stand_in(match[group], place)}{match[0][end:]}"

    if _MARK in text:
        text = HIDDEN.sub(lambda match: stand_in(match[0], place), text)
    for form in forms_in(text, prose=prose):
        text = form.sub(hide, text)
    if place.kind is Kind.COLUMN and not prose and _is_secret(place.name) and (literal := _LITERAL.match(text)):
        value = literal[1]
        if looks_random(value) and not HIDDEN.search(value):
            return text.replace(value, stand_in(value, place), 1)
    return text


def without_secret_options(options: Iterable[str], place: Identity, stand_in: StandIn = digest) -> Iterator[str]:
    """`name=value` options with digests in place of the values of secret ones."""
    for option in options:
        name, equals, value = option.partition("=")
        if place.kind is Kind.USER_MAPPING:
            secret = name.lower() not in _SHOWN_OF_A_USER
        else:
            secret = _is_secret(name) and value.lower() not in _SWITCHES
        # An option may be a connection string, whose secrets begin anywhere.
        shown = stand_in(value, place) if secret and value else without_secrets(value, place, stand_in, prose=True)
        yield f"{name}{equals}{shown}"


def without_connection_secrets(text: str, place: Identity, stand_in: StandIn = digest) -> Iterator[str]:
    """The `name=value` settings of a connection string or URI with digests in place of secrets."""
    try:
        settings = extensions.parse_dsn(text)
    except psycopg2.Error:  # written for another version of libpq, which knows other settings
        yield stand_in(text, place)
        return
    for name, value in settings.items():
        shown = str(value)
        yield f"{name}={stand_in(shown, place) if name in _SECRET_SETTINGS else shown}"


def _is_secret(name: str) -> bool:
    """Whether what is named so is a secret."""
    lowered = name.lower()
    if lowered in _NO_SECRETS:
        return False
    words = {word.lower() for word in _WORD.findall(name)}
    return any(part in lowered for part in _SECRET_PARTS) or bool(
        words & _SECRET_WORDS and not words & _NO_SECRET_WORDS
    )
