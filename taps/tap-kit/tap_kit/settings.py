"""The settings that all our taps share, and how a wrong one is told."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from singer_sdk import typing as th

from tap_kit.clock import utc
from tap_kit.errors import SettingsError

if TYPE_CHECKING:
    from singer_sdk.exceptions import ConfigValidationError

# Whole seconds: the SDK reads no other numbers from the environment.
KIT_SETTINGS: tuple[th.Property[Any], ...] = (
    th.Property(
        "start_date",
        th.StringType,
        description="Read nothing older than this day or instant [UTC]; "
        "2026-11-15 or 2026-11-15T06:00:00Z.",
    ),
    th.Property(
        "as_of",
        th.DateTimeType,
        description="Run as if it were this instant [UTC]; for replays and demos.",
    ),
    th.Property(
        "allow_stub",
        th.BooleanType,
        default=True,
        description="Without credentials, read from the embedded sandbox. "
        "False in production: then the run ends with exit code 2.",
    ),
    th.Property(
        "sandbox_seed",
        th.IntegerType,
        default=7,
        description="The same seed serves the same sandbox data.",
    ),
    th.Property(
        "api_base_url",
        th.StringType,
        description="Ask this address instead of the vendor's; for proxies and tests.",
    ),
    th.Property(
        "state_dir",
        th.StringType,
        default=".state",
        description="Folder for what outlives a run: circuit breaker, spent budgets, "
        "rotated tokens.",
    ),
    th.Property(
        "approval_command",
        th.ArrayType(th.StringType),
        description="Program and arguments that read the plan as JSON on standard "
        "input before the first data call; any exit code but 0 ends the run.",
    ),
    th.Property(
        "approval_timeout_seconds",
        th.IntegerType,
        default=3600,
        description="How long that program may think [s].",
    ),
    th.Property(
        "request_timeout_seconds",
        th.IntegerType,
        default=60,
        description="Longest time for one answer, from the first byte sent to the "
        "last received [s].",
    ),
    th.Property(
        "max_wait_seconds",
        th.IntegerType,
        default=3700,
        description="Longest wait for a rate limit or a busy server [s]; beyond it "
        "the run ends with exit code 4 and can be resumed.",
    ),
    th.Property(
        "correlation_id",
        th.StringType,
        description="Id that this run shares with the order that set it going; goes "
        "to the log, the approval command and `connector_runs`.",
    ),
)


def settings(*properties: th.Property[Any]) -> dict[str, Any]:
    """Declare a tap's settings; the common ones come last.

    Returns:
        JSON Schema for `Tap.config_jsonschema`.
    """
    return th.PropertiesList(*properties, *KIT_SETTINGS).to_dict()


def instant(text: str, setting: str) -> datetime:
    """Read an instant, or a day as its first instant, in UTC.

    Raises:
        SettingsError: It is neither.
    """
    try:
        if len(text) == len("2026-11-15"):
            day = date.fromisoformat(text)
            text = f"{day}T00:00:00Z"
        return utc(datetime.fromisoformat(text))
    except (ValueError, SettingsError) as error:
        what = f"{text!r} is no instant"
        step = "write 2026-11-15 or 2026-11-15T06:00:00Z"
        raise SettingsError(what, where=setting, next_step=step) from error


def wrong_settings(tap: str, error: ConfigValidationError) -> SettingsError:
    """Say all that is wrong with the settings, and where they can be looked up."""
    return SettingsError(
        "; ".join(error.errors) or str(error),
        where=f"settings of {tap}",
        next_step=f"correct them in the file given with --config, or in the "
        f"environment as {tap.upper().replace('-', '_')}_<SETTING>; "
        f"`{tap} --about` lists them all",
    )
