"""Write the section `Facade` of each connector's README from its `connector.yaml`.

What an operator asks stands once, in the file that machines read; people read the same
as a table. `tests/test_facade.py` holds both against the code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tools.house import ROOT, TapRoom, tap_rooms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FACADES = (*tap_rooms(), TapRoom(ROOT / "targets" / "target-parquet-lake"))
"""Every connector that has one."""
HEADING = "## Facade"
_SECTION = re.compile(rf"(?ms)^{HEADING}\n.*?(?=^## |\Z)")
_NAME = re.compile(r"(?:--|\b)?[\w./]*_[\w./<>]*\w/?|schemas/[\w/-]+|[<>=]=[\w.,<>=]+")
"""What belongs between backticks: names of the code, paths, versions."""
_ROWS = {
    "contract": ("contract", "schemas"),
    "version": ("version", "api_versions"),
    "retry": ("retry",),
    "timeout": ("timeout",),
    "idempotency key": ("idempotency_key",),
    "approval hook": ("approval_hook",),
    "audit fields": ("audit_fields",),
    "observability": ("observability",),
    "rollback": ("rollback",),
}
"""What is told, and under which names `connector.yaml` has it."""


def section(room: TapRoom) -> str:
    """The section of one connector, heading included."""
    facade = room.connector
    rows = "\n".join(
        f"| {title} | {'; '.join(_row(facade, names))} |"
        for title, names in _ROWS.items()
    )
    return (
        f"{HEADING}\n[connector.yaml](connector.yaml) in words; `make schemas` writes "
        "this table from it, and tests hold it to the code.\n\n"
        f"| | |\n|---|---|\n{rows}\n"
    )


def _row(facade: Mapping[str, Any], names: Iterable[str]) -> Iterator[str]:
    """The parts of one cell; what stands under the row's own name needs none again."""
    for name in names:
        value = facade.get(name, {})
        if not isinstance(value, dict):
            yield _word(value)
            continue
        for key, part in value.items():
            yield _part(str(key), part, facade["set_by"], f"{name}.{key}")


def _part(name: str, value: Any, set_by: Mapping[str, str], path: str) -> str:  # noqa: ANN401 - any value of YAML.
    """A name and what it holds, with its unit and the setting that changes it."""
    if isinstance(value, dict):
        parts = (_part(str(k), v, set_by, f"{path}.{k}") for k, v in value.items())
        return f"{_title(name)} {', '.join(parts)}"
    told = _word(value)
    if name.endswith("_seconds"):
        name, told = name.removesuffix("_seconds"), f"{told} s"
    elif name.endswith("_bytes"):
        name, told = name.removesuffix("_bytes"), f"{value >> 20} MiB"
    setting = f" (`{set_by[path]}`)" if path in set_by else ""
    return f"{_title(name)} {told}{setting}"


def _title(name: str) -> str:
    return name if name.isdecimal() else f"*{name.replace('_', ' ')}*"


def _word(value: Any) -> str:  # noqa: ANN401 - as above.
    if isinstance(value, list):
        return ", ".join(f"`{item}`" for item in value)
    if isinstance(value, int):
        return f"{value:,}"
    return _NAME.sub(r"`\g<0>`", str(value))


def main() -> None:
    """Put each section where it stands, or at the end where there is none yet."""
    for room in FACADES:
        before, _, after = _parted(room.readme)
        rest = f"\n{after}" if after else ""
        text = f"{before.rstrip()}\n\n{section(room)}{rest}"
        (room.folder / "README.md").write_text(text, encoding="utf-8")
    print(f"{len(FACADES)} facades")


def _parted(text: str) -> tuple[str, str, str]:
    """What is before the section, the section, and what is behind it."""
    found = _SECTION.search(text)
    if found is None:
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :]


if __name__ == "__main__":
    main()
