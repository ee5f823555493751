"""What Shopify answered: data, errors, cost and warnings, read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

import msgspec

if TYPE_CHECKING:
    from requests import Response

VERSION_HEADER = "X-Shopify-API-Version"
_decode = msgspec.json.decode


class Problem(NamedTuple):
    """One entry of `errors`.

    Args:
        code: `extensions.code`, e.g. `THROTTLED`; empty if there is none.
        message: Shopify's words.
        path: Where in the data it happened, from the root field; list places left out.
        needs: What access it takes, in Shopify's words.
    """

    code: str
    message: str
    path: tuple[str, ...] = ()
    needs: str = ""


class Throttle(NamedTuple):
    """The bucket of query points as the server sees it [points]."""

    maximum: float
    available: float
    restore_rate: float


class Answer:
    """One answer to a GraphQL request, of whatever shape.

    Args:
        body: What the JSON says; None if it is none.
    """

    def __init__(self, body: Any) -> None:  # noqa: ANN401 - any JSON value.
        self.is_json = isinstance(body, dict)
        self._body: Mapping[str, Any] = body if isinstance(body, dict) else {}
        data = self._body.get("data")
        self.data: dict[str, Any] | None = data if isinstance(data, dict) else None
        self.problems = tuple(_problems(self._body.get("errors")))

    @classmethod
    def of(cls, response: Response) -> Answer:
        """Read a response, once however often it is asked for."""
        known = _KNOWN.get(response)
        if known is None:
            _KNOWN[response] = known = cls(read_json(response))
        return known

    @property
    def extensions(self) -> Mapping[str, Any]:
        """What comes beside the data."""
        return _mapping(self._body.get("extensions"))

    @property
    def requested_cost(self) -> float | None:
        """What the query costs as asked [points]."""
        return _number(_mapping(self.extensions.get("cost")).get("requestedQueryCost"))

    @property
    def throttle(self) -> Throttle | None:
        """How full the bucket is; None when the server does not say."""
        status = _mapping(_mapping(self.extensions.get("cost")).get("throttleStatus"))
        names = ("maximumAvailable", "currentlyAvailable", "restoreRate")
        numbers = [_number(status.get(name)) for name in names]
        maximum, available, rate = numbers
        if maximum is None or available is None or rate is None:
            return None
        return Throttle(maximum, available, rate)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Why a search did not search as it was told."""
        found = self.extensions.get("search")
        return tuple(
            f"{warning.get('code')} of {warning.get('field')}"
            for search in _mappings(found)
            for warning in _mappings(search.get("warnings"))
        )

    def codes(self) -> frozenset[str]:
        """The codes of all problems."""
        return frozenset(problem.code for problem in self.problems)


_KNOWN: WeakKeyDictionary[Response, Answer] = WeakKeyDictionary()


def read_json(response: Response) -> Any:  # noqa: ANN401 - any JSON value.
    """Read a body as JSON; None when it is none."""
    try:
        return _decode(response.content)
    except msgspec.DecodeError:
        return None


def _problems(errors: Any) -> list[Problem]:  # noqa: ANN401 - as above.
    if isinstance(errors, str):  # A 401 says it in one line.
        return [Problem("", errors)]
    if isinstance(errors, Mapping):  # REST's way: field to messages.
        return [Problem("", f"{key}: {value}") for key, value in errors.items()]
    return [
        Problem(
            code=str(_mapping(error.get("extensions")).get("code") or ""),
            message=str(error.get("message") or ""),
            path=tuple(p for p in error.get("path") or () if isinstance(p, str)),
            needs=_needs(_mapping(error.get("extensions"))),
        )
        for error in _mappings(errors)
    ]


def _needs(extensions: Mapping[str, Any]) -> str:
    return str(extensions.get("requiredAccess") or "")


def _mapping(value: Any) -> Mapping[str, Any]:  # noqa: ANN401 - as above.
    return value if isinstance(value, Mapping) else {}


def _mappings(value: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 - as above.
    entries = (
        value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    )
    return [entry for entry in entries if isinstance(entry, Mapping)]


def _number(value: Any) -> float | None:  # noqa: ANN401 - as above.
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else None
