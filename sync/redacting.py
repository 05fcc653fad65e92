"""Takes secrets out of texts: those that are known, and whatever has the form of one.

Messages of ours never hold a secret. This is for what libraries and servers say, and for tracebacks.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

HIDDEN = "•••"

_SECRET_NAME = re.compile(r"PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|KEY\Z", re.IGNORECASE)
_LOGIN = re.compile(r"://([^\s\"']*)@")
_SHORTEST = 4  # a shorter "secret" would take words of a text with it

_FORMS = (
    (re.compile(r"\b(xox[a-z](?:\.xox[a-z])?-|xapp-|gh[a-z]_|github_pat_)[\w-]+"), rf"\1{HIDDEN}"),
    # Up to the last @ of the word: one within the password should be %40, and what is wrong ends up in error messages.
    (re.compile(r"(?<=://)([^\s:@\"']*):[^\s\"']*@"), rf"\1:{HIDDEN}@"),
    (re.compile(r"(https?://)[^\s/:@\"']+@"), rf"\1{HIDDEN}@"),  # a token, where git and its like take one for a user
    (re.compile(r"(?i)\b((?:ssl)?password\s*=\s*)(?:'[^']*'|\"[^\"]*\"|[^\s'\"&,;)]+)"), rf"\1{HIDDEN}"),
    (re.compile(r"(?i)\b(bearer\s+)[^\s'\",]{8,}"), rf"\1{HIDDEN}"),
    (re.compile(r"(?i)\b(authorization[\"']?\s*[:=]\s*[\"']?\w+\s+)[^\s'\",]+"), rf"\1{HIDDEN}"),
)


class Redactor:
    """Knows secrets by heart.

    Args:
        environ: Where they are: variables that are named like one (`…_TOKEN`, `…_SECRET`, `…PASSWORD`, `…_KEY`), and
            the passwords in URLs.
        arguments: Of a command line, with URLs too.
    """

    def __init__(self, environ: Mapping[str, str], arguments: Iterable[str] = ()) -> None:
        known = sorted({one for one in _known(environ, arguments) if len(one) >= _SHORTEST}, key=len, reverse=True)
        self._known = re.compile("|".join(map(_pattern, known))) if known else None

    def text(self, text: str) -> str:
        """Return the text without secrets."""
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        for form, instead in _FORMS:
            text = form.sub(instead, text)
        return text


def _known(environ: Mapping[str, str], arguments: Iterable[str]) -> Iterator[str]:
    yield from (value for name, value in environ.items() if _SECRET_NAME.search(name))
    for value in (*arguments, *environ.values()):
        for login in _LOGIN.findall(value):
            password = login.partition(":")[2]
            yield password
            yield unquote(password)


def _pattern(secret: str) -> str:
    """Of a secret; one that may be a word is none within a longer word."""
    escaped = re.escape(secret)
    return rf"(?<!\w){escaped}(?!\w)" if secret.isalpha() or secret.isdecimal() else escaped
