"""How the programs of a pipe log: as text, as JSON, or only what is wrong."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import yaml

from wv.console import JSON, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

CONFIG, LEVEL = "SINGER_SDK_LOG_CONFIG", "LOGLEVEL"
"""The SDK's variables. https://sdk.meltano.com/en/latest/implementation/logging.html"""
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

    Who has set the SDK's own variables is left what they say, if nothing else is asked.
    """
    if form == TEXT and not quiet and {CONFIG, LEVEL} & os.environ.keys():
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
        "loggers": dict(_silent(form, quiet=quiet)),
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


def _silent(form: str, *, quiet: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the loggers that say too much, and how each is kept silent."""
    if form == TEXT:  # A line for each request is for machines.
        yield "singer_sdk.metrics", {"propagate": False}  # The SDK sets its level.
    if quiet:  # It writes to the terminal where it may log.
        yield "tap_kit.progress", {"level": "WARNING"}
