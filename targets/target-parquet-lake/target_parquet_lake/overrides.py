"""Settings of single streams: what holds for a stream is its own, else the run's.

```json
{"streams": {
    "orders": {"partition_by": ["day"]},
    "*_log": {"load_method": "append-only"}}}
```
A stream's name goes before patterns, and a pattern before those behind it; each setting
is taken from the first that has it.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Overrides:
    """The settings of a run, stream by stream.

    Args:
        config: The target's settings.
    """

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._config = config
        self._streams: Mapping[str, Mapping[str, Any]] = config.get("streams") or {}

    def of(self, stream: str, setting: str) -> Any:  # noqa: ANN401 - a setting's value.
        """What a setting is for a stream; None where nobody has set it."""
        for own in self._fitting(stream):
            if own.get(setting) is not None:
                return own[setting]
        return self._config.get(setting)

    def _fitting(self, stream: str) -> list[Mapping[str, Any]]:
        named = [self._streams[stream]] if stream in self._streams else []
        return named + [
            own
            for pattern, own in self._streams.items()
            if pattern != stream and fnmatchcase(stream, pattern)
        ]
