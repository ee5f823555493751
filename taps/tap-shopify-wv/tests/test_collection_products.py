"""Products of collections."""

from __future__ import annotations

STREAM = "collection_products"


def test_all_are_read_each_run(make_tap, sync, asked):
    """A change of members need not touch the collection's `updatedAt`."""
    first = sync(make_tap(STREAM))
    second = sync(make_tap(STREAM, state=first.state))

    keys = [
        {(row["collection_id"], row["product_id"]) for row in said.records(STREAM)}
        for said in (first, second)
    ]
    assert keys[0]
    assert keys[0] == keys[1]
    assert not [given for _, given in asked("collections(") if given.get("query")]


def test_a_product_can_be_in_several_collections_but_once_in_each(read):
    keys = [(row["collection_id"], row["product_id"]) for row in read(STREAM)]

    assert len(keys) == len(set(keys))
    assert len(keys) > len({product for _, product in keys})
