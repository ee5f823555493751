"""What the streams of metafields share: one stream a kind of owner, equal columns.

https://shopify.dev/docs/api/admin-graphql/latest/objects/Metafield
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import enum, gid, instant, legacy_id, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.helpers.types import Context

    from tap_shopify_wv.drain import Node
    from tap_shopify_wv.schema import Column


class MetafieldsStream(ShopifyStream):
    """Metafields of one kind of owner, as far as the settings want them."""

    primary_keys = ("id",)
    rows = ("metafields",)
    owner: ClassVar[str]
    """Kind of owner, as the setting `metafield_owners` names it."""

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        owners = self.config.get("metafield_owners")
        if not owners or self.owner in owners:
            yield from super().get_records(context)

    @override
    def is_wanted(self, node: Node) -> bool:
        wanted = self.config.get("metafield_namespaces")
        return not wanted or node["namespace"] in wanted


def metafield(*, personal: bool = False) -> tuple[Column, ...]:
    """Return the columns of a metafield.

    Args:
        personal: Whether the owner is a person, or bought as one: then a value may tell
            anything about them.
    """
    return (
        gid("id", "id", "The metafield."),
        legacy_id(),
        gid("owner_id", "@root.id", "What it belongs to."),
        instant(
            "owner_updated_at",
            "@root.updatedAt",
            "When its owner last changed; decides what is read again.",
        ),
        enum("owner_type", "ownerType", "Kind of owner."),
        text("namespace", "namespace", "Namespace of the key."),
        text("key", "key", "Key within the namespace."),
        text("type", "type", "Type of the value."),
        text("value", "value", "The value, as text.", free_text=personal),
        gid("definition_id", "definition.id", "Its definition, if it has one."),
        text("definition_name", "definition.name", "Name of the definition."),
        instant("created_at", "createdAt", "When it was set first."),
        instant("updated_at", "updatedAt", "When it was set last."),
    )
