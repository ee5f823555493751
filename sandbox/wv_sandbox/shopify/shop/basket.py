"""What an order was placed with: goods, discounts, the way, and their taxes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from wv_sandbox.shopify.shop.cities import TAX_ONE, City
from wv_sandbox.shopify.shop.demand import THEMES
from wv_sandbox.shopify.shop.money import RATE_ONE, Bag, Purse, part, shop_cents, split

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.catalogue import Catalogue, Variant
    from wv_sandbox.shopify.shop.draws import Draws
    from wv_sandbox.shopify.shop.kinds import Kind

DUTY_PER_MILLE: Final = 80
FEE_PROVINCE: Final = "CO"
FEE_CENTS: Final = 29
_CURRENCIES: Final = {
    "CA": ("CAD", RATE_ONE),
    "US": ("USD", 722_000),
    "GB": ("GBP", 541_000),
    "DE": ("EUR", 631_000),
    "FR": ("EUR", 631_000),
    "AU": ("AUD", 1_104_000),
    "JP": ("JPY", 1_088_000),
}
"""Currency of a country, and millionths of its minor unit for a Canadian cent."""
_CUTS: Final = ("code",) * 8 + ("automatic",) * 3 + ("manual",) + ("none",) * 28
_SHIPPING_CENTS: Final = (0, 495, 595, 895, 1495)


class Money(NamedTuple):
    """What a piece of an order adds to the sums.

    Attributes:
        gross: Before discount and tax.
        discount: Before tax; taken off the gross.
        tax: On what is left.
    """

    gross: Bag
    discount: Bag
    tax: Bag

    @property
    def net(self) -> Bag:
        """Without tax."""
        return self.gross - self.discount

    @property
    def total(self) -> Bag:
        """What is to be paid."""
        return self.gross - self.discount + self.tax


NOTHING: Final = Money(0, 0, 0)


class Cut(NamedTuple):
    """One discount of an order.

    Attributes:
        how: `code`, `automatic` or `manual`.
        name: The code, or the title.
        percent: Of the price; 0 if an amount is given.
        cents: The amount [minor units of the shop]; 0 if a share is given.
        shipping: Whether it is off the shipping.
        line: The only line it is on, or -1 for all.
    """

    how: str
    name: str
    percent: int
    cents: int
    shipping: bool = False
    line: int = -1


@dataclass(slots=True)
class Goods:
    """One line of an order.

    Attributes:
        what: `PRODUCT`, `GIFT_CARD` or `TIP`.
        variant: What was bought; nothing for a tip.
        quantity: Units ordered.
        unit: Price of one, as the buyer sees it.
        money: Of all units ordered.
        cuts: Number of the discount, and its amount as the buyer sees it.
        duty: Of all units ordered.
        more: Units that an edit put on top, without a discount.
        more_money: Of these.
        added: Whether an edit brought the line.
        taken: Units removed and returned so far, while the story is told.
    """

    what: str
    variant: Variant | None
    quantity: int
    unit: Bag
    money: Money
    cuts: list[tuple[int, Bag]] = field(default_factory=list)
    duty: Bag = 0
    more: int = 0
    more_money: Money = NOTHING
    added: bool = False
    taken: int = 0

    @property
    def units(self) -> int:
        """Units after the edit."""
        return self.quantity + self.more

    @property
    def all_money(self) -> Money:
        """Of all units after the edit."""
        one, two = self.money, self.more_money
        return Money(one.gross + two.gross, one.discount, one.tax + two.tax)

    def share(self, first: int, last: int) -> Money:
        """Give the money of units from the first to before the last."""
        money, of = self.all_money, self.units
        return Money(
            part(money.gross, last, of) - part(money.gross, first, of),
            part(money.discount, last, of) - part(money.discount, first, of),
            part(money.tax, last, of) - part(money.tax, first, of),
        )


@dataclass(slots=True)
class Basket:
    """An order as it was placed.

    Attributes:
        purse: Its currencies.
        city: Where it goes.
        taxed: Whether sales there are taxed.
        included: Whether prices contain tax.
        goods: Its lines.
        cuts: Its discounts.
        shipping: Money of the way; none of it for what is not sent.
        shipping_price: As the buyer sees it, before discount.
        shipping_cut: Discount on it as the buyer sees it.
        fee: A state's fee on deliveries.
    """

    purse: Purse
    city: City
    taxed: bool
    included: bool
    goods: list[Goods] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    shipping: Money = NOTHING
    shipping_price: Bag = 0
    shipping_cut: Bag = 0
    fee: Bag = 0

    def price(self, shown: Bag, cut: Bag) -> Money:
        """Take apart what a buyer sees into gross, discount and tax.

        Args:
            shown: Price of all units before discount.
            cut: Discount on it.
        """
        if not self.taxed:
            return Money(shown, cut, 0)
        rate = self.city.tax_rate
        if not self.included:
            return Money(shown, cut, part(shown - cut, rate, TAX_ONE))
        tax = part(shown - cut, rate, TAX_ONE + rate)
        discount = part(cut, TAX_ONE, TAX_ONE + rate)
        return Money(shown - cut - tax + discount, discount, tax)


def purse_of(kind: Kind, city: City, draws: Draws) -> Purse:
    """Choose the buyer's currency and the day's rate."""
    if not kind.many_currencies:
        return Purse(kind.currency, kind.currency)
    currency, rate = _CURRENCIES[city.country_code]
    if currency != kind.currency:
        rate += rate * (draws.integer(41) - 20) // 1000
    return Purse(kind.currency, currency, rate)


def _draw_cuts(lines: int, draws: Draws) -> list[Cut]:
    how = draws.choice(_CUTS)
    cuts = []
    if how == "code":
        percent = draws.choice((10, 15, 20))
        cuts.append(Cut("code", f"SAVE{percent}", percent, 0))
    elif how == "automatic":
        cuts.append(Cut("automatic", "Five off", 0, 500))
    elif how == "manual":
        line = draws.integer(lines)
        cuts.append(Cut("manual", "Sorry for the wait", 25, 0, line=line))
    if draws.chance(50):
        cuts.append(Cut("code", "FREESHIP", 100, 0, shipping=True))
    return cuts


def _cut_lines(basket: Basket) -> None:
    """Lay the discounts on goods over the lines."""
    for number, cut in enumerate(basket.cuts):
        if cut.shipping:
            continue
        prices = [line.unit * line.quantity for line in basket.goods]
        if cut.percent:
            on = [cut.line in (-1, index) for index in range(len(prices))]
            shares = [
                part(price, cut.percent, 100) if hit else 0
                for price, hit in zip(prices, on, strict=True)
            ]
        else:
            weights = [shop_cents(price) for price in prices]
            shares = split(basket.purse.bag(cut.cents), weights)
        for line, share in zip(basket.goods, shares, strict=True):
            if share:
                line.cuts.append((number, share))


def _add_shipping(basket: Basket, draws: Draws) -> None:
    price = basket.purse.bag(draws.choice(_SHIPPING_CENTS))
    free = any(cut.shipping for cut in basket.cuts)
    basket.shipping_price = price
    basket.shipping_cut = price if free else 0
    basket.shipping = basket.price(price, basket.shipping_cut)
    if basket.city.province_code == FEE_PROVINCE:
        basket.fee = basket.purse.bag(FEE_CENTS)


def _add_extras(
    basket: Basket, catalogue: Catalogue, draws: Draws, *, gift_card: bool
) -> None:
    if gift_card:
        card = draws.choice(catalogue.products[0].variants)
        price = basket.purse.bag(card.cents)
        basket.goods.append(Goods("GIFT_CARD", card, 1, price, Money(price, 0, 0)))
    if draws.chance(20):
        tip = basket.purse.bag(100 * (1 + draws.integer(5)))
        basket.goods.append(Goods("TIP", None, 1, tip, Money(tip, 0, 0)))


def choose(
    basket: Basket, catalogue: Catalogue, theme: int, at: int, draws: Draws
) -> Goods:
    """Draw one line of goods, not yet priced."""
    wanted = theme if draws.chance(750) else draws.integer(len(THEMES))
    variant = catalogue.pick(THEMES[wanted], at, draws)
    quantity = (1, 1, 1, 1, 1, 1, 2, 2, 3, 4)[draws.integer(10)]
    return Goods("PRODUCT", variant, quantity, basket.purse.bag(variant.cents), NOTHING)


class Wanted(NamedTuple):
    """What an order's row says about its basket."""

    city: City
    theme: int
    lines: int
    gift_card: bool
    at: int


def fill(kind: Kind, catalogue: Catalogue, wanted: Wanted, draws: Draws) -> Basket:
    """Draw the basket of an order."""
    city, home = wanted.city, kind.home
    abroad = city.country_code != home.country_code
    basket = Basket(
        purse=purse_of(kind, city, draws),
        city=city,
        taxed=kind.taxes_included or not abroad,
        included=kind.taxes_included,
    )
    for _ in range(wanted.lines):
        basket.goods.append(choose(basket, catalogue, wanted.theme, wanted.at, draws))
    basket.cuts = _draw_cuts(wanted.lines, draws)
    _cut_lines(basket)
    for line in basket.goods:
        cut = sum(amount for _, amount in line.cuts)
        line.money = basket.price(line.unit * line.quantity, cut)
        if abroad and kind.many_currencies:
            line.duty = part(line.money.net, DUTY_PER_MILLE, 1000)
    if kind.ships:
        _add_shipping(basket, draws)
    _add_extras(basket, catalogue, draws, gift_card=wanted.gift_card)
    return basket
