"""What each path of the API takes, as its OpenAPI says (`<revision>.json`)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from wv_sandbox.klaviyo.errors import KlaviyoError, invalid
from wv_sandbox.klaviyo.filters import Condition, parse

if TYPE_CHECKING:
    from wv_sandbox.exchange import Exchange

_DEFAULT_PAGE = 200
"""Of paths without `page[size]`; metrics have so many at most."""


@dataclass(frozen=True)
class Question:
    """A request that the rules allow.

    Attributes:
        revision: Of the API, whose shapes are wanted.
        path: Template, e.g. `/api/flows/{id}/flow-actions`.
        id: What stands for `{id}`.
        conditions: Of the filter.
        sort: Field, with a minus for the other way round; empty if not asked for.
        include: Relationships whose resources come along.
        size: Resources on a page.
        cursor: Where the page begins, as an earlier answer said.
        additional: Of `additional-fields[…]`.
    """

    revision: str
    path: str
    id: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: str = ""
    include: tuple[str, ...] = ()
    size: int = _DEFAULT_PAGE
    cursor: str = ""
    additional: tuple[str, ...] = ()


STABLE, NEWER = "2026-07-15", "2026-10-15"


@cache
def endpoints(revision: str = STABLE) -> dict[str, dict[str, Any]]:
    """Return the rules by path template; the newer revision changes some of them."""
    folder = files("wv_sandbox.klaviyo")
    rules: dict[str, dict[str, Any]] = {}
    for name in (STABLE, NEWER) if revision == NEWER else (STABLE,):
        rules |= json.loads(folder.joinpath(f"{name}.json").read_text("utf-8"))
    return rules


def revision_of(exchange: Exchange) -> str:
    """Return the revision that answers: the stable one for all but the newer."""
    asked = exchange.headers.get("revision", "")
    return NEWER if asked == NEWER else STABLE


def template_of(path: str, exchange: Exchange) -> tuple[str, str]:
    """Find the template of a path, and its id.

    Raises:
        KlaviyoError: There is no such path, or not with this method.
    """
    for template, rules in endpoints(revision_of(exchange)).items():
        pattern = re.escape(template).replace(r"\{id\}", "([^/]+)")
        if found := re.fullmatch(pattern, path.rstrip("/")):
            if rules["method"] != exchange.method:
                detail = f'Method "{exchange.method}" not allowed.'
                raise KlaviyoError(405, "method_not_allowed", detail)
            return template, found[1] if found.groups() else ""
    detail = "The path you requested could not be found."
    raise KlaviyoError(404, "not_found", detail)


def read(template: str, identity: str, exchange: Exchange) -> Question:
    """Read a request, strictly.

    Raises:
        KlaviyoError: A parameter is unknown, or its value is not allowed.
    """
    revision = revision_of(exchange)
    rules = endpoints(revision)[template]
    given = dict(parse_qsl(exchange.query, keep_blank_values=True))
    for name in given:
        if name not in rules["parameters"]:
            msg = f"'{name}' is not a valid query parameter."
            raise invalid(msg, name)
    if rules.get("filter_required") and not given.get("filter"):
        msg = "A filter is required."
        raise invalid(msg, "filter")
    return Question(
        revision=revision,
        path=template,
        id=identity,
        conditions=parse(given.get("filter", ""), rules.get("filters", {})),
        sort=_one_of(given, "sort", rules.get("sort", ())),
        include=_many_of(given, "include", rules.get("include", ())),
        size=_size(given, rules),
        cursor=given.get("page[cursor]", ""),
        additional=tuple(
            word
            for name, value in given.items()
            if name.startswith("additional-fields")
            for word in value.split(",")
        ),
    )


def _one_of(given: dict[str, str], name: str, allowed: Any) -> str:  # noqa: ANN401
    value = given.get(name, "")
    if value and value not in allowed:
        msg = f"'{value}' is not a valid choice."
        raise invalid(msg, name)
    return value


def _many_of(given: dict[str, str], name: str, allowed: Any) -> tuple[str, ...]:  # noqa: ANN401
    values = tuple(value for value in given.get(name, "").split(",") if value)
    for value in values:
        _one_of({name: value}, name, allowed)
    return values


def _size(given: dict[str, str], rules: dict[str, Any]) -> int:
    page = rules.get("page")
    if page is None:
        return _DEFAULT_PAGE
    text = given.get("page[size]", str(page["default"]))
    if not text.isdecimal() or not page["minimum"] <= int(text) <= page["maximum"]:
        detail = f"Page size must be between {page['minimum']} and {page['maximum']}."
        raise invalid(detail, "page[size]")
    return int(text)
