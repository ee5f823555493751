"""The tap's command: `tap-shopify-wv`, or `python -m tap_shopify_wv`."""

from __future__ import annotations

from tap_kit.lean import lean


def main() -> None:
    """Run the command in a process of its own."""
    with lean():
        from tap_shopify_wv.tap import TapShopify  # noqa: PLC0415 - only now.

    TapShopify.cli()


if __name__ == "__main__":
    main()
