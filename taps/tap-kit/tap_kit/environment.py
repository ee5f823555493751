"""Settings that stand in the environment under the vendor's own names.

A file of settings, and `TAP_<NAME>_<SETTING>` with `--config=ENV`, count for more.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tap_kit.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

_TRUE, _FALSE = (
    frozenset({"true", "1", "yes", "on"}),
    frozenset({"false", "0", "no", "off"}),
)


def from_environment(
    schema: Mapping[str, Any], environment: Mapping[str, str], prefix: str
) -> dict[str, Any]:
    """Read the settings that the environment holds, each as its type.

    Args:
        schema: The settings' JSON Schema.
        environment: Names and texts; an empty text counts as absent.
        prefix: Of the names.

    Raises:
        SettingsError: A text is not of its setting's type; it is not quoted.
    """
    found: dict[str, Any] = {}
    for name, kind in schema["properties"].items():
        variable = f"{prefix}_{name.upper()}"
        if value := environment.get(variable):
            found[name] = _typed(value, kind, variable)
    return found


def _typed(value: str, kind: Mapping[str, Any], variable: str) -> Any:  # noqa: ANN401 - any setting.
    types = set(kind.get("type", ())) - {"null"}
    try:
        if "boolean" in types:
            return _boolean(value)
        if "integer" in types:
            return int(value)
        if "number" in types:
            return float(value)
        if types & {"array", "object"}:
            return _listed(value)
    except ValueError as error:
        what = f"{variable} is no {' or '.join(sorted(types))}"
        step = "correct it in the environment; lists may be JSON or a,b,c"
        raise SettingsError(what, where="environment", next_step=step) from error
    return value


def _boolean(value: str) -> bool:
    word = value.strip().lower()
    if word not in _TRUE | _FALSE:
        msg = "neither true nor false"
        raise ValueError(msg)
    return word in _TRUE


def _listed(value: str) -> Any:  # noqa: ANN401 - as above.
    if value.lstrip()[:1] in {"[", "{"}:
        return json.loads(value)
    return [part.strip() for part in value.split(",") if part.strip()]
