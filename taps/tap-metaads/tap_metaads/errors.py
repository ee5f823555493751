"""What Meta answers when it does not answer, and what we do then.

Rows go by code and subcode; the HTTP status comes last. Pages: `insights/error-codes`,
`error-reference` and `overview/rate-limiting` of the Marketing API.
https://developers.facebook.com/docs/marketing-api/error-reference
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tap_kit.errors import Action, ErrorRule, ExitCode
from tap_metaads.answer import Problem, body_of, problem_of
from tap_metaads.usage import regain_seconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import Response

    from tap_kit.clock import Clock
    from tap_kit.errors import ApiError

_UNKNOWN_FIELD = re.compile(
    r"(?:nonexisting field|fields? not valid:?) \(?(\w+)", re.IGNORECASE
)
_ANY = None
"""A row that takes every subcode of its code."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table.

    Args:
        name: Unique; a test and a fault of the sandbox bear it.
        pairs: Codes and subcodes that it is about.
        words: What the message must hold as well.
        action: What to do.
        advice: The next step, for people.
        exit_code: If no other try helps; the action's own when None.
    """

    name: str
    pairs: tuple[tuple[int, int | None], ...]
    action: Action
    advice: str
    words: str = ""
    exit_code: ExitCode | None = None

    def fits(self, problem: Problem) -> bool:
        """Tell whether a problem is this case."""
        return self.words in problem.message.lower() and any(
            code == problem.code and subcode in {_ANY, problem.subcode}
            for code, subcode in self.pairs
        )


def _codes(*codes: int) -> tuple[tuple[int, None], ...]:
    return tuple((code, _ANY) for code in codes)


_auth = partial(Row, action=Action.FATAL, exit_code=ExitCode.AUTH)
_fatal = partial(Row, action=Action.FATAL)
_usage = partial(Row, action=Action.FATAL, exit_code=ExitCode.USAGE)
_denied = partial(Row, action=Action.SKIP, exit_code=ExitCode.AUTH)
_retry = partial(Row, action=Action.RETRY)
_wait = partial(Row, action=Action.WAIT)
_split = partial(Row, action=Action.SPLIT)
_shrink = partial(Row, action=Action.SHRINK)

_TOKEN = "make a new token (a system user's never expires) and set `access_token`"  # noqa: S105 - advice.
_PERMIT = "give the token's owner this ad account, and the token ads_read"
_AGAIN = "run again later; the state holds what is done"
_LESS = "lower `slice_days`, or ask for fewer fields or breakdowns"
_REPORT = "the tap or the API has changed: report this line"

TABLE: tuple[Row, ...] = (
    _auth(name="app_removed", pairs=((190, 458),), advice=f"connect the app, {_TOKEN}"),
    _auth(name="checkpoint", pairs=((190, 459),), advice="log in at facebook.com once"),
    _auth(name="password_changed", pairs=((190, 460),), advice=_TOKEN),
    _auth(
        name="token_expired",
        pairs=((190, 463),),
        advice=f"an expired token cannot be exchanged: {_TOKEN}",
    ),
    _auth(name="unconfirmed", pairs=((190, 464),), advice="confirm the account first"),
    _auth(name="token_invalid", pairs=((190, 467),), advice=_TOKEN),
    _auth(name="token_refused", pairs=_codes(190, 102), advice=_TOKEN),
    _auth(
        name="proof_refused",
        pairs=_codes(100),
        words="appsecret_proof",
        advice="set `app_id` and `app_secret` of the app that the token belongs to",
    ),
    _auth(
        name="app_refused",
        pairs=_codes(101, 104),
        advice="check `app_id` and `app_secret`: they must be those of the token's app",
    ),
    _denied(name="object_missing", pairs=((100, 33), (803, _ANY)), advice=_PERMIT),
    _denied(
        name="permission_denied",
        pairs=_codes(3, 10, *range(200, 300)),
        advice=_PERMIT,
    ),
    _split(name="too_many_rows", pairs=((100, 1487534),), advice=_LESS),
    _split(
        name="query_timed_out",
        pairs=((-3, 1504045), (100, 1504018), (2, 1504038)),
        advice=_LESS,
    ),
    _shrink(
        name="too_much_data",
        pairs=_codes(1, 2),
        words="reduce the amount of data",
        advice=_LESS,
    ),
    _fatal(
        name="invalid_breakdowns",
        pairs=((2, 1504041),),
        advice="these breakdowns do not go together: change the custom report",
    ),
    _fatal(
        name="invalid_metrics",
        pairs=((2, 1504042), (100, 3191001)),
        advice="this metric does not go with these breakdowns: change the report",
    ),
    _retry(
        name="report_failed",
        pairs=((2, 1504043), (2, 1504044), (-2, 2490547)),
        advice=_AGAIN,
    ),
    _wait(
        name="app_insights_limit",
        pairs=((4, 1504022), (4, 1504039)),
        advice="let one tap at a time use this app",
    ),
    _wait(name="app_limit", pairs=_codes(4), advice="let one tap use this app"),
    _wait(
        name="account_limit",
        pairs=((17, 2446079), (613, 1487742)),
        advice="fewer programs at this ad account, or ask Meta for full access",
    ),
    _wait(name="user_limit", pairs=_codes(17, 32, 341, 613), advice=_AGAIN),
    _wait(
        name="business_limit",
        pairs=_codes(*range(80000, 80007), 80008, 80009, 80014),
        advice="ask Meta for full access, which allows far more calls an hour",
    ),
    _usage(
        name="start_too_old",
        pairs=_codes(3018),
        advice="Meta keeps 37 months: set `start_date` later",
    ),
    _usage(
        name="version_gone",
        pairs=_codes(2635),
        advice="set `graph_version` to one that Meta still serves; README says which",
    ),
    _fatal(name="field_gone", pairs=_codes(12), advice=_REPORT),
    _retry(name="batch_timed_out", pairs=_codes(960), advice=_AGAIN),
    _retry(name="service", pairs=((1, _ANY), (2, _ANY)), advice=_AGAIN),
)
UNKNOWN_FIELD = "unknown_field"


def unknown_field(problem: Problem | None) -> str:
    """Return the field that Meta does not know any more; empty if it is about none."""
    found = _UNKNOWN_FIELD.search(problem.message) if problem else None
    return found[1] if found and problem and problem.code == 100 else ""  # noqa: PLR2004 - Meta's code.


def job_error(problem: Problem, where: str) -> ApiError | None:
    """Make the error of a job that failed; None if the table does not know it."""
    row = next((row for row in TABLE if row.fits(problem)), None)
    if row is None:
        return None
    what = f"the job failed ({row.name}): {problem.message}"
    error: ApiError = row.action.value(
        what, where=where, next_step=row.advice, exit_code=row.exit_code
    )
    return error


def _detail(response: Response) -> str:
    problem = problem_of(response)
    if problem is None:
        return ""
    return f"{problem.code}/{problem.subcode} {problem.message}"


def _when(fits: Callable[[Problem], bool]) -> Callable[[Response], bool]:
    def matches(response: Response) -> bool:
        problem = problem_of(response)
        return problem is not None and fits(problem)

    return matches


def _regain(response: Response, clock: Clock) -> float:
    del clock
    return regain_seconds(response.headers)


def _rule(row: Row) -> ErrorRule:
    return ErrorRule(
        name=row.name,
        matches=_when(row.fits),
        action=row.action,
        advice=row.advice,
        exit_code=row.exit_code,
        wait=_regain if row.action is Action.WAIT else None,
        detail=_detail,
    )


RULES: tuple[ErrorRule, ...] = (
    *(_rule(row) for row in TABLE),
    ErrorRule(
        name="transient",
        matches=_when(lambda problem: problem.is_transient),
        action=Action.RETRY,
        advice=_AGAIN,
        detail=_detail,
    ),
    ErrorRule(
        name=UNKNOWN_FIELD,
        matches=_when(lambda problem: bool(unknown_field(problem))),
        action=Action.SHRINK,
        advice=_REPORT,
        detail=_detail,
    ),
    ErrorRule(
        name="server_error",
        matches=lambda response: response.status_code >= 500,  # noqa: PLR2004 - HTTP.
        action=Action.RETRY,
        advice=_AGAIN,
        detail=_detail,
    ),
    ErrorRule(
        name="refused",
        matches=_when(lambda problem: True),  # noqa: ARG005 - whatever it is.
        action=Action.FATAL,
        advice=_REPORT,
        detail=_detail,
    ),
    ErrorRule(
        name="cut_off",
        matches=lambda response: (
            response.ok and not isinstance(body_of(response), dict | list)
        ),
        action=Action.RETRY,
        advice=_AGAIN,
    ),
)
