"""What we may read: fields that a version, a scope or the shop's plan keeps from us.

`access.json` is cut from Shopify's schema: stream and path to the first version that
has a field or an argument, the scopes of which one is needed, or the kind of personal
datum it is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

KINDS = frozenset({"name", "address", "phone", "email"})
"""What Shopify protects at level 2."""


@dataclass(frozen=True)
class Access:
    """What a run may read.

    Args:
        version: Version of the API that answers.
        scopes: Granted to the app.
        withheld: Kinds of personal data that the shop does not give to the app.
    """

    version: str
    scopes: frozenset[str]
    withheld: frozenset[str] = frozenset()

    def missing(self, needs: tuple[str | tuple[str, ...], ...]) -> list[str]:
        """Return what of a stream's scopes is not granted; of a tuple, any one does."""
        groups = ((need,) if isinstance(need, str) else need for need in needs)
        return [" or ".join(group) for group in groups if not self._has_any(group)]

    def refusal(self, stream: str, path: str) -> str | None:
        """Say why a field cannot be read; None if it can."""
        rules = _rules().get(stream, {})
        for at in _and_above(path):
            rule = rules.get(at, {})
            if (since := rule.get("since")) and since > self.version:
                return f"new in {since}"
            scopes = rule.get("scopes")
            if scopes and not self._has_any(scopes):
                return f"needs {' or '.join(scopes)}"
            if (kind := rule.get("protected")) in self.withheld:
                return f"protected {kind}"
        return None

    def unknown_arguments(self, stream: str, path: str) -> list[str]:
        """Return the arguments of a field that this version does not know yet."""
        since = _rules().get(stream, {}).get(path, {}).get("arguments", {})
        return [name for name, version in since.items() if version > self.version]

    def _has_any(self, scopes: tuple[str, ...] | list[str]) -> bool:
        return any(
            scope in self.scopes or scope.replace("read_", "write_", 1) in self.scopes
            for scope in scopes
        )


@cache
def _rules() -> dict[str, dict[str, dict[str, Any]]]:
    file = resources.files("tap_shopify_wv") / "access.json"
    rules: dict[str, dict[str, dict[str, Any]]] = json.loads(file.read_text("utf-8"))
    return rules


def _and_above(path: str) -> list[str]:
    names = path.split(".")
    return [".".join(names[: i + 1]) for i in range(len(names))]
