"""Structured logs on stderr: lines for people, or a JSON object a line when `LOG_FORMAT=json`.

What is bound with `structlog.contextvars.bound_contextvars(deployment=…)` stands in every line that is written
meanwhile in that thread or task, also in those of libraries. No line holds a secret: see `sync.redacting`.
"""

import logging
import sys
import threading
from collections.abc import Mapping
from typing import Any

import structlog

from bot.logs.redacting import LogRedactor

BOLT_LOGGER = "bot.slack.bolt"  # told of every connection; only its warnings are of interest

_OURS = ("bot", "sync")
_TELLS_TWICE = "slack_sdk.web.base_client"  # what it logs it raises too, and we tell that
_HAS_ITS_OWN_HANDLER = "dbos"  # unless it finds one; and it sets its own level when it starts

log = structlog.get_logger()


def configure_logs(environ: Mapping[str, str]) -> None:
    """Send our own logs, from `info` on, and the warnings and errors of libraries through one renderer.

    Args:
        environ: Has `LOG_FORMAT`, and the secrets that no line may hold.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,  # before secrets are sought: a traceback quotes what was raised
            LogRedactor(environ),
            *_rendering(as_json=environ.get("LOG_FORMAT") == "json"),
        ],
    )
    _set_handlers(formatter)
    _set_levels()
    logging.captureWarnings(capture=True)
    threading.excepthook = _tell_of_thread


def _rendering(*, as_json: bool) -> tuple[structlog.typing.Processor, ...]:
    if as_json:
        return _as_people_read, structlog.processors.JSONRenderer()
    plain = structlog.dev.plain_traceback
    return (structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain),)


def _as_people_read(_: structlog.typing.WrappedLogger, __: str, event: structlog.typing.EventDict) -> dict[str, Any]:
    """When, how bad and what, before the rest."""
    first = {name: event[name] for name in ("timestamp", "level", "event") if name in event}
    return first | dict(event)


def _set_handlers(formatter: logging.Formatter) -> None:
    everything = logging.StreamHandler(sys.stderr)
    everything.setFormatter(formatter)
    logging.getLogger().handlers = [everything]
    warnings = logging.StreamHandler(sys.stderr)
    warnings.setFormatter(formatter)
    warnings.setLevel(logging.WARNING)
    stubborn = logging.getLogger(_HAS_ITS_OWN_HANDLER)
    stubborn.handlers = [warnings]
    stubborn.propagate = False


def _set_levels() -> None:
    logging.getLogger().setLevel(logging.WARNING)
    for package in _OURS:
        logging.getLogger(package).setLevel(logging.INFO)
    logging.getLogger(BOLT_LOGGER).setLevel(logging.WARNING)
    logging.getLogger(_TELLS_TWICE).setLevel(logging.CRITICAL)


def _tell_of_thread(failed: threading.ExceptHookArgs) -> None:
    """A thread that nobody waits for died: a traceback on stderr would be no line of the log."""
    error = failed.exc_value
    if error is not None and not isinstance(error, SystemExit):
        log.error("a thread ended with an error", thread=failed.thread and failed.thread.name, exc_info=error)
