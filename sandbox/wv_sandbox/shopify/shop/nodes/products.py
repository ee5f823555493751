"""Products and what of each can be bought: `Product`, `ProductVariant`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wv_sandbox.shopify.shop.ids import gid, legacy
from wv_sandbox.shopify.shop.money import amount, decimal
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.nodes.collections import collections_of
from wv_sandbox.shopify.shop.nodes.metafields import metafields
from wv_sandbox.shopify.shop.stock import available
from wv_sandbox.shopify.shop.times import stamp

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.catalogue import Product, Variant
    from wv_sandbox.shopify.shop.view import View


_DRAFT_EVERY: Final = 37


class Shown(NamedTuple):
    """A product at the instant of a view.

    Attributes:
        view: The shop at an instant.
        product: The product.
    """

    view: View
    product: Product

    @property
    def handle(self) -> str:
        """Last part of its address."""
        return f"{self.product.title.lower().replace(' ', '-')}-{self.product.number}"


class Choice(NamedTuple):
    """A variant at the instant of a view.

    Attributes:
        view: The shop at an instant.
        variant: The variant.
    """

    view: View
    variant: Variant

    @property
    def product(self) -> Product:
        """Its product."""
        return self.view.shop.catalogue.products[self.variant.product]


def _price_range(shown: Shown) -> dict[str, Any]:
    prices = [variant.cents for variant in shown.product.variants]
    currency = shown.view.shop.kind.currency
    return {
        "__typename": "ProductPriceRangeV2",
        "maxVariantPrice": amount(max(prices), currency),
        "minVariantPrice": amount(min(prices), currency),
    }


def _options(shown: Shown) -> list[dict[str, Any]]:
    values = [variant.title for variant in shown.product.variants]
    name = "Title" if values == ["Default Title"] else "Size"
    return [
        {
            "__typename": "ProductOption",
            "id": gid("ProductOption", shown.product.number),
            "linkedMetafield": None,
            "name": name,
            "optionValues": [],
            "position": 1,
            "values": values,
        }
    ]


def _variants(shown: Shown) -> list[Node[Choice]]:
    return [
        Node(PRODUCT_VARIANT, Choice(shown.view, v)) for v in shown.product.variants
    ]


def _in_stock(shown: Shown) -> int:
    return sum(available(shown.view, v.number) for v in shown.product.variants)


def _count(number: int) -> dict[str, Any]:
    return {"__typename": "Count", "count": number, "precision": "EXACT"}


def _is_draft(product: Product) -> bool:
    return product.number % _DRAFT_EVERY == _DRAFT_EVERY - 1


def _tags(shown: Shown) -> list[str]:
    return ["gift"] if shown.product.is_gift_card else [shown.product.theme, "weather"]


PRODUCT: Final = named(
    "Product",
    {
        "id": lambda s: gid("Product", s.product.number),
        "legacyResourceId": lambda s: legacy("Product", s.product.number),
        "availablePublicationsCount": lambda _: _count(1),
        "category": lambda _: None,
        "combinedListingRole": lambda _: None,
        "compareAtPriceRange": lambda _: None,
        "giftCardTemplateSuffix": lambda _: None,
        "collections": lambda s: [
            s.view.node("Collection", number) for number in collections_of(s.product)
        ],
        "createdAt": lambda s: stamp(s.product.created),
        "description": lambda s: f"{s.product.title} by {s.product.vendor}",
        "descriptionHtml": lambda s: f"<p>{s.product.title}</p>",
        "featuredMedia": lambda _: None,
        "handle": lambda s: s.handle,
        "hasOnlyDefaultVariant": lambda s: len(s.product.variants) == 1,
        "hasOutOfStockVariants": lambda _: False,
        "hasVariantsThatRequiresComponents": lambda _: False,
        "isGiftCard": lambda s: s.product.is_gift_card,
        "media": lambda _: [],
        "mediaCount": lambda _: _count(0),
        "metafields": lambda s: metafields(s.view, "Product", s.product.number),
        "onlineStorePreviewUrl": lambda s: f"https://example.com/p/{s.handle}",
        "onlineStoreUrl": lambda s: f"https://example.com/products/{s.handle}",
        "options": _options,
        "priceRangeV2": _price_range,
        "productType": lambda s: s.product.sort,
        "publishedAt": lambda s: stamp(s.product.created),
        "requiresSellingPlan": lambda _: False,
        "seo": lambda s: {"description": None, "title": s.product.title},
        "status": lambda s: "DRAFT" if _is_draft(s.product) else "ACTIVE",
        "tags": _tags,
        "templateSuffix": lambda _: None,
        "title": lambda s: s.product.title,
        "totalInventory": _in_stock,
        "tracksInventory": lambda s: not s.product.is_gift_card,
        "updatedAt": lambda s: stamp(s.product.updated(s.view.now)),
        "variants": _variants,
        "variantsCount": lambda s: _count(len(s.product.variants)),
        "vendor": lambda s: s.product.vendor,
    },
)


def _inventory_item(choice: Choice) -> object:
    return choice.view.node("InventoryItem", choice.variant.number)


PRODUCT_VARIANT: Final = named(
    "ProductVariant",
    {
        "id": lambda c: gid("ProductVariant", c.variant.number),
        "legacyResourceId": lambda c: legacy("ProductVariant", c.variant.number),
        "availableForSale": lambda _: True,
        "barcode": lambda c: f"4006381{c.variant.number:06d}",
        "compareAtPrice": lambda _: None,
        "createdAt": lambda c: stamp(c.product.created),
        "deliveryProfile": lambda _: {
            "__typename": "DeliveryProfile",
            "id": gid("DeliveryProfile", 0),
        },
        "displayName": lambda c: f"{c.product.title} - {c.variant.title}",
        "inventoryItem": _inventory_item,
        "inventoryPolicy": lambda _: "CONTINUE",
        "inventoryQuantity": lambda c: available(c.view, c.variant.number),
        "media": lambda _: [],
        "metafields": lambda c: metafields(c.view, "ProductVariant", c.variant.number),
        "position": lambda c: c.variant.position,
        "price": lambda c: decimal(c.variant.cents, c.view.shop.kind.currency),
        "product": lambda c: Node(PRODUCT, Shown(c.view, c.product)),
        "requiresComponents": lambda _: False,
        "selectedOptions": lambda c: [
            {
                "name": "Title" if c.variant.title == "Default Title" else "Size",
                "value": c.variant.title,
            }
        ],
        "sellableOnlineQuantity": lambda c: available(c.view, c.variant.number),
        "showUnitPrice": lambda _: False,
        "sku": lambda c: c.variant.sku,
        "taxable": lambda c: not c.product.is_gift_card,
        "title": lambda c: c.variant.title,
        "unitPrice": lambda _: None,
        "unitPriceMeasurement": lambda _: None,
        "updatedAt": lambda c: stamp(c.product.updated(c.view.now)),
    },
)


def product(view: View, row: int) -> Node[Shown]:
    """Make the object of a product."""
    return Node(PRODUCT, Shown(view, view.shop.catalogue.products[row]))


def product_variant(view: View, row: int) -> Node[Choice]:
    """Make the object of a variant."""
    return Node(PRODUCT_VARIANT, Choice(view, view.shop.catalogue.variants[row]))
