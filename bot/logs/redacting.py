"""Takes secrets out of log lines."""

from collections.abc import Mapping

from structlog.typing import EventDict, WrappedLogger

from sync.redacting import Redactor


class LogRedactor:
    """A structlog processor: every text of the event, however deep, without the secrets in it.

    Args:
        environ: Where the secrets are that it knows by heart.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._redactor = Redactor(environ)

    def __call__(self, _: WrappedLogger, __: str, event: EventDict) -> EventDict:
        """Return the event to be rendered; what is neither text nor a number is its `repr`."""
        return {name: self._without(value) for name, value in event.items()}

    def _without(self, value: object) -> object:
        match value:
            case None | bool() | int() | float():
                return value
            case str():
                return self._redactor.text(value)
            case Mapping():
                return {self._redactor.text(str(name)): self._without(one) for name, one in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self._without(one) for one in value]
            case _:
                return self._redactor.text(repr(value))
