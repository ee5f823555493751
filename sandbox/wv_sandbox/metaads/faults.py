"""The faults that only Meta has.

| kind | what happens |
|---|---|
| `meta:<code>`, `meta:<code>/<subcode>`, `meta:reduce` | a refusal, see `rows` |
| `truncated` | status 200, and half of the JSON |
| `foreign_link`, `circle` | the next page lies on another host, or is this one |
| `vanish` | the last rows of a page are not there |
| `missing_key` | the first row lacks a breakdown's value |
| `usage` | headers tell of more use than there was |
| `meta_job` | the report that this request starts ends otherwise |
| `null_batch` | the last request of a batch is not answered |
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.faults import Kinds
from wv_sandbox.metaads.accounts import MAIN
from wv_sandbox.metaads.errors import DENIED, INVALID, MISSING, GraphError
from wv_sandbox.metaads.insights.breakdowns import BREAKDOWNS
from wv_sandbox.metaads.insights.jobs import OUTCOMES
from wv_sandbox.metaads.limits import Call
from wv_sandbox.metaads.rows import BUSINESS_TYPES, FAULTS, ROWS
from wv_sandbox.metaads.usage import HEADERS

if TYPE_CHECKING:
    from wv_sandbox.exchange import Answer
    from wv_sandbox.metaads.usage import Usage

_BY_STATUS: Final = {
    400: INVALID,
    401: ROWS["190"],
    403: DENIED,
    404: MISSING,
    429: ROWS["4"],
    500: ROWS["1"],
    503: ROWS["2"],
}
KINDS: Final = Kinds(
    options={
        **dict.fromkeys(FAULTS, frozenset({"http", "minutes", "reset_seconds"})),
        "truncated": frozenset({"share"}),
        "foreign_link": frozenset(),
        "circle": frozenset(),
        "vanish": frozenset({"rows"}),
        "missing_key": frozenset({"breakdown"}),
        "usage": frozenset({"header", "percent", "minutes", "reset_seconds"}),
        "meta_job": frozenset({"outcome", "row"}),
        "null_batch": frozenset(),
    },
    choices={
        "status": tuple(_BY_STATUS),
        "header": tuple(HEADERS),
        "outcome": OUTCOMES,
        "row": tuple(ROWS),
        "breakdown": tuple(BREAKDOWNS),
    },
)
_LINKS = frozenset({"foreign_link", "circle"})


def by_status(options: dict[str, Any]) -> Answer:
    """Refuse by HTTP status (fault `status`); the code follows from it."""
    status = options.get("status", 400)
    row = _BY_STATUS.get(status, _BY_STATUS[500])
    return GraphError(row, options.get("reason", "")).answer(status)


def refused(kind: str, options: dict[str, Any], account: str, usage: Usage) -> Answer:
    """Refuse by code and subcode.

    Args:
        kind: One of `FAULTS`.
        options: `http` status; `minutes` until access to the business is regained;
            `reset_seconds` until the account's score is reset.
        account: Digits of the account that is asked for; the first one if empty.
        usage: Tells the headers.
    """
    row = FAULTS[kind]
    use_case = BUSINESS_TYPES.get(row.code, "ads_management")
    told = {"percent": 100} if row.name in _LIMITED else {}
    call = Call(account or MAIN.id, use_case, 0)
    headers = usage.headers(call, {**options, **told})
    return GraphError(row, headers=headers).answer(options.get("http"))


_LIMITED: Final = frozenset(
    name for name, row in ROWS.items() if row.code in {4, 17, 32, 341, 613}
) | frozenset(map(str, BUSINESS_TYPES))


def damage(kind: str, body: bytes, options: dict[str, Any]) -> bytes:
    """Damage a good body."""
    if kind == "truncated":
        return body[: int(len(body) * options.get("share", 0.5))]
    answer = json.loads(body)
    if kind in _LINKS:
        _mislead(answer, kind)
    elif kind == "vanish":
        answer["data"] = answer["data"][: -options.get("rows", 1)]
    else:
        names = [options["breakdown"]] if "breakdown" in options else BREAKDOWNS
        for name in names:
            answer["data"][0].pop(name, None)
    return json.dumps(answer).encode()


def _mislead(answer: dict[str, Any], kind: str) -> None:
    paging = answer.setdefault("paging", {})
    cursors = paging.setdefault("cursors", {"before": "MA", "after": "MA"})
    if kind == "foreign_link":
        paging["next"] = "https://evil.example/v26.0/act_1/ads?access_token=x&after=MA"
    else:
        cursors["after"] = cursors["before"]
        paging.setdefault("next", "http://127.0.0.1/")
