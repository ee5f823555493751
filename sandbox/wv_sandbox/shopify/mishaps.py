"""Errors inside an answer with status 200 that a fault asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wv_sandbox.shopify import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wv_sandbox.faults import Fault
    from wv_sandbox.shopify.errors import Error

    Path = list[str | int]

REQUEST_ID = "1f7a2c5e-6b1d-4c7a-9d55-000000000001"
_DEAR = 1_293
_INTERNAL = (
    "Internal error. Looks like something went wrong on our end.\n"
    f"Request ID: {REQUEST_ID} (include this in support requests)."
)
_READ_ORDERS = "`read_orders` access scope."


def _coded(code: str, message: str, **more: object) -> Callable[[Path], Error]:
    extensions = {"code": code, **more}
    return lambda path: {"message": message, "extensions": extensions, "path": path}


def _undefined_field(path: Path) -> Error:
    name = path[-1]
    return {
        "message": f"Field '{name}' doesn't exist on type 'Order'",
        "locations": [{"line": 1, "column": 1}],
        "path": ["query", *path],
        "extensions": {
            "code": "undefinedField",
            "typeName": "Order",
            "fieldName": name,
        },
    }


_ERRORS: Mapping[str, Callable[[Path], Error]] = {
    "THROTTLED": lambda _path: errors.throttled(),
    "MAX_COST_EXCEEDED": lambda _path: errors.max_cost_exceeded(_DEAR, 1_000),
    "ACCESS_DENIED": lambda path: errors.access_denied(
        str(path[-1]), _READ_ORDERS, path
    ),
    "INTERNAL_SERVER_ERROR": _coded(
        "INTERNAL_SERVER_ERROR", _INTERNAL, requestId=REQUEST_ID
    ),
    "SHOP_INACTIVE": _coded("SHOP_INACTIVE", "This shop is inactive"),
    "undefinedField": _undefined_field,
    "BAD_REQUEST": _coded("BAD_REQUEST", "Bad request"),
    "NOT_FOUND": _coded("NOT_FOUND", "Not found"),
}
CODES = tuple(_ERRORS)
"""Codes that an answer with status 200 may have."""
_WITHOUT_PATH = frozenset({"INTERNAL_SERVER_ERROR", "SHOP_INACTIVE"})


def befallen(
    fault: Fault | None, answer: Callable[[], dict[str, Any]], drain: Callable[[], None]
) -> dict[str, Any]:
    """Answer, with what a fault makes of it.

    Args:
        fault: What is to go wrong, if anything.
        answer: Answers the request.
        drain: Empties the bucket that it is paid from.
    """
    kind, options = ("", {}) if fault is None else (fault.kind, fault.options)
    if kind == "graphql_error" and options.get("code") == "THROTTLED":
        drain()
        return answer()
    if kind == "graphql_error" and not options.get("partial"):
        return alone(options)
    found = answer()
    if kind not in _BESIDE or found.get("data") is None:
        return found
    return _BESIDE[kind](found, options)


def alone(options: Mapping[str, Any]) -> dict[str, Any]:
    """Answer with an error and no data.

    Args:
        options: `code` (INTERNAL_SERVER_ERROR); `message`; `path`.
    """
    error = _error(options, options.get("path", ["orders"]))
    if options.get("code") in {None, *_WITHOUT_PATH}:
        del error["path"]
    denied = options.get("code") == "ACCESS_DENIED"
    return {"errors": [error], **({"data": None} if denied else {})}


def beside(answer: dict[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Put an error beside data, which become null where it is said to be.

    Args:
        answer: A good answer.
        options: As for `alone`; `path` is the first root field if not given.
    """
    data = answer["data"]
    path = list(options.get("path", [next(iter(data))]))
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = None
    return {"errors": [_error(options, path)], **answer}


def _error(options: Mapping[str, Any], path: Path) -> Error:
    error = _ERRORS[options.get("code", "INTERNAL_SERVER_ERROR")](list(path))
    return {**error, "message": options.get("message", error["message"])}


def warned(answer: dict[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Say of a search field that it is not known.

    Args:
        answer: A good answer.
        options: `field` (updated_at).
    """
    field = options.get("field", "updated_at")
    root = next(iter(answer["data"]))
    warning = {
        "path": [root],
        "query": f"{field}:>'2026-01-01'",
        "warnings": [errors.unknown_field(field)],
    }
    extensions = {**answer["extensions"], "search": [warning]}
    return {**answer, "extensions": extensions}


_BESIDE: Mapping[str, Callable[[dict[str, Any], Mapping[str, Any]], dict[str, Any]]] = {
    "graphql_error": beside,
    "search_warning": warned,
}
