"""Lines in any order become whole nodes in one order."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_kit.errors import DataError
from tap_shopify_wv.bulk_shape import Shape
from tap_shopify_wv.drain import NoOwnerError
from tap_shopify_wv.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LINES = Shape({"lineItems": Shape()})
LEDGER = Shape({"agreements": Shape({"sales": Shape()})})
BOTH = Shape({"lineItems": Shape(), "tags": Shape()})
DAY = "2026-11-{:02}T06:00:00Z"


def order(number: int, day: int = 1) -> dict[str, Any]:
    return {"id": f"gid://shopify/Order/{number}", "updatedAt": DAY.format(day)}


def line(number: int, parent: int, **more: Any) -> dict[str, Any]:
    above = f"gid://shopify/Order/{parent}"
    return {"id": f"gid://shopify/LineItem/{number}", "__parentId": above, **more}


def never(path: tuple[str, ...], parent: str) -> list[dict[str, Any]]:
    msg = f"nothing was cut at {path} of {parent}"
    raise AssertionError(msg)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[dict[str, Any]]]:
    """Spool lines and return the nodes."""

    def call(
        lines: list[dict[str, Any]] | bytes,
        shape: Shape = LINES,
        order_by: str | None = "updatedAt",
        refill: Any = never,
    ) -> list[dict[str, Any]]:
        path = tmp_path / "bulk.jsonl"
        path.write_bytes(lines if isinstance(lines, bytes) else as_file(lines))
        with Spool(path, shape, order_by, "orders") as spool:
            return list(spool.nodes(refill))

    return call


def as_file(lines: list[dict[str, Any]]) -> bytes:
    return "".join(f"{json.dumps(one)}\n" for one in lines).encode()


def test_a_child_finds_its_parent_wherever_it_stands(read: Any) -> None:
    nodes = read([line(7, 2), order(1, 2), line(6, 1), order(2, 1), line(5, 2)])

    assert [node["id"][-1] for node in nodes] == ["2", "1"]
    assert [[c["id"][-1] for c in node["lineItems"]] for node in nodes] == [
        ["5", "7"],
        ["6"],
    ]
    assert "__parentId" not in nodes[0]["lineItems"][0]


def test_a_node_without_children_has_an_empty_list(read: Any) -> None:
    assert read([order(1)]) == [{**order(1), "lineItems": []}]


def test_ties_are_ordered_by_number_not_by_text(read: Any) -> None:
    nodes = read([order(10), order(9)])

    assert [node["id"] for node in nodes] == [order(9)["id"], order(10)["id"]]


def test_instants_are_compared_not_texts(read: Any) -> None:
    early = order(1) | {"updatedAt": "2026-11-01T06:00:00.500Z"}
    late = order(2) | {"updatedAt": "2026-11-01T08:00:00+01:00"}

    assert [node["id"] for node in read([late, order(3), early])] == [
        order(3)["id"],
        early["id"],
        late["id"],
    ]


def test_without_an_instant_ids_give_the_order(read: Any) -> None:
    lines = [{"id": "gid://x/B/10"}, {"id": "gid://x/B/9"}]

    assert [n["id"] for n in read(lines, Shape(), None)] == [
        "gid://x/B/9",
        "gid://x/B/10",
    ]


def test_grandchildren_hang_on_their_parents(read: Any) -> None:
    agreement = {"id": "gid://x/A/1", "__parentId": order(1)["id"]}
    sale = {"id": "gid://x/S/1", "__parentId": "gid://x/A/1", "amount": "1.50"}

    (node,) = read([sale, order(1), agreement], LEDGER)

    assert node["agreements"] == [
        {"id": "gid://x/A/1", "sales": [{"id": "gid://x/S/1", "amount": "1.50"}]}
    ]


def test_siblings_are_told_apart_by_the_mark(read: Any) -> None:
    one = line(1, 1, in_connection_lineItems="LineItem")
    other = line(2, 1, in_connection_tags="Tag")

    (node,) = read([other, order(1), one], BOTH)

    assert node["lineItems"] == [{"id": one["id"]}]
    assert node["tags"] == [{"id": other["id"]}]


def test_a_child_of_no_known_connection_is_an_error(read: Any) -> None:
    with pytest.raises(DataError, match="no connection that was asked for"):
        read([order(1), line(1, 1)], BOTH)


def test_children_without_ids_keep_the_index_they_bear(read: Any) -> None:
    parent = {"__parentId": order(1)["id"]}

    (node,) = read([{**parent, "index": 1}, {**parent, "index": 0}, order(1)])

    assert node["lineItems"] == [{"index": 0}, {"index": 1}]


def test_equal_children_without_ids_are_all_kept(read: Any) -> None:
    child = {"__parentId": order(1)["id"], "value": "a"}

    (node,) = read([child, child, order(1)])

    assert node["lineItems"] == [{"value": "a"}, {"value": "a"}]


def test_a_child_that_came_twice_is_there_once_as_last_seen(read: Any) -> None:
    (node,) = read([line(1, 1, quantity=1), order(1), line(1, 1, quantity=2)])

    assert node["lineItems"] == [{"id": line(1, 1)["id"], "quantity": 2}]


def test_a_root_that_came_twice_ends_as_its_newest(read: Any) -> None:
    nodes = read([order(1, 2), order(1, 1)])

    assert [node["updatedAt"] for node in nodes] == [DAY.format(1), DAY.format(2)]


@pytest.mark.parametrize("count", [100, 250])
def test_a_number_that_may_be_a_cut_is_read_again(read: Any, count: int) -> None:
    asked: list[tuple[tuple[str, ...], str]] = []

    def refill(path: tuple[str, ...], parent: str) -> list[dict[str, Any]]:
        asked.append((path, parent))
        return [{"id": "whole"}]

    (node,) = read(
        [order(1), *(line(n, 1) for n in range(count))], LINES, refill=refill
    )

    assert asked == [(("lineItems",), order(1)["id"])]
    assert node["lineItems"] == [{"id": "whole"}]


def test_a_cut_below_a_child_is_read_again(read: Any) -> None:
    asked: list[tuple[tuple[str, ...], str]] = []
    above = {"id": "gid://x/A/1", "__parentId": order(1)["id"]}
    sales = [{"id": f"gid://x/S/{n}", "__parentId": "gid://x/A/1"} for n in range(100)]

    read(
        [order(1), above, *sales],
        LEDGER,
        refill=lambda path, parent: asked.append((path, parent)) or [],
    )

    assert asked == [(("agreements", "sales"), "gid://x/A/1")]


def test_a_cut_below_a_child_that_cannot_be_asked_for_reads_its_siblings_too(
    read: Any,
) -> None:
    """An agreement has no id of its own to ask by; the order has."""
    above = {"id": "gid://x/A/1", "__parentId": order(1)["id"]}
    sales = [{"id": f"gid://x/S/{n}", "__parentId": "gid://x/A/1"} for n in range(100)]

    def refill(path: tuple[str, ...], parent: str) -> list[dict[str, Any]]:
        if parent == above["id"]:
            raise NoOwnerError(parent)
        return [{"id": above["id"], "sales": [{"path": path, "parent": parent}]}]

    (node,) = read([order(1), above, *sales], LEDGER, refill=refill)

    (agreement,) = node["agreements"]
    assert agreement["sales"] == [{"path": ("agreements",), "parent": order(1)["id"]}]


def test_an_orphan_is_an_error_before_anything_leaves(tmp_path: Path) -> None:
    path = tmp_path / "bulk.jsonl"
    path.write_bytes(as_file([order(1), line(1, 2)]))

    with pytest.raises(DataError, match="1 lines of the bulk file have no parent"):
        Spool(path, LINES, "updatedAt", "orders")


@pytest.mark.parametrize(
    "wrong",
    [
        b"[1]\n",
        b'{"id": 1}\n',
        b'{"id": "a"}\n',
        b'{"updatedAt": "2026-11-01T06:00:00Z"}\n',
        b'{"id": "a", "updatedAt": "yesterday"}\n',
        b'{"id": "a", "updatedAt": "2026-11-01T06:00:00"}\n',
        b'{"id": "a", "updatedAt": "2026-11-01T06:00:00Z"\n',
        b"\n",
        b"<html>\n",
        b"[" * 100_000,
    ],
)
def test_a_line_that_is_no_node_is_an_error(read: Any, wrong: bytes) -> None:
    with pytest.raises(DataError, match="line 2 of the bulk file is no node"):
        read(as_file([order(1)]) + wrong)


def test_half_a_surrogate_pair_passes(read: Any) -> None:
    """JSON allows it; one odd note must not stop a shop for ever."""
    (node,) = read(as_file([{**order(1), "note": "\ud83d"}]))

    assert node["note"] == "\ud83d"


def test_lines_and_roots_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "bulk.jsonl"
    path.write_bytes(as_file([line(1, 1), order(1), order(2)]).rstrip())

    with Spool(path, LINES, "updatedAt", "orders") as spool:
        assert spool.counts == (3, 2)


def test_an_empty_file_has_nothing(read: Any) -> None:
    assert read([]) == []


def test_the_file_may_be_deleted_before_the_read_out(tmp_path: Path) -> None:
    """So nothing personal is left on disk when the process is killed."""
    path = tmp_path / "bulk.jsonl"
    path.write_bytes(as_file([order(1)]))

    with Spool(path, LINES, "updatedAt", "orders") as spool:
        path.unlink()
        assert len(list(spool.nodes(never))) == 1


@given(st.integers(0, 30), st.integers(0, 2**32))
def test_no_order_of_lines_changes_anything(
    tmp_path_factory: pytest.TempPathFactory, count: int, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - it shuffles, it hides nothing.
    lines = []
    for number in range(count):
        lines.append(order(number, 1 + number % 3))
        lines += [line(number * 5 + n, number) for n in range(chance.randrange(4))]
    path = tmp_path_factory.mktemp("spool") / "bulk.jsonl"

    def nodes() -> list[dict[str, Any]]:
        path.write_bytes(as_file(lines))
        with Spool(path, LINES, "updatedAt", "orders") as spool:
            return list(spool.nodes(never))

    expected = nodes()
    chance.shuffle(lines)
    assert nodes() == expected
    assert sum(1 + len(node["lineItems"]) for node in expected) == len(lines)
