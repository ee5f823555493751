"""Faults to be met: which, on which requests, and how often.

A fault is planned by a test or by `POST /_sandbox/faults` and used up by the requests
whose path begins as it says.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass, field
from threading import Condition
from typing import TYPE_CHECKING, Any

from wv_sandbox.delivery import FRAMINGS
from wv_sandbox.openmeteo import recordings
from wv_sandbox.openmeteo.damage import DAMAGES
from wv_sandbox.openmeteo.limits import LIMIT_REASONS

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_SLOW_SECONDS = 60.0

KINDS: Mapping[str, frozenset[str]] = {
    "status": frozenset({"status", "reason", "limit"}),
    "html": frozenset({"status"}),
    "not_json": frozenset(),
    "recorded": frozenset({"name"}),
    "cut_gzip": frozenset({"framing", "share"}),
    "stream_failure": frozenset({"share", "words"}),
    "slow": frozenset({"seconds", "where"}),
    "reset": frozenset(),
    **{kind: damage.options for kind, damage in DAMAGES.items()},
}
"""Every kind of fault and the options it takes."""
CHOICES: Mapping[str, tuple[object, ...]] = {
    "status": (200, 400, 401, 403, 404, 429, 500, 502, 503),
    "limit": tuple(LIMIT_REASONS),
    "framing": FRAMINGS,
    "where": ("before", "body"),
    "name": tuple(recordings.names()),
}
"""Options that take only certain values."""


@dataclass
class Fault:
    """A planned fault.

    Attributes:
        kind: One of `KINDS`.
        path_prefix: Paths it waits for; all by default.
        times: Requests it hits; None for all.
        after: Requests it lets pass first.
        options: See `KINDS`.
    """

    kind: str
    path_prefix: str = ""
    times: int | None = 1
    after: int = 0
    options: dict[str, Any] = field(default_factory=dict)


class Faults:
    """The faults still to be met; safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = Condition()
        self._planned: list[Fault] = []
        self._held: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    def add(
        self,
        kind: str,
        *,
        path_prefix: str = "",
        times: int | None = 1,
        after: int = 0,
        **options: Any,  # noqa: ANN401  Each kind has its own.
    ) -> Fault:
        """Plan a fault.

        Args:
            kind: One of `KINDS`.
            path_prefix: Paths it waits for, for example `/openmeteo/archive-api`.
            times: Requests it hits; None for all.
            after: Requests it lets pass first.
            **options: See `KINDS`.

        Raises:
            ValueError: The kind or an option is not known, or a number makes no sense.
        """
        _check(kind, times, after, options)
        fault = Fault(kind, str(path_prefix), times, after, options)
        with self._lock:
            self._planned.append(fault)
        return fault

    def take(self, path: str) -> Fault | None:
        """Find the first fault that hits a request, and count the request."""
        with self._lock:
            for fault in self._planned:
                if not path.startswith(fault.path_prefix) or fault.times == 0:
                    continue
                if fault.after:
                    fault.after -= 1
                    continue
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None

    def as_json(self) -> list[dict[str, Any]]:
        """Give what is still planned as JSON can hold it."""
        with self._lock:
            return [asdict(fault) for fault in self._planned if fault.times != 0]

    def clear(self) -> None:
        """Forget all plans, and let go of what is held."""
        with self._lock:
            self._planned.clear()
        self.release()

    async def hold(self, seconds: float) -> None:
        """Hold an answer back, until it is released but not longer than `seconds`."""
        go = asyncio.Event()
        with self._lock:
            self._held.append((asyncio.get_running_loop(), go))
            self._lock.notify_all()
        try:
            async with asyncio.timeout(seconds):
                await go.wait()
        except TimeoutError:
            return

    def wait_for_held(self, count: int, timeout_seconds: float) -> None:
        """Wait until `count` answers are held back.

        Raises:
            TimeoutError: They are not.
        """
        with self._lock:
            if not self._lock.wait_for(
                lambda: len(self._held) >= count, timeout_seconds
            ):
                held = len(self._held)
                message = f"{held} of {count} answers held after {timeout_seconds:g} s"
                raise TimeoutError(message)

    def release(self) -> None:
        """Let all held answers go on at once."""
        with self._lock:
            held, self._held = self._held, []
        for loop, go in held:
            loop.call_soon_threadsafe(go.set)


def _check(
    kind: str, times: int | None, after: int, options: Mapping[str, Any]
) -> None:
    if kind not in KINDS:
        message = (
            f"there is no fault {kind!r}; choose one of {', '.join(sorted(KINDS))}"
        )
        raise ValueError(message)
    if strange := sorted(set(options) - KINDS[kind]):
        known = ", ".join(sorted(KINDS[kind])) or "none"
        message = f"fault {kind!r} has no option {strange[0]!r}; its options: {known}"
        raise ValueError(message)
    for name, choices in CHOICES.items():
        if options.get(name, choices[0]) not in choices:
            known = ", ".join(map(str, choices))
            message = f"{name} must be one of {known}, not {options[name]!r}"
            raise ValueError(message)
    if (times is not None and times < 1) or after < 0:
        message = (
            f"times must be at least 1 and after at least 0, not {times} and {after}"
        )
        raise ValueError(message)
    if not 0.0 <= options.get("share", 0.0) <= 1.0:
        message = "share must be between 0 and 1"
        raise ValueError(message)
    if not 0.0 <= options.get("seconds", 0.0) <= MAX_SLOW_SECONDS:
        message = f"seconds must be between 0 and {MAX_SLOW_SECONDS:g}"
        raise ValueError(message)
