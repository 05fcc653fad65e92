"""Takes secrets out of log lines: those that the environment holds, and whatever has the form of one.

Messages of ours never hold a secret. This is for what libraries and servers say, and for tracebacks.
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from structlog.typing import EventDict, WrappedLogger

HIDDEN = "***"

_SECRET_NAME = re.compile(r"(TOKEN|SECRET|PASSWORD|KEY)\Z")
_PASSWORD_IN_URL = re.compile(r"://[^\s/:@]*:(\S+)@")
_SHORTEST = 8  # what is shorter is as likely a word that means something else

_FORMS = (
    (re.compile(r"\b(xox[a-z](?:\.xox[a-z])?-|xapp-|gh[a-z]_|github_pat_)[\w-]+"), rf"\1{HIDDEN}"),
    # Up to the last @ of the word: one within the password should be %40, and what is wrong ends up in error messages.
    (re.compile(r"(?<=://)([^\s/:@\"']*):[^\s\"']*@"), rf"\1:{HIDDEN}@"),
    (re.compile(r"(?i)\b((?:ssl)?password\s*=\s*)(?:'[^']*'|\"[^\"]*\"|[^\s'\"&,;)]+)"), rf"\1{HIDDEN}"),
    (re.compile(r"(?i)\b(bearer\s+)[^\s'\",]{8,}"), rf"\1{HIDDEN}"),
    (re.compile(r"(?i)\b(authorization[\"']?\s*[:=]\s*[\"']?\w+\s+)[^\s'\",]+"), rf"\1{HIDDEN}"),
)


class Redactor:
    """A structlog processor: every text of the event, however deep, without the secrets in it.

    Args:
        environ: Where the secrets are that it knows by heart: variables that are named like one (`…_TOKEN`,
            `…_SECRET`, `…_PASSWORD`, `…_KEY`), and the passwords in URLs.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        known = sorted({one for one in _known(environ) if len(one) >= _SHORTEST}, key=len, reverse=True)
        self._known = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)") if known else None

    def __call__(self, _: WrappedLogger, __: str, event: EventDict) -> EventDict:
        """Return the event to be rendered; what is neither text nor a number is its `repr`."""
        return {name: self._without(value) for name, value in event.items()}

    def text(self, text: str) -> str:
        """Return the text without secrets."""
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        for form, instead in _FORMS:
            text = form.sub(instead, text)
        return text

    def _without(self, value: object) -> object:
        match value:
            case None | bool() | int() | float():
                return value
            case str():
                return self.text(value)
            case Mapping():
                return {self.text(str(name)): self._without(one) for name, one in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self._without(one) for one in value]
            case _:
                return self.text(repr(value))


def _known(environ: Mapping[str, str]) -> Iterator[str]:
    for name, value in environ.items():
        if _SECRET_NAME.search(name):
            yield value
        elif in_url := _PASSWORD_IN_URL.search(value):
            yield in_url[1]
            yield unquote(in_url[1])
