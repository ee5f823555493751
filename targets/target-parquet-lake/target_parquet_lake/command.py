"""The command line: settings files, and exit codes for what happened."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any

import click
from singer_sdk.exceptions import ConfigValidationError
from singer_sdk.target_base import Target
from typing_extensions import override

from target_parquet_lake.errors import ExitCode, LakeError
from target_parquet_lake.summary import NAME

if TYPE_CHECKING:
    from singer_sdk.plugin_base import _ConfigInput

logger = logging.getLogger(NAME)


class Command(Target):
    """A target whose command ends as the README says."""

    @classmethod
    @override
    def cb_config(
        cls, ctx: click.Context, param: click.Option, value: tuple[str, ...]
    ) -> _ConfigInput:
        try:
            return super().cb_config(ctx, param, value)
        except (OSError, ValueError, TypeError) as error:
            kind = type(error).__name__
            msg = f"a settings file is no JSON object ({kind}); give the path of one"
            raise click.BadParameter(msg, ctx, param) from None

    @classmethod
    @override
    def invoke(cls, **arguments: Any) -> None:
        """Run, and end with the exit code of what happened (see README)."""
        try:
            super().invoke(**arguments)
        except ConfigValidationError as error:
            for line in error.errors:
                logger.error("Wrong setting: %s", line)  # noqa: TRY400 - no traceback.
            logger.error("Correct it; --about lists all settings.")  # noqa: TRY400 - as above.
            sys.exit(ExitCode.USAGE)
        except LakeError as error:
            logger.error("%s", error, extra=error.known)  # noqa: TRY400 - for humans.
            sys.exit(error.code)
