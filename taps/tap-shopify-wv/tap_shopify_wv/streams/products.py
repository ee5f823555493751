"""Products: what is sold, in which state, in which price range.

https://shopify.dev/docs/api/admin-graphql/latest/queries/products
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    array,
    boolean,
    enum,
    gid,
    instant,
    integer,
    legacy_id,
    money_v2,
    shopify_columns,
    text,
    texts,
    url,
)


class ProductsStream(ShopifyStream):
    """Grain: one row a product."""

    name = "products"
    primary_keys = ("id",)
    replication_key = "updated_at"
    root = "products"
    scopes = ("read_products",)
    bulk = True
    page_size = 50
    schema = shopify_columns(
        gid("id", "id", "The product."),
        legacy_id(),
        text("handle", "handle", "Name in addresses."),
        text("title", "title", "Name shown to people."),
        enum("status", "status", "Active, draft or archived."),
        text("vendor", "vendor", "Vendor."),
        text("product_type", "productType", "Type the shop has given it."),
        gid("category_id", "category.id", "Category in Shopify's taxonomy."),
        text("category_name", "category.name", "Its name."),
        text(
            "category_full_name", "category.fullName", "Its name with those above it."
        ),
        texts("tags", "tags", "Tags of the product."),
        text("description_html", "descriptionHtml", "Description, as HTML."),
        text("template_suffix", "templateSuffix", "Template of its page."),
        instant("created_at", "createdAt", "When it was added."),
        instant(
            "updated_at", "updatedAt", "When it last changed; stock moves count, too."
        ),
        instant("published_at", "publishedAt", "When it was put on the online shop."),
        url("online_store_url", "onlineStoreUrl", "Its page; null while unpublished."),
        boolean("is_gift_card", "isGiftCard", "Whether it is a gift card."),
        text(
            "gift_card_template_suffix",
            "giftCardTemplateSuffix",
            "Template of the gift card.",
        ),
        boolean(
            "has_only_default_variant",
            "hasOnlyDefaultVariant",
            "Whether it has no variants to choose from.",
        ),
        boolean(
            "has_out_of_stock_variants",
            "hasOutOfStockVariants",
            "Whether a variant is out of stock.",
        ),
        boolean(
            "is_bundle", "hasVariantsThatRequiresComponents", "Whether it is a bundle."
        ),
        boolean(
            "requires_selling_plan",
            "requiresSellingPlan",
            "Whether it is sold by subscription only.",
        ),
        boolean("tracks_inventory", "tracksInventory", "Whether stock is counted."),
        integer("total_inventory", "totalInventory", "Pieces in stock."),
        enum(
            "combined_listing_role",
            "combinedListingRole",
            "Parent or child of a combined listing.",
        ),
        integer("variants_count", "variantsCount.count", "Variants."),
        integer("media_count", "mediaCount.count", "Pictures, films, models."),
        *money_v2(
            "price_min", "priceRangeV2.minVariantPrice", "Lowest price of a variant"
        ),
        *money_v2(
            "price_max", "priceRangeV2.maxVariantPrice", "Highest price of a variant"
        ),
        *money_v2(
            "compare_at_price_min",
            "compareAtPriceRange.minVariantCompareAtPrice",
            "Lowest price before reductions",
        ),
        *money_v2(
            "compare_at_price_max",
            "compareAtPriceRange.maxVariantCompareAtPrice",
            "Highest price before reductions",
        ),
        array(
            "options",
            "options",
            "What one can choose, e.g. size.",
            gid("id", "id", "The option."),
            text("name", "name", "Its name."),
            integer("position", "position", "Place among options, from 1."),
            texts("values", "values", "What there is."),
        ),
        text("seo_title", "seo.title", "Title for search engines."),
        text("seo_description", "seo.description", "Description for search engines."),
        gid("featured_media_id", "featuredMedia.id", "Main picture."),
        text("featured_media_alt", "featuredMedia.alt", "Its text."),
        enum("featured_media_kind", "featuredMedia.mediaContentType", "Kind of media."),
        url("featured_media_url", "featuredMedia.preview.image.url", "Its address."),
    )
