"""API versions: which exist, which answer, and what falls forward.

A version that has left support is answered by the oldest one that has not, without an
error; only the header `X-Shopify-API-Version` tells.
https://shopify.dev/docs/api/usage/versioning
"""

from __future__ import annotations

import re

from wv_sandbox.shopify.errors import RefusedError

SUPPORTED = ("2026-01", "2026-04", "2026-07", "2026-10")
"""Versions with a schema, oldest first."""
LATEST = SUPPORTED[-1]
_CANDIDATE = "2027-01"
_HANDLE = re.compile(r"20\d\d-(01|04|07|10)")
HEADER = "X-Shopify-API-Version"


def answering(asked: str) -> str:
    """Tell which version answers when one is asked for.

    Raises:
        RefusedError: Status 404; there is no such version, or not yet.
    """
    if not _HANDLE.fullmatch(asked) or asked > LATEST:
        raise RefusedError(404)
    return max(asked, SUPPORTED[0])


def listed() -> list[dict[str, object]]:
    """List the versions as `publicApiVersions` does."""
    return [
        *(_version(handle, handle, supported=True) for handle in SUPPORTED),
        _version(_CANDIDATE, f"{_CANDIDATE} (Release candidate)", supported=False),
        _version("unstable", "unstable", supported=False),
    ]


def _version(handle: str, name: str, *, supported: bool) -> dict[str, object]:
    latest = " (Latest)" if handle == LATEST else ""
    return {"handle": handle, "displayName": name + latest, "supported": supported}
