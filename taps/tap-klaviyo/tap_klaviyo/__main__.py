"""The tap's command: `tap-klaviyo`, or `python -m tap_klaviyo`."""

from __future__ import annotations

from tap_kit.lean import lean


def main() -> None:
    """Run the command in a process of its own."""
    with lean():
        from tap_klaviyo.tap import TapKlaviyo  # noqa: PLC0415 - only now.

    TapKlaviyo.cli()


if __name__ == "__main__":
    main()
