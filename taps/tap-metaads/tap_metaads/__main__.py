"""The tap's command: `tap-metaads`, or `python -m tap_metaads`."""

from __future__ import annotations

from tap_kit.lean import lean


def main() -> None:
    """Run the command in a process of its own."""
    with lean():
        from tap_metaads.tap import TapMetaAds  # noqa: PLC0415 - only now.

    TapMetaAds.cli()


if __name__ == "__main__":
    main()
