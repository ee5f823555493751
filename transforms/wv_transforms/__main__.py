"""`python -m wv_transforms`."""

from __future__ import annotations

import sys

from wv_transforms.cli import main

sys.exit(main())
