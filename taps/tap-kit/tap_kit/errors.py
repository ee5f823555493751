"""What can go wrong in a tap, and what to do about it.

Every error says what happened, where, and what to do next, and knows the exit code of
its process. None holds a token, a personal datum, or a URL with its query.

    TapError                        1 unexpected
    ├── SettingsError               2 a setting is wrong
    │   ├── ApprovalRefusedError    2 the operator's command said no
    │   └── HostRefusedError        2 a host that is not on the allow-list
    ├── BudgetExhaustedError        4 our own limits; run again, nothing is lost
    ├── CircuitOpenError            4 the source was failing a moment ago
    ├── DataError                   5 the source broke its contract
    └── ApiError                    1 the API answered with an error
        ├── RetryError              4 worth another try (the SDK retries it)
        │   ├── WaitError           4 worth another try after a stated wait
        │   ├── DeadlineError       4 the answer took too long
        │   └── TruncatedError      4 the answer ended early
        ├── ShrinkError             5 ask for fewer rows or columns a page
        ├── SplitError              5 ask for a shorter range
        ├── SkipError               6 leave this one out and go on
        └── FatalError              5 no other try will help
            ├── AuthError           3 key, token or permission
            ├── RedirectRefusedError 5 the API points at another host
            └── TooLargeError       5 the answer passes the size cap
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from singer_sdk.exceptions import FatalAPIError, RetriableAPIError
from typing_extensions import override

from tap_kit.wording import DETAIL_CHARACTERS, clean, safe_url, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from requests import Response

    from tap_kit.clock import Clock


class ExitCode(IntEnum):
    """How a process of ours ends."""

    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    AUTH = 3
    GAVE_UP = 4
    """Rate limit or maintenance outlasted our patience. Resumable: run again."""
    DATA = 5
    PARTIAL = 6
    """Everything good arrived; what was not lies among the dead letters."""
    STORAGE = 7
    INTERRUPTED = 130


class TapError(Exception):
    """The root: what happened, where, what to do next, how to exit.

    Args:
        what: What happened.
        where: Stream, setting, or host and path.
        next_step: What the reader can do now.
        exit_code: Overrides the class's own.
    """

    default_exit_code: ClassVar[ExitCode] = ExitCode.UNEXPECTED
    known: Mapping[str, str] = MappingProxyType({})
    """Whose it is (run, correlation id), for the line of the log that tells of it."""

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        next_step: str = "",
        exit_code: ExitCode | None = None,
    ) -> None:
        self.what = clean(what)
        self.where = clean(where)
        self.next_step = clean(next_step)
        self.exit_code = self.default_exit_code if exit_code is None else exit_code
        super().__init__(self.what)

    @override
    def __str__(self) -> str:
        where = f"Where: {self.where}" if self.where else ""
        step = f"Next: {self.next_step}" if self.next_step else ""
        return " ".join(sentence(part) for part in (self.what, where, step) if part)


class SettingsError(TapError):
    """A setting is missing, wrong, or contradicts another."""

    default_exit_code = ExitCode.USAGE


class ApprovalRefusedError(SettingsError):
    """The operator's approval command refused the plan, or could not be asked."""


class HostRefusedError(SettingsError):
    """A request would have left for a host that is not on the allow-list."""


class BudgetExhaustedError(TapError):
    """The wait for a budget is longer than allowed; run again after `resume_at`."""

    default_exit_code = ExitCode.GAVE_UP
    resume_at: datetime | None = None


class CircuitOpenError(TapError):
    """The source failed several times in a row; left alone until `resume_at`."""

    default_exit_code = ExitCode.GAVE_UP
    resume_at: datetime | None = None


class DataError(TapError):
    """The source sent what its contract does not allow."""

    default_exit_code = ExitCode.DATA


class ApiError(TapError):
    """The API answered with an error.

    Args:
        what: What happened.
        where: Stream, or host and path.
        next_step: What the reader can do now.
        exit_code: Overrides the class's own.
        response: The answer; never printed.

    `rule` is the rule that recognised the answer, `wait_seconds` how long the server
    wants to be left alone [s]; both None when nobody knows.
    """

    rule: ErrorRule | None = None
    wait_seconds: float | None = None

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        next_step: str = "",
        exit_code: ExitCode | None = None,
        response: Response | None = None,
    ) -> None:
        super().__init__(what, where=where, next_step=next_step, exit_code=exit_code)
        self.response = response


class RetryError(ApiError, RetriableAPIError):
    """Worth another try: the SDK's retry machinery knows it."""

    default_exit_code = ExitCode.GAVE_UP


class WaitError(RetryError):
    """Worth another try after `wait_seconds`; not the request's fault."""


class DeadlineError(RetryError):
    """The answer was not whole when the wall-clock deadline came."""


class TruncatedError(RetryError):
    """The answer ended before its own framing said so."""


class ShrinkError(ApiError):
    """The page was too heavy: ask for fewer rows or columns."""

    default_exit_code = ExitCode.DATA


class SplitError(ApiError):
    """The range was too wide: ask for its halves."""

    default_exit_code = ExitCode.DATA


class SkipError(ApiError):
    """This one request cannot be answered; the others can. Count it, never hide it."""

    default_exit_code = ExitCode.PARTIAL


class FatalError(ApiError, FatalAPIError):
    """No other try will help."""

    default_exit_code = ExitCode.DATA


class AuthError(FatalError):
    """Key, token, plan or permission."""

    default_exit_code = ExitCode.AUTH


class RedirectRefusedError(FatalError):
    """The API pointed at another host; credentials do not travel."""


class TooLargeError(FatalError):
    """The answer, decompressed, passes the size cap."""


class Action(Enum):
    """What a recognised answer asks of us. The value is the error that carries it."""

    RETRY = RetryError
    WAIT = WaitError
    SHRINK = ShrinkError
    SPLIT = SplitError
    SKIP = SkipError
    FATAL = FatalError


@dataclass(frozen=True, kw_only=True)
class ErrorRule:
    """One row of a tap's table: how to know an answer, what to do, what to say.

    Args:
        name: Unique in its table; a test names it.
        matches: Whether the answer is this case.
        action: What to do.
        advice: The next step, for the person who reads the log.
        wait: How long the server wants to be left alone [s], None when it does not say.
        exit_code: If no other try helps; the action's own when None.
        detail: The vendor's own words, taken from the answer; they are shortened.
    """

    name: str
    matches: Callable[[Response], bool]
    action: Action
    advice: str
    wait: Callable[[Response, Clock], float | None] | None = None
    exit_code: ExitCode | None = None
    detail: Callable[[Response], str | None] | None = None

    def error(self, response: Response, clock: Clock) -> ApiError:
        """Say it as an error that the SDK, the log and the exit code understand."""
        kind: type[ApiError] = self.action.value
        if kind is FatalError and self.exit_code is ExitCode.AUTH:
            kind = AuthError
        detail = self.detail(response) if self.detail else None
        words = f": {clean(detail, DETAIL_CHARACTERS)}" if detail else ""
        error = kind(
            f"HTTP {response.status_code} ({self.name}){words}",
            where=safe_url(response.url),
            next_step=self.advice,
            exit_code=self.exit_code,
            response=response,
        )
        error.rule = self
        error.wait_seconds = self.wait(response, clock) if self.wait else None
        return error


def classify(rules: Iterable[ErrorRule], response: Response) -> ErrorRule | None:
    """Find the first rule that knows this answer; None when it is no error we know."""
    return next((rule for rule in rules if rule.matches(response)), None)
