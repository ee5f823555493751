"""Faults to be met: which, on which requests, and how often.

A fault is planned by a test or by `POST /_sandbox/faults` and used up by the requests
whose path begins as it says. Some kinds every source has, others only one.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass, field
from threading import Condition
from typing import TYPE_CHECKING, Any, NamedTuple

from wv_sandbox.delivery import FRAMINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_SLOW_SECONDS = 60.0


class Kinds(NamedTuple):
    """Kinds of faults.

    Attributes:
        options: Every kind, and the options it takes.
        choices: Options that take only certain values.
    """

    options: Mapping[str, frozenset[str]]
    choices: Mapping[str, tuple[object, ...]]

    def joined(self, others: Kinds) -> Kinds:
        """Give these and others; of what both have, what either has."""
        options, choices = dict(self.options), dict(self.choices)
        for kind, more in others.options.items():
            options[kind] = options.get(kind, frozenset()) | more
        for option, values in others.choices.items():
            known = choices.get(option, ())
            choices[option] = (*known, *(v for v in values if v not in known))
        return Kinds(options, choices)


GENERAL = Kinds(
    options={
        "status": frozenset({"status", "reason"}),
        "html": frozenset({"status"}),
        "not_json": frozenset(),
        "cut_gzip": frozenset({"framing", "share"}),
        "slow": frozenset({"seconds", "where"}),
        "reset": frozenset(),
    },
    choices={"framing": FRAMINGS, "where": ("before", "body")},
)
"""What can happen to the answers of any source."""


@dataclass
class Fault:
    """A planned fault.

    Attributes:
        kind: One of the kinds that some source has.
        path_prefix: Paths it waits for; all by default.
        body_contains: Words in the body that it waits for; none by default.
        times: Requests it hits; None for all.
        after: Requests it lets pass first.
        options: Those of its kind.
    """

    kind: str
    path_prefix: str = ""
    body_contains: str = ""
    times: int | None = 1
    after: int = 0
    options: dict[str, Any] = field(default_factory=dict)

    def waits_for(self, path: str, body: bytes) -> bool:
        """Tell whether it is for a request, and not used up."""
        return (
            self.times != 0
            and path.startswith(self.path_prefix)
            and self.body_contains.encode() in body
        )


class Faults:
    """The faults still to be met; safe to use from any thread.

    Args:
        *vendors: The kinds that only certain sources have.
    """

    def __init__(self, *vendors: Kinds) -> None:
        self._kinds = GENERAL
        for kinds in vendors:
            self._kinds = self._kinds.joined(kinds)
        self._lock = Condition()
        self._planned: list[Fault] = []
        self._held: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    def add(
        self,
        kind: str,
        *,
        path_prefix: str = "",
        body_contains: str = "",
        times: int | None = 1,
        after: int = 0,
        **options: Any,  # noqa: ANN401  Each kind has its own.
    ) -> Fault:
        """Plan a fault.

        Args:
            kind: One of the kinds that some source has.
            path_prefix: Paths it waits for, for example `/openmeteo/archive-api`.
            body_contains: Words in the body that it waits for.
            times: Requests it hits; None for all.
            after: Requests it lets pass first.
            **options: Those of its kind.

        Raises:
            ValueError: The kind or an option is not known, or a number makes no sense.
        """
        self._check_options(kind, options)
        _check_numbers(times, after, options)
        fault = Fault(kind, str(path_prefix), str(body_contains), times, after, options)
        with self._lock:
            self._planned.append(fault)
        return fault

    def take(self, path: str, body: bytes = b"") -> Fault | None:
        """Find the first fault that hits a request, and count the request."""
        with self._lock:
            for fault in self._planned:
                if not fault.waits_for(path, body):
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

    def _check_options(self, kind: str, options: Mapping[str, Any]) -> None:
        kinds, every_choice = self._kinds
        if kind not in kinds:
            known = ", ".join(sorted(kinds))
            message = f"there is no fault {kind!r}; choose one of {known}"
            raise ValueError(message)
        if strange := sorted(set(options) - kinds[kind]):
            known = ", ".join(sorted(kinds[kind])) or "none"
            message = (
                f"fault {kind!r} has no option {strange[0]!r}; its options: {known}"
            )
            raise ValueError(message)
        for name, choices in every_choice.items():
            if options.get(name, choices[0]) not in choices:
                known = ", ".join(map(str, choices))
                message = f"{name} must be one of {known}, not {options[name]!r}"
                raise ValueError(message)


def _check_numbers(times: int | None, after: int, options: Mapping[str, Any]) -> None:
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
