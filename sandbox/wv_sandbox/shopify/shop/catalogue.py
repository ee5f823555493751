"""What a shop sells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from wv_sandbox.shopify.shop.demand import DAY_SECONDS, FIRST_DAY, THEMES
from wv_sandbox.shopify.shop.draws import Draws

if TYPE_CHECKING:
    from collections.abc import Sequence

OPENED: Final = FIRST_DAY * DAY_SECONDS
"""When the shop opened [s since 1970]."""
_SORTS: Final = {
    "rain": ("Umbrella", "Rain Jacket", "Rubber Boots", "Rain Hat", "Dry Bag"),
    "heat": ("Sun Hat", "Linen Shirt", "Sandals", "Parasol", "Swim Shorts"),
    "cold": ("Wool Scarf", "Down Jacket", "Mittens", "Beanie", "Snow Shovel"),
    "home": ("Candle", "Blanket", "Tea Set", "Board Game", "Cushion"),
}
_DIGITAL_SORTS: Final = {
    "rain": ("Rain Sounds", "Indoor Workout", "Novel"),
    "heat": ("Salad Cookbook", "Travel Guide", "Garden Plans"),
    "cold": ("Knitting Pattern", "Winter Playlist", "Soup Cookbook"),
    "home": ("Puzzle Pack", "Audiobook", "Photo Course"),
}
_LOOKS: Final = ("Amber", "Coast", "Meadow", "Slate", "Harbor", "Birch", "Ember", "Fog")
_SIZES: Final = ("S", "M", "L", "XL")
_VENDORS: Final = ("Northwind Goods", "Lumen & Co", "Field Supply", "Hearth Works")
_MIN_PRODUCTS, _MAX_PRODUCTS, _ORDERS_A_PRODUCT = 40, 400, 400
_GIFT_CENTS: Final = (2500, 5000, 10_000)


class Variant(NamedTuple):
    """One thing that can be bought.

    Attributes:
        number: Among all variants.
        product: Number of its product.
        position: Among its product's variants, from 1.
        title: Size, amount, or `Default Title`.
        cents: Price [minor units of the shop].
        cost: What it costs the shop [minor units].
        grams: Weight [g].
    """

    number: int
    product: int
    position: int
    title: str
    cents: int
    cost: int
    grams: int

    @property
    def sku(self) -> str:
        """Stock keeping unit."""
        return f"WV-{self.product:04d}-{self.position}"


@dataclass(frozen=True)
class Product:
    """One product with its variants; number 0 is the gift card.

    Attributes:
        number: Among all products.
        theme: Of `THEMES`.
        sort: Kind of goods.
        look: First word of the title.
        vendor: Who makes it.
        created: When it was added [s since 1970].
        deleted: When it was removed [s since 1970]; 0 is never.
        touch: How long from one change to the next [s].
        variants: At least one.
    """

    number: int
    theme: str
    sort: str
    look: str
    vendor: str
    created: int
    deleted: int
    touch: int
    variants: tuple[Variant, ...]

    @property
    def is_gift_card(self) -> bool:
        """Tell whether it is the gift card."""
        return self.number == 0

    @cached_property
    def title(self) -> str:
        """Name."""
        return f"{self.look} {self.sort}"

    def exists(self, at: int) -> bool:
        """Tell whether it is on sale at a time [s since 1970]."""
        return self.created <= at and not 0 < self.deleted <= at

    def updated(self, now: int) -> int:
        """Tell when it was last changed [s since 1970]."""
        return self.created + (now - self.created) // self.touch * self.touch


class Catalogue:
    """All that a shop ever sells, whether there already, still, or not.

    Args:
        key: Names the shop's series.
        orders: Size of the shop.
        ships: Whether goods are sent; else they are files.
    """

    def __init__(self, key: bytes, orders: int, *, ships: bool) -> None:
        many = _MIN_PRODUCTS + orders // _ORDERS_A_PRODUCT
        self._sorts = _SORTS if ships else _DIGITAL_SORTS
        self.ships = ships
        self.products: list[Product] = []
        self.variants: list[Variant] = []
        self._add(0, "home", "Card", "Gift", Draws(key, 0))
        for number in range(1, min(many, _MAX_PRODUCTS)):
            draws = Draws(key, number)
            theme = THEMES[number % len(THEMES)]
            sort = draws.choice(self._sorts[theme])
            self._add(number, theme, sort, draws.choice(_LOOKS), draws)
        self.by_theme = {
            theme: [p for p in self.products[1:] if p.theme == theme]
            for theme in THEMES
        }
        self._lasting = {
            theme: [p for p in kept if p.created < OPENED and not p.deleted]
            for theme, kept in self.by_theme.items()
        }

    def _add(self, number: int, theme: str, sort: str, look: str, draws: Draws) -> None:
        variants = self._variants(number, draws)
        self.variants += variants
        created = OPENED - draws.integer(200 * DAY_SECONDS) - DAY_SECONDS
        if number and draws.chance(150):
            created = OPENED + draws.integer(800 * DAY_SECONDS)
        goes = number > len(THEMES) and draws.chance(50)
        lives = 60 * DAY_SECONDS + draws.integer(700 * DAY_SECONDS)
        self.products.append(
            Product(
                number=number,
                theme=theme,
                sort=sort,
                look=look,
                vendor=draws.choice(_VENDORS),
                created=created,
                deleted=max(created, OPENED) + lives if goes else 0,
                touch=15 * DAY_SECONDS + draws.integer(75 * DAY_SECONDS),
                variants=tuple(variants),
            )
        )

    def _variants(self, product: int, draws: Draws) -> list[Variant]:
        first = len(self.variants)
        if product == 0:
            return [
                Variant(first + i, 0, i + 1, f"{cents // 100}", cents, 0, 0)
                for i, cents in enumerate(_GIFT_CENTS)
            ]
        price = 900 + 100 * draws.integer(120) + draws.choice((0, 50, 95, 99))
        cost = price * (30 + draws.integer(30)) // 100
        grams = 80 + 10 * draws.integer(200) if self.ships else 0
        sizes: Sequence[str] = _SIZES[: 1 + draws.integer(4)] if self.ships else ()
        return [
            Variant(first + i, product, i + 1, size, price + 200 * i, cost, grams)
            for i, size in enumerate(sizes or ("Default Title",))
        ]

    def pick(self, theme: str, at: int, draws: Draws) -> Variant:
        """Draw what a buyer takes who looks for a theme at a time."""
        product = draws.choice(self.by_theme[theme])
        if not product.exists(at):
            product = draws.choice(self._lasting[theme])
        return draws.choice(product.variants)
