"""Tells an order's story out of its row: placed, edited, refunded or cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wv_sandbox.shopify.shop import basket as baskets
from wv_sandbox.shopify.shop import table
from wv_sandbox.shopify.shop.basket import NOTHING, Money
from wv_sandbox.shopify.shop.draws import Draws
from wv_sandbox.shopify.shop.events import Entry, Happening, Refund, Story
from wv_sandbox.shopify.shop.money import (
    is_some,
    part,
    smaller,
)
from wv_sandbox.shopify.shop.till import Till

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.catalogue import Catalogue
    from wv_sandbox.shopify.shop.kinds import Kind
    from wv_sandbox.shopify.shop.money import Bag
    from wv_sandbox.shopify.shop.table import OrderTable

_STYLES: Final = ("units",) * 9 + (
    "line and way",
    "line and way",
    "line and way",
    "line and way",
    "way",
    "way",
    "more than due",
    "more than due",
    "less than due",
    "good will",
    "good will",
)
_RETURN_FEE_CENTS: Final = 300
"""Less than the cheapest unit is worth."""


def _back(money: Money) -> Money:
    return Money(-money.gross, -money.discount, -money.tax)


class Teller:
    """Tells the stories of a shop.

    Args:
        kind: Of the shop.
        catalogue: What it sells.
        rows: Its orders.
        key: Names its series.
    """

    def __init__(
        self, kind: Kind, catalogue: Catalogue, rows: OrderTable, key: bytes
    ) -> None:
        self._kind = kind
        self._catalogue = catalogue
        self._rows = rows
        self._key = key

    def tell(self, row: int) -> Story:
        """Tell an order's whole life."""
        return _Telling(self._kind, self._catalogue, self._rows, self._key, row).story


