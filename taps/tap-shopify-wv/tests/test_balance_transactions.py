"""Balance transactions."""

from __future__ import annotations

from decimal import Decimal

STREAM = "balance_transactions"


def test_transfers_are_not_hidden(read, asked):
    kinds = {row["type"] for row in read(STREAM)}

    assert asked("hideTransfers: false")
    assert "TRANSFER" in kinds


def test_amount_less_fee_is_net(read):
    for row in read(STREAM):
        assert Decimal(row["amount"]) - Decimal(row["fee"]) == Decimal(row["net"])


def test_thirty_days_are_read_again_because_the_payout_comes_later(
    make_tap, sync, asked, box
):
    state = sync(make_tap(STREAM)).state
    box.box.requests.clear()
    sync(make_tap(STREAM, state=state))

    (search,) = {given["query"] for _, given in asked("balanceTransactions(")}
    assert "processed_at:>='2026-10-16T08:58:00Z'" in search
