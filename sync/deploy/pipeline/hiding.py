"""SQL of files as it may be shown: a record is kept and posted, and a file may have a secret in it all the same."""

from sync.catalog.secrets import without_secrets
from sync.deploy.pipeline.misleading import plainly
from sync.errors import one_line
from sync.model import Identity, Kind

_LONGEST = 300
_IN_A_FILE = Identity(Kind.SCHEMA, "migrations")


def hidden(text: str) -> str:
    """The text with digests in place of what looks like a secret, and nothing in it that people would not see."""
    return plainly(without_secrets(text, _IN_A_FILE))


def head(text: str) -> str:
    """The same in one line, its beginning where it is long."""
    text = one_line(hidden(text))
    return f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text
