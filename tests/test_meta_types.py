"""The tap's types of insights are those of Meta's own library."""

from __future__ import annotations

import json

from tools import cut_meta_fields


def test_the_types_are_those_of_the_library():
    """After an update of facebook_business: `python -m tools.cut_meta_fields`."""
    written = json.loads(cut_meta_fields.TYPES.read_text(encoding="utf-8"))

    assert written == cut_meta_fields.types()
