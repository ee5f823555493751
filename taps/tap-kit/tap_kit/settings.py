"""The settings that all our taps share, and how a wrong one is told."""

from __future__ import annotations

from datetime import date, datetime
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from singer_sdk import typing as th
from singer_sdk.helpers._typing import is_secret_type
from singer_sdk.singerlib import Catalog

from tap_kit.clock import utc
from tap_kit.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
        "end_date",
        th.StringType,
        description="Read nothing newer than this instant, or than the beginning of "
        "this day [UTC]; now if left out.",
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


def secrets(
    schema: Mapping[str, Any],
    environment: Mapping[str, str],
    config: Mapping[str, Any],
    prefix: str,
) -> list[str]:
    """Return all that the settings marked as secret hold.

    Args:
        schema: The settings' JSON Schema.
        environment: Where `<prefix>_<SETTING>` may stand.
        config: The settings.
        prefix: Of the environment's names.
    """
    names = [
        name for name, kind in schema["properties"].items() if is_secret_type(kind)
    ]
    given = [environment.get(f"{prefix}_{name.upper()}") for name in names]
    return list(_texts([*given, *(config.get(name) for name in names)]))


def masked(schema: Mapping[str, Any], config: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings with a meaningless text for each secret."""
    kinds = schema["properties"]
    return {
        name: _stand_in(value) if is_secret_type(kinds.get(name, {})) else value
        for name, value in config.items()
    }


def _stand_in(value: Any) -> Any:  # noqa: ANN401 - any JSON value.
    return token_hex(20) if isinstance(value, str) else None


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON value.
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def catalog_of(catalog: dict[str, Any] | None) -> Catalog | None:
    """Read a catalog.

    Raises:
        SettingsError: It is none.
    """
    if catalog is None or isinstance(catalog, Catalog):
        return catalog
    try:
        return Catalog.from_dict(catalog)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        what = f"the catalog is none ({type(error).__name__}: {error})"
        step = "make one with --discover, and only change what is selected in it"
        raise SettingsError(what, where="--catalog", next_step=step) from error


def check_state(state: Mapping[str, Any]) -> None:
    """Refuse what the SDK would take for an empty state, or break on.

    Raises:
        SettingsError: It is no state.
    """
    bookmarks = state.get("bookmarks", {} if not state else None)
    whole = isinstance(bookmarks, dict) and all(
        isinstance(bookmark, dict) for bookmark in bookmarks.values()
    )
    if not whole:
        what = "the state has no bookmarks, so everything would be read again"
        step = "give the last line that the target printed, or leave the state away"
        raise SettingsError(what, where="--state", next_step=step)


def unreadable(files: Sequence[str], error: Exception) -> SettingsError:
    """Say that a file of settings cannot be read, without quoting it."""
    return SettingsError(
        f"the settings cannot be read: {error}",
        where=f"--config {' '.join(files)}",
        next_step="give a file that holds one JSON object, or ENV",
    )


def wrong_setting(tap: str, error: Exception) -> SettingsError:
    """Say what is wrong with one setting."""
    return SettingsError(
        str(error),
        where=f"settings of {tap}",
        next_step=f"correct it; `{tap} --about` lists all settings",
    )


def wrong_settings(tap: str, error: ConfigValidationError) -> SettingsError:
    """Say all that is wrong with the settings, and where they can be looked up."""
    return SettingsError(
        "; ".join(error.errors) or str(error),
        where=f"settings of {tap}",
        next_step=f"correct them in the file given with --config, or in the "
        f"environment as {tap.upper().replace('-', '_')}_<SETTING>; "
        f"`{tap} --about` lists them all",
    )
