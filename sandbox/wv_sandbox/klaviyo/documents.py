"""JSON:API documents: filtered, sorted, a page at a time."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from wv_sandbox.klaviyo.account import included, resources
from wv_sandbox.klaviyo.errors import invalid

if TYPE_CHECKING:
    from datetime import datetime

    from wv_sandbox.klaviyo.resource import Link, Resource
    from wv_sandbox.klaviyo.rules import Question


def document(
    seed: int,
    question: Question,
    now: datetime,
    address: str,
    query: list[tuple[str, str]],
) -> bytes:
    """Answer a question.

    Args:
        seed: Of the account.
        question: What is asked.
        now: What can be seen.
        address: Of the request, without its query; links begin with it.
        query: Of the request; links repeat it.
    """
    base = address[: address.index("/api/")]
    # The pages of a listing are cut from the same list.
    found = _found(seed, replace(question, size=0, cursor="", include=()), now)
    start = _offset(question.cursor)
    shown = found[start : start + question.size]
    answer: dict[str, Any] = {
        "data": [write(resource, base) for resource in shown],
        "links": {"self": _link(address, query, question.cursor)},
    }
    after = start + question.size
    if after < len(found):
        answer["links"]["next"] = _link(address, query, _cursor(after))
    if question.include:
        along = included(seed, question, shown, now)
        answer["included"] = [write(resource, base) for resource in along]
    return json.dumps(answer).encode()


@lru_cache(maxsize=4)
def _found(seed: int, question: Question, now: datetime) -> list[Resource]:
    seen = [
        resource
        for resource in resources(seed, question, now)
        if all(c.holds(resource.value(c.field)) for c in question.conditions)
    ]
    return _sorted(seen, question.sort)


def write(resource: Resource, base: str) -> dict[str, Any]:
    """Write a resource as JSON:API has it."""
    self = f"{base}/api/{resource.type}s/{resource.id}"
    written: dict[str, Any] = {
        "type": resource.type,
        "id": resource.id,
        "attributes": resource.attributes,
        "links": {"self": self},
    }
    related: dict[str, Any] = {}
    for name, link in resource.one.items():
        if link is not None:
            related[name] = {"data": _pointer(link), "links": _places(self, name)}
    for name, links in resource.many.items():
        data = [_pointer(link) for link in links]
        related[name] = {"data": data, "links": _places(self, name)}
    if related:
        written["relationships"] = related
    return written


def _pointer(link: Link) -> dict[str, str]:
    return {"type": link[0], "id": link[1]}


def _places(self: str, name: str) -> dict[str, str]:
    return {"self": f"{self}/relationships/{name}", "related": f"{self}/{name}"}


def _sorted(found: list[Resource], sort: str) -> list[Resource]:
    """Sort; archived campaigns keep a few places of their own, as they do for real."""
    name = sort.removeprefix("-") or "id"

    def key(resource: Resource) -> tuple[Any, str]:
        value = resource.asked.get(f"sort:{name}", resource.value(name))
        return value, resource.id

    return sorted(found, key=key, reverse=sort.startswith("-"))


def _cursor(offset: int) -> str:
    return base64.urlsafe_b64encode(f"next::offset::{offset}".encode()).decode()


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor).decode()
        return int(text.removeprefix("next::offset::"))
    except ValueError:
        msg = "Invalid page cursor."
        raise invalid(msg, "page[cursor]") from None


def _link(address: str, query: list[tuple[str, str]], cursor: str) -> str:
    kept = [(name, value) for name, value in query if name != "page[cursor]"]
    if cursor:
        kept.append(("page[cursor]", cursor))
    return f"{address}?{urlencode(kept)}" if kept else address
