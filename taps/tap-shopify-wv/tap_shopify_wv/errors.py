"""What Shopify answers when it does not answer, and what we do then.

https://shopify.dev/docs/api/usage/response-codes and, for errors inside a 200,
https://shopify.dev/docs/api/admin-graphql#status_and_error_codes. Data beside errors
is half an answer, never a success.
"""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from tap_kit.errors import Action, ErrorRule, ExitCode
from tap_kit.http_rules import retry_after, status
from tap_shopify_wv.answers import VERSION_HEADER, Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import Response

    from tap_kit.clock import Clock

SECURITY_REJECTION, EDGE, ORIGIN_DNS, DISABLED, BAD_JSON = 430, 520, 530, 540, 783
ENDS_AT_ONCE = frozenset(
    {"frozen", "locked", "security_rejection", "disabled", "shop_inactive"}
)
"""Rules after which the shop is left alone: no other try will help today."""
_LEAST_WAIT_SECONDS = 1.0


def detail(response: Response) -> str:
    """Return Shopify's words, and what access it asks for; never a value of ours."""
    answer = Answer.of(response)
    said = [
        f"{problem.code} {problem.message} {problem.needs}".strip()
        for problem in answer.problems
    ]
    return "; ".join(dict.fromkeys((*said, *answer.warnings)))


def throttled_wait(response: Response, clock: Clock) -> float | None:
    """Return how long until the bucket holds what the query costs [s]."""
    answer = Answer.of(response)
    throttle, requested = answer.throttle, answer.requested_cost
    if throttle is None or requested is None or throttle.restore_rate <= 0:
        return retry_after(response, clock)
    short = requested - throttle.available
    return max(short / throttle.restore_rate, _LEAST_WAIT_SECONDS)


def _ok(response: Response) -> bool:
    return response.status_code == HTTPStatus.OK


def _code(*codes: str) -> Callable[[Response], bool]:
    return lambda response: (
        _ok(response) and not Answer.of(response).codes().isdisjoint(codes)
    )


def _says(words: str) -> Callable[[Response], bool]:
    return lambda response: any(
        words in problem.message.lower() for problem in Answer.of(response).problems
    )


def _inactive(response: Response) -> bool:
    return "SHOP_INACTIVE" in Answer.of(response).codes()


def _html(response: Response) -> bool:
    return _ok(response) and response.content.lstrip()[:1] == b"<"


def _has_problems(response: Response) -> bool:
    return _ok(response) and bool(Answer.of(response).problems)


def _has_warnings(response: Response) -> bool:
    return _ok(response) and bool(Answer.of(response).warnings)


def _not_json(response: Response) -> bool:
    return _ok(response) and Answer.of(response).data is None


def other_version(asked: str) -> ErrorRule:
    """Make the rule that an answer comes from the version that was asked for."""
    return _fatal(
        name="other_version",
        matches=lambda response: (
            _ok(response) and response.headers.get(VERSION_HEADER, asked) != asked
        ),
        advice="Shopify answers an expired version with another one: set `api_version` "
        "to a supported version (README, Versions)",
        exit_code=ExitCode.USAGE,
        detail=lambda response: (
            f"asked {asked}, answered {response.headers.get(VERSION_HEADER)}"
        ),
    )


_rule = partial(ErrorRule, detail=detail)
_wait = partial(_rule, action=Action.WAIT)
_retry = partial(_rule, action=Action.RETRY)
_fatal = partial(_rule, action=Action.FATAL)
_auth = partial(_fatal, exit_code=ExitCode.AUTH)

_AGAIN = "run again later with the last state, nothing is lost"
_STATUS = f"see shopifystatus.com; {_AGAIN}"
_REPORT = "the tap or the API has changed: report this line"
_SCOPE = (
    "grant the scope to the app and install it again, or deselect the stream; see "
    "README, Scopes"
)

