"""The tap's command: `tap-openmeteo`, or `python -m tap_openmeteo`."""

from __future__ import annotations

from tap_kit.lean import lean


def main() -> None:
    """Run the command in a process of its own."""
    with lean():
        from tap_openmeteo.tap import TapOpenMeteo  # noqa: PLC0415 - only now.

    TapOpenMeteo.cli()


if __name__ == "__main__":
    main()
