"""Which Graph versions serve the Marketing API, and what a dead one does.

https://developers.facebook.com/docs/graph-api/changelog/versions
"""

from __future__ import annotations

import re
from typing import Final

from wv_sandbox.metaads.errors import NO_PATH, GraphError
from wv_sandbox.metaads.rows import DEAD_VERSION

SERVED: Final = ("v25.0", "v26.0")
NEWEST: Final = SERVED[-1]
_UPGRADED: Final = frozenset({"v21.0", "v22.0", "v23.0", "v24.0"})
"""Alive for the Graph API, dead for the Marketing API."""
_VERSION = re.compile(r"v\d+\.0")


def answering(asked: str, *, is_insights: bool) -> tuple[str, dict[str, str]]:
    """Tell which version answers, and the headers that say so.

    Args:
        asked: First part of the path.
        is_insights: Whether rows of insights are read: then a dead version that the
            Graph API still knows is upgraded, silently but for a header.

    Raises:
        GraphError: The version is dead, or is none.
    """
    if not _VERSION.fullmatch(asked):
        raise GraphError(NO_PATH, f"Unknown path components: /{asked}")
    if asked in SERVED:
        return asked, {"facebook-api-version": asked}
    if asked in _UPGRADED and is_insights:
        oldest = SERVED[0]
        warning = (
            f"The call has been auto-upgraded to {oldest} as {asked} has been"
            " deprecated."
        )
        return oldest, {
            "facebook-api-version": oldest,
            "x-ad-api-version-warning": warning,
        }
    words = (
        f"(#2635) You are calling a deprecated version of the Ads API. Please update"
        f" to the latest version: {NEWEST}."
    )
    raise GraphError(DEAD_VERSION, words)
