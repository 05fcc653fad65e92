"""Structured logs on stderr: lines for people, or JSON when `LOG_FORMAT=json`."""

import logging
import sys
from collections.abc import Mapping

import structlog

BOLT_LOGGER = "bot.slack.bolt"  # told of every connection; only its warnings are of interest

_TELLS_TWICE = "slack_sdk.web.base_client"  # what it logs it raises too, and we tell that


def configure_logs(environ: Mapping[str, str]) -> None:
    """Send our own logs and those of the libraries through one renderer."""
    as_json = environ.get("LOG_FORMAT") == "json"
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: list[structlog.typing.Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if as_json
        else [
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
        ]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for chatty in (BOLT_LOGGER, "slack_sdk"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.getLogger(_TELLS_TWICE).setLevel(logging.CRITICAL)
