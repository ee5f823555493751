"""The tap's command: `tap-googleads`, or `python -m tap_googleads`."""

from __future__ import annotations

from tap_kit.lean import lean


def main() -> None:
    """Run the command in a process of its own."""
    with lean():
        from tap_googleads.tap import TapGoogleAds  # noqa: PLC0415 - only now.

    TapGoogleAds.cli()


if __name__ == "__main__":
    main()
