"""How the programs of a pipe log: as text, as JSON, or only what is wrong."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

CONFIG = "SINGER_SDK_LOG_CONFIG"
"""The SDK's variable. https://sdk.meltano.com/en/latest/implementation/logging.html"""
TEXT, JSON = "text", "json"
_FORMATTERS = {
    TEXT: {
        "format": "%(asctime)s | %(levelname)-8s | %(name)-30s | %(message)s",
    },
    JSON: {"()": "singer_sdk.logging.StructuredFormatter"},
}


@contextmanager
def logging_as(form: str, *, quiet: bool) -> Iterator[dict[str, str]]:
    """Give the variables that make a program of the SDK log so.

    Args:
        form: `text` or `json`.
        quiet: Only warnings and errors.
    """
    if form == TEXT and not quiet:
        yield {}
        return
    config = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"default": _FORMATTERS[form]},
        "handlers": {
            "default": {
                "class": "logging.StreamHandler",
                "formatter": "default",
                # Not on loggers: the SDK sets levels of its own there.
                "level": "WARNING" if quiet else "NOTSET",
                "stream": "ext://sys.stderr",
            }
        },
        "root": {
            "level": "INFO",
            "handlers": ["default"],
            "propagate": True,
        },
    }
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        yaml.safe_dump(config, file)
        file.flush()
        yield {CONFIG: file.name}
