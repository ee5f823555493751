"""The shop itself."""

from __future__ import annotations

STREAM = "shop"


def test_a_shop_is_one_row_that_tells_its_day_and_its_money(read):
    (row,) = read(STREAM, shop="tax-included-100")

    assert (row["currency"], row["timezone"]) == ("EUR", "Europe/Berlin")
    assert row["taxes_included"] is True


def test_it_is_read_whole_each_run(make_tap, sync):
    state = sync(make_tap(STREAM)).state

    assert len(sync(make_tap(STREAM, state=state)).records(STREAM)) == 1


def test_the_owners_name_and_mail_are_pseudonyms(read):
    (row,) = read(STREAM)

    assert row["shop_owner_name"].startswith("h1:")
    assert row["email"].startswith("h1:")
