"""The `wv` command: `wv`, or `python -m wv`."""

from __future__ import annotations

import sys

_INTERRUPTED = 130


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        from wv.cli import main as run  # noqa: PLC0415 - who interrupts that sees no traceback.
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        sys.exit(_INTERRUPTED)
    run()


if __name__ == "__main__":
    main()