RULES: tuple[ErrorRule, ...] = (
    _auth(
        name="shop_inactive",
        matches=_inactive,
        advice="the shop is closed or paused: open it again in the admin",
    ),
    _auth(
        name="unauthorized",
        matches=status(HTTPStatus.UNAUTHORIZED),
        advice="check the credential in the settings; the app may have been removed "
        "from the shop, or its token revoked",
    ),
    _auth(
        name="frozen",
        matches=status(HTTPStatus.PAYMENT_REQUIRED),
        advice="the shop is frozen: its owner has to settle the bill with Shopify",
    ),
    _rule(
        name="forbidden",
        matches=status(HTTPStatus.FORBIDDEN),
        action=Action.SKIP,
        advice=_SCOPE,
    ),
    _fatal(
        name="not_found",
        matches=status(HTTPStatus.NOT_FOUND),
        advice="check `shop_domain` and `api_version`",
        exit_code=ExitCode.USAGE,
    ),
    _auth(
        name="locked",
        matches=status(HTTPStatus.LOCKED),
        advice="the shop is locked: its owner has to ask Shopify's support",
    ),
    _wait(
        name="too_many_requests",
        matches=status(HTTPStatus.TOO_MANY_REQUESTS),
        wait=retry_after,
        advice=f"lower `max_requests_per_second`, or {_AGAIN}",
    ),
    _fatal(
        name="security_rejection",
        matches=status(SECURITY_REJECTION),
        advice="Shopify takes these requests for an attack: look for another program "
        f"at this address, wait, and {_AGAIN}",
        exit_code=ExitCode.GAVE_UP,
    ),
    _fatal(
        name="disabled",
        matches=status(DISABLED),
        advice=f"Shopify has disabled this API for now: {_STATUS}",
        exit_code=ExitCode.GAVE_UP,
    ),
    _fatal(name="bad_json", matches=status(BAD_JSON), advice=_REPORT),
    _retry(
        name="edge",
        matches=status(EDGE, ORIGIN_DNS),
        advice=f"Shopify cannot be reached behind its edge: {_STATUS}",
    ),
    _retry(
        name="maintenance",
        matches=lambda r: r.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR,
        wait=retry_after,
        advice=_STATUS,
        detail=None,
    ),
    _wait(
        name="throttled",
        matches=_code("THROTTLED"),
        wait=throttled_wait,
        advice=f"lower `rate_limit_fraction`, or {_AGAIN}",
    ),
    _rule(
        name="max_cost_exceeded",
        matches=_code("MAX_COST_EXCEEDED"),
        action=Action.SHRINK,
        advice="lower `page_size_max`",
    ),
    _rule(
        name="access_denied",
        matches=_code("ACCESS_DENIED"),
        action=Action.SKIP,
        advice=_SCOPE,
    ),
    _rule(
        name="internal_server_error",
        matches=_code("INTERNAL_SERVER_ERROR", "TIMEOUT"),
        action=Action.SHRINK,
        advice=_STATUS,
        exit_code=ExitCode.GAVE_UP,
    ),
    _fatal(name="undefined_field", matches=_code("undefinedField"), advice=_REPORT),
    _fatal(name="bad_request", matches=_code("BAD_REQUEST"), advice=_REPORT),
    _fatal(
        name="node_not_found",
        matches=_code("NOT_FOUND"),
        advice="what was asked for is gone: run again",
    ),
    _rule(
        name="not_approved",
        matches=_says("not approved to access"),
        action=Action.SKIP,
        advice="ask Shopify for access to protected customer data, or take a plan that "
        "has it (README, People)",
    ),
    _fatal(name="data_beside_errors", matches=_has_problems, advice=_REPORT),
    _fatal(
        name="search_warning",
        matches=_has_warnings,
        advice=f"Shopify would answer with all rows: {_REPORT}",
    ),
    _retry(
        name="html_instead_of_json",
        matches=_html,
        advice="look for a proxy or a login page between here and Shopify",
    ),
    _retry(name="not_json", matches=_not_json, advice=_AGAIN),
)
"""First match wins; the kit's rules for plain HTTP statuses come after these."""