class _Telling:
    """The state of telling one story."""

    def __init__(
        self, kind: Kind, catalogue: Catalogue, rows: OrderTable, key: bytes, row: int
    ) -> None:
        self._rows, self._row = rows, row
        self._draws = Draws(key, row)
        self._catalogue = catalogue
        created = int(rows.created[row])
        self._theme = int(rows.theme[row])
        wanted = baskets.Wanted(
            city=kind.cities[rows.city[row]],
            theme=self._theme,
            lines=int(rows.lines[row]),
            gift_card=bool(rows.gift_card[row]),
            at=created,
        )
        self._basket = baskets.fill(kind, catalogue, wanted, self._draws)
        self.story = Story(row, self._basket)
        paid = rows.when("paid", row)
        self._paid_at = paid or (created if rows.pay[row] == table.SALE else 0)
        self._till = Till(self.story, int(rows.pay[row]), paid, self._draws)
        self._total: Bag = 0
        self._shipping_left = True
        self._tell(created)

    def _tell(self, created: int) -> None:
        self._place(created)
        edited = self._rows.when("edited", self._row)
        if edited and not 0 < self._paid_at <= edited:
            self._edit(edited)
            self._till.settle(self._total)
        else:
            self._till.settle(self._total)
            if edited:
                self._edit(edited)
        cancelled = self._rows.when("cancelled", self._row)
        if cancelled:
            self._cancel(cancelled)
        for slot in ("refunded", "refunded_again"):
            at = self._rows.when(slot, self._row)
            if at:
                self._refund(at, again=slot != "refunded")

    def _happen(self, at: int, kind: str, entries: list[Entry]) -> Happening:
        happening = Happening(at, kind, tuple(entries))
        self._total += happening.total
        self.story.happenings.append(happening)
        return happening

    def _place(self, at: int) -> None:
        basket = self._basket
        entries = [
            Entry(line.what, "ORDER", line.quantity, line.money, index)
            for index, line in enumerate(basket.goods)
        ]
        entries += [
            Entry("DUTY", "ORDER", 0, Money(line.duty, 0, 0), index)
            for index, line in enumerate(basket.goods)
            if line.duty
        ]
        if basket.shipping_price:
            entries.append(Entry("SHIPPING", "ORDER", 0, basket.shipping))
        if basket.fee:
            entries.append(Entry("ADDITIONAL_FEE", "ORDER", 0, Money(basket.fee, 0, 0)))
        self._till.open(at, self._happen(at, "ORDER", entries).total)

    def _edit(self, at: int) -> None:
        before = self._total
        edit = self._rows.edit[self._row]
        if edit == table.MORE_UNITS:
            entry = self._more_units()
        elif edit == table.NEW_LINE:
            entry = self._new_line(at)
        else:
            entry = self._unit_removed()
        self._happen(at, "ORDER_EDIT", [entry])
        if not 0 < self._paid_at <= at:
            return
        if edit == table.UNIT_REMOVED:
            self._give_back(at, (), before - self._total)
        else:
            self._till.top_up(at, self._total - before)

    def _more_units(self) -> Entry:
        line = self._basket.goods[0]
        line.more = 1
        line.more_money = self._basket.price(line.unit, 0)
        return Entry("PRODUCT", "UPDATE", 1, line.more_money, 0)

    def _new_line(self, at: int) -> Entry:
        basket = self._basket
        line = baskets.choose(basket, self._catalogue, self._theme, at, self._draws)
        line.added = True
        line.money = basket.price(line.unit * line.quantity, 0)
        basket.goods.append(line)
        index = len(basket.goods) - 1
        return Entry("PRODUCT", "ORDER", line.quantity, line.money, index)

    def _unit_removed(self) -> Entry:
        return self._take(0, 1, "UPDATE")

    def _take(self, index: int, units: int, action: str) -> Entry:
        line = self._basket.goods[index]
        money = line.share(line.taken, line.taken + units)
        line.taken += units
        return Entry(line.what, action, -units, _back(money), index)

    def _take_rest(self, index: int, action: str) -> list[Entry]:
        line = self._basket.goods[index]
        entries = [self._take(index, line.units - line.taken, action)]
        if line.duty:
            entries.append(
                Entry("DUTY", action, 0, _back(Money(line.duty, 0, 0)), index)
            )
        return entries

    def _cancel(self, at: int) -> None:
        basket = self._basket
        entries: list[Entry] = []
        for index in range(len(basket.goods)):
            entries += self._take_rest(index, "RETURN")
        if basket.shipping_price:
            entries.append(Entry("SHIPPING", "RETURN", 0, _back(basket.shipping)))
        if basket.fee:
            fee = Money(basket.fee, 0, 0)
            entries.append(Entry("ADDITIONAL_FEE", "RETURN", 0, _back(fee)))
        happening = self._happen(at, "REFUND", entries)
        if 0 < self._paid_at <= at:
            self._give_back(at, happening.entries, -happening.total, cancels=True)
        else:
            self._till.void(at)
            self._give_back(at, happening.entries, 0, cancels=True)

    def _give_back(
        self,
        at: int,
        entries: tuple[Entry, ...],
        amount: Bag,
        *,
        cancels: bool = False,
        returned: bool = False,
    ) -> None:
        payments = self._till.give_back(at, amount)
        self.story.refunds.append(
            Refund(at, entries, amount, cancels, returned, payments)
        )

    def _open_line(self) -> int:
        """Choose a line of goods that units are left of; -1 if there is none."""
        goods = self._basket.goods
        left = [
            index
            for index, line in enumerate(goods)
            if line.what == "PRODUCT" and line.taken < line.units
        ]
        return self._draws.choice(left) if left else -1

    def _refund(self, at: int, *, again: bool) -> None:
        returned = not again and bool(self._rows.after["return_opened"][self._row])
        index = self._open_line()
        style = self._draws.choice(_STYLES)
        if index < 0:
            style = "good will"
        elif returned:
            style = "units"
        entries = self._taken_back(style, index)
        if returned and index >= 0 and self._draws.chance(500):
            fee = Money(self._basket.purse.bag(_RETURN_FEE_CENTS), 0, 0)
            entries.append(Entry("FEE", "RETURN", 0, fee, index))
        beyond = -smaller(self._total + sum(entry.money.total for entry in entries), 0)
        if is_some(beyond):
            entries.append(self._adjustment(beyond))
        kind = "RETURN" if returned else "REFUND"
        happening = self._happen(at, kind, entries)
        self._give_back(at, happening.entries, -happening.total, returned=returned)

    def _taken_back(self, style: str, index: int) -> list[Entry]:
        """Decide what a refund takes back."""
        if style == "good will":
            return [self._adjustment(-part(self._total, 5, 100))]
        if style == "way" and self._shipping_left and self._basket.shipping.net:
            return [self._way_back()]
        line = self._basket.goods[index]
        if style == "line and way":
            entries = self._take_rest(index, "RETURN")
            if self._shipping_left and self._basket.shipping.net:
                entries.append(self._way_back())
            return entries
        units = 1 + self._draws.integer(line.units - line.taken)
        entries = [self._take(index, units, "RETURN")]
        back = -entries[0].money.total
        if style == "less than due":
            entries.append(self._adjustment(part(back, 1, 5)))
        elif style == "more than due":
            rest = self._total - back
            entries.append(self._adjustment(-part(rest, 1, 20)))
        return entries

    def _way_back(self) -> Entry:
        self._shipping_left = False
        return Entry("SHIPPING", "RETURN", 0, _back(self._basket.shipping))

    def _adjustment(self, amount: Bag) -> Entry:
        """Give back more than the goods are worth (negative), or less."""
        basket = self._basket
        money = NOTHING
        if amount:
            money = basket.price(amount, 0) if basket.included else Money(amount, 0, 0)
        return Entry("ADJUSTMENT", "RETURN", 0, money)
