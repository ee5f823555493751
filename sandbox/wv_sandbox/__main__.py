"""`python -m wv_sandbox`."""

from __future__ import annotations

import sys

from wv_sandbox.cli import main

if __name__ == "__main__":
    sys.exit(main())
