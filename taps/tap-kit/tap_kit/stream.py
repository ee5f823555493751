"""A stream that asks an HTTP API: politely, and no longer than it makes sense."""

from __future__ import annotations

import random
from contextlib import ExitStack, contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from singer_sdk import RESTStream
from typing_extensions import override

from tap_kit.errors import (
    ApiError,
    BudgetExhaustedError,
    CircuitOpenError,
    ErrorRule,
    RetryError,
    SkipError,
    WaitError,
    classify,
)
from tap_kit.http_rules import HTTP_RULES
from tap_kit.loop import RecordStream

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from backoff.types import Details
    from requests import PreparedRequest, Response, Session
    from singer_sdk.helpers.types import Context, RequestFunc
    from singer_sdk.streams.rest import HTTPRequest

MAX_RETRIES = 3
FIRST_RETRY_SECONDS = 2.0
_SHORTEST_WAIT_SECONDS = 1.0
"""A server that says "again, at once" for ever must not hold us for ever."""


class KitStream(RecordStream, RESTStream[Any]):
    """A REST stream with our session, pace, breaker and error rules.

    What a tap writes: `error_rules`, `request_cost`, and, where the pace is not the
    tap's `limiters` alone, `paced` and `after_response`.
    """

    path = ""
    error_rules: ClassVar[tuple[ErrorRule, ...]] = ()
    """The vendor's own rules, asked before what HTTP codes mean everywhere."""

    waits_for_breaker: ClassVar[bool] = False
    """Wait while the circuit is open, within `max_wait_seconds`, instead of ending."""

    _is_retry = False

    @property
    @override
    def requests_session(self) -> Session:
        return self.tap.session

    @cached_property
    @override
    def user_agent(self) -> str:
        return self.tap.user_agent

    @property
    @override
    def timeout(self) -> int:
        return int(self.config["request_timeout_seconds"])

    # ---------- what a tap may override

    def request_cost(self, request: PreparedRequest) -> float:  # noqa: ARG002 - a tap may need it.
        """Return what a request costs [vendor's own unit]."""
        return 1.0

    @contextmanager
    def paced(self, cost: float) -> Iterator[None]:
        """Wait until a request of this cost may go, and hold the cost meanwhile.

        Raises:
            BudgetExhaustedError: It would have to wait too long.
        """
        with ExitStack() as stack:
            for limiter in self.tap.limiters:
                waited = stack.enter_context(limiter.charged(cost))
                self.tap.report.add_wait(waited)
            yield

    def after_response(self, response: Response) -> None:
        """Learn from an answer, good or bad, e.g. what the server says is left."""

    # ---------- one request

    def fetch(self, request: HTTPRequest, context: Context | None = None) -> Response:
        """Send one request as `request_records` would: paced, checked, retried.

        Raises:
            TapError: As the error rules say.
        """
        body = "json" if self.payload_as_json else "data"
        prepared = self.build_prepared_request(
            method=request.method,
            url=request.url,
            params=request.encode_params(),
            headers=request.headers,
            **{body: request.data},
        )
        return self.request_decorator(self._request)(prepared, context)

    @override
    def get_records(self, context: Context | None) -> Iterable[dict[str, Any]]:
        try:
            yield from super().get_records(context)
        except SkipError as error:
            self.skip(error)

    def skip(self, error: SkipError) -> None:
        """Leave one request out: said, and counted, so that the run ends as partial."""
        self.logger.warning("%s: left out. %s", self.name, error)
        self.tap.report.add_quarantines()

    @override
    def validate_response(self, response: Response) -> None:
        """Raise what the error rules make of an answer.

        Raises:
            ApiError: One of its kinds; the rule says which.
        """
        self.after_response(response)
        if rule := classify((*self.error_rules, *HTTP_RULES), response):
            raise rule.error(response, self.tap.server_clock)

    @override
    def request_decorator(self, func: RequestFunc) -> RequestFunc:
        """Wait as long as a server asks, inside the SDK's retries."""

        def send(request: PreparedRequest, context: Context | None) -> Response:
            waited = 0.0
            while True:
                try:
                    return self._send(func, request, context)
                except WaitError as error:
                    if error.wait_seconds is None:
                        raise  # Nobody says how long: an ordinary retry.
                    seconds = max(error.wait_seconds, _SHORTEST_WAIT_SECONDS)
                    self.logger.warning(
                        "%s: %s Waiting %.1f s.", self.name, error, seconds
                    )
                    waited += self._pause(seconds, waited, throttled=True)
                except CircuitOpenError as error:
                    if error.resume_at is None or not self.waits_for_breaker:
                        raise
                    left = error.resume_at - self.tap.real_clock.now()
                    self.logger.warning("%s: %s Waiting for it.", self.name, error)
                    waited += self._pause(
                        max(left.total_seconds(), _SHORTEST_WAIT_SECONDS), waited
                    )

        return super().request_decorator(send)

    def _send(
        self, func: RequestFunc, request: PreparedRequest, context: Context | None
    ) -> Response:
        tap, cost = self.tap, self.request_cost(request)
        tap.message_writer.flush()  # What the last page gave, before anybody waits.
        tap.breaker.check()
        try:
            with self.paced(cost):
                tap.report.add_request(calls=cost, retry=self._is_retry)
                self._is_retry = False
                response = func(request, context)
        except WaitError:
            raise
        except RetryError:
            tap.breaker.failure()
            raise
        except ApiError:
            tap.breaker.success()  # It answers; it does not like the question.
            raise
        tap.breaker.success()
        return response

    def _pause(
        self, seconds: float, waited: float, *, throttled: bool = False
    ) -> float:
        """Wait before a request is sent again, and return how long [s].

        Raises:
            BudgetExhaustedError: All waits for it would be longer than allowed.
        """
        limit = self.config["max_wait_seconds"]
        if waited + seconds > limit:
            what = f"the source asks us to wait {waited + seconds:,.0f} s in all"
            step = "run again later with the last state, nothing is lost; or raise "
            raise BudgetExhaustedError(
                what, where=self.name, next_step=f"{step}max_wait_seconds ({limit:,})"
            )
        self.tap.report.add_wait(seconds, throttled=throttled)
        self.tap.clock.sleep(seconds)
        return seconds

    # ---------- retries: python-backoff decides when to stop, our clock waits

    @override
    def backoff_max_tries(self) -> int:
        return MAX_RETRIES + 1

    @override
    def backoff_wait_generator(self) -> Generator[float, Any, None]:
        """Wait here, with full jitter, and let python-backoff sleep for no time.

        It calls `time.sleep` itself; ours must be the clock's, which a test can turn.
        """
        error = yield 0.0
        cap, waited = FIRST_RETRY_SECONDS, 0.0
        while True:
            seconds = random.uniform(0, cap)  # noqa: S311 - it spreads load, it hides nothing.
            seconds = max(seconds, getattr(error, "wait_seconds", None) or 0.0)
            self.logger.warning(
                "%s: %s Trying again in %.1f s.", self.name, error, seconds
            )
            waited += self._pause(seconds, waited)
            self._is_retry = True
            cap *= 2
            error = yield 0.0

    @override
    def backoff_jitter(self, value: float) -> float:
        return value

    @override
    def backoff_handler(self, details: Details) -> None:
        """Say nothing: the SDK would print arguments, and we have said it."""
