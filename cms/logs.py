"""The log: one line per event, with the id of the request it belongs to and nothing about a person."""

import logging
import logging.config
from typing import Any

import structlog
from structlog.typing import Processor

_EVERY_EVENT: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
]


def _is_no_client_error(record: logging.LogRecord) -> bool:
    """Whether to keep a record of Django's. Those of 4xx responses name the full address, which may contain a private
    link."""
    status = getattr(record, "status_code", None)
    return status is None or status >= 500


def configure(settings: dict[str, Any]) -> None:
    """Format the standard library's log and structlog's in the same way. Called by Django with settings.LOGGING."""
    renderer: list[Processor]
    if settings["format"] == "json":
        # Without local variables, which may hold names and addresses of people.
        tracebacks = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        renderer = [
            structlog.processors.ExceptionRenderer(tracebacks),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        renderer = [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    structlog.configure(
        processors=[*_EVERY_EVENT, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {"no_client_errors": {"()": lambda: _is_no_client_error}},
            "formatters": {
                "structured": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
                    "foreign_pre_chain": _EVERY_EVENT,
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
            "root": {"handlers": ["stderr"], "level": settings["level"]},
            "loggers": {
                "django": {"handlers": [], "level": "INFO", "propagate": True},
                "django.request": {"filters": ["no_client_errors"]},
            },
        }
    )
