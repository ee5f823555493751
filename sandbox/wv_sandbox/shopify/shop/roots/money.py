"""Roots about money, and about baskets that are no orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from wv_sandbox.shopify.shop.demand import DAY_SECONDS
from wv_sandbox.shopify.shop.ids import CHILDREN
from wv_sandbox.shopify.shop.index import Root, flags, gids, instants, of_rows, words
from wv_sandbox.shopify.shop.nodes import (
    account,
    checkouts,
    claims,
    drafts,
    gift_cards,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wv_sandbox.arrays import Ints
    from wv_sandbox.shopify.shop.index import AnyNode
    from wv_sandbox.shopify.shop.nodes.carts import Steps
    from wv_sandbox.shopify.shop.view import View


def tender_root(view: View, _: Mapping[str, Any]) -> Root:
    """All payments."""
    cash = view.shop.cash
    places = np.flatnonzero(cash.at <= view.now)
    at = instants(lambda rows: cash.at[np.searchsorted(cash.rows, rows)])
    return Root(
        kind="TenderTransaction",
        rows=cash.rows[places],
        columns={
            "id": gids("TenderTransaction"),
            "processed_at": at,
            "test": flags(lambda rows: view.shop.table.test[rows // CHILDREN]),
        },
        node=lambda row: claims.tender_transaction(view, row),
    )


def balance_root(view: View, _: Mapping[str, Any]) -> Root:
    """All that moved on the balance, with the payouts that left it."""
    cash = view.shop.cash
    moved = cash.rows[(cash.at <= view.now) & (cash.carded == 1)]
    left = np.array(account.payout_days(view), dtype=np.int64) + account.TRANSFERS
    return Root(
        kind="ShopifyPaymentsBalanceTransaction",
        rows=np.concatenate([moved, left]),
        columns={
            "id": gids("ShopifyPaymentsBalanceTransaction"),
            "processed_at": instants(lambda rows: _moved_at(view, rows)),
            "payout_date": instants(
                of_rows(lambda row: account.Movement(view, row).payout.issued)
            ),
            "transaction_type": words(lambda row: account.Movement(view, row).type),
        },
        node=lambda row: account.balance_transaction(view, row),
    )


def _moved_at(view: View, rows: Ints) -> Ints:
    """Tell when balance transactions were made [s since 1970]."""
    cash = view.shop.cash
    paid = rows >= account.TRANSFERS
    places = np.where(paid, 0, np.searchsorted(cash.rows, rows))
    issued = account.issued_at(0) + (rows - account.TRANSFERS) * DAY_SECONDS
    known = cash.at[np.minimum(places, cash.at.size - 1)] if cash.at.size else 0
    return np.asarray(np.where(paid, issued, known))


def payout_root(view: View, _: Mapping[str, Any]) -> Root:
    """All payouts that were issued."""
    issued = of_rows(account.issued_at)
    return Root(
        kind="ShopifyPaymentsPayout",
        rows=np.array(account.payout_days(view), dtype=np.int64),
        columns={
            "id": gids("ShopifyPaymentsPayout"),
            "issued_at": instants(issued),
            "status": words(lambda day: account.Payout(view, day).status),
        },
        node=lambda day: account.payout(view, day),
    )


def dispute_root(view: View, _: Mapping[str, Any]) -> Root:
    """All disputes."""
    opened = of_rows(lambda row: claims.Dispute(view, row).opened)
    return Root(
        kind="ShopifyPaymentsDispute",
        rows=claims.disputed(view),
        columns={
            "id": gids("ShopifyPaymentsDispute"),
            "initiated_at": instants(opened),
            "status": words(lambda row: claims.Dispute(view, row).status),
        },
        node=lambda row: claims.dispute(view, row),
    )


def gift_card_root(view: View, _: Mapping[str, Any]) -> Root:
    """All gift cards that were sold."""
    return Root(
        kind="GiftCard",
        rows=gift_cards.sold(view),
        columns={
            "id": gids("GiftCard"),
            "created_at": instants(lambda rows: view.shop.table.created[rows]),
            "updated_at": instants(lambda rows: gift_cards.changed(view, rows)),
        },
        node=lambda row: gift_cards.gift_card(view, row),
    )


def _cart_root(
    kind: str, steps: Steps, node: Callable[[View, int], AnyNode]
) -> Callable[[View, Mapping[str, Any]], Root]:
    def make(view: View, _: Mapping[str, Any]) -> Root:
        return Root(
            kind=kind,
            rows=steps.rows(view),
            columns={
                "id": gids(kind),
                "created_at": instants(lambda rows: steps.created(view, rows)),
                "updated_at": instants(lambda rows: steps.updated(view, rows)),
            },
            node=lambda row: node(view, row),
        )

    return make


ROOTS: Final[dict[str, Callable[[View, Mapping[str, Any]], Root]]] = {
    "abandonedCheckouts": _cart_root(
        "AbandonedCheckout", checkouts.CHECKOUTS, checkouts.abandoned_checkout
    ),
    "disputes": dispute_root,
    "draftOrders": _cart_root("DraftOrder", drafts.DRAFTS, drafts.draft_order),
    "giftCards": gift_card_root,
    "shopifyPaymentsAccount.balanceTransactions": balance_root,
    "shopifyPaymentsAccount.payouts": payout_root,
    "tenderTransactions": tender_root,
}
