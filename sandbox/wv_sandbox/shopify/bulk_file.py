"""The file of a bulk operation: JSONL, in no order, never held in memory."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from wv_sandbox.shopify.bulk_plan import Line

_SHUFFLED_AT_ONCE = 8_192
_KEPT_BACK = 2_048
"""Lines that wait for the next turn, so that a child may stand far from its parent."""
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass
class Progress:
    """How far a file is.

    Attributes:
        objects: Lines so far.
        roots: Lines without a parent so far.
        size: Bytes so far.
        stop: Whether it has to end.
    """

    objects: int = 0
    roots: int = 0
    size: int = 0
    stop: bool = False


def write(
    path: Path,
    lines: Iterable[Line],
    progress: Progress,
    *,
    seed: int | None,
    lost: int,
) -> None:
    """Write a file.

    Args:
        path: Where to.
        lines: What it holds.
        progress: Counts the lines, and ends them.
        seed: For the order of the lines; None leaves children behind their parents.
        lost: Lines that are counted but not written.
    """
    texts = _counted(lines, progress)
    if seed is not None:
        texts = _shuffled(texts, seed)
    if progress.stop:
        return
    with path.open("wb") as file:
        for number, text in enumerate(texts):
            if number >= lost:
                progress.size += file.write(text.encode() + b"\n")


def _counted(lines: Iterable[Line], progress: Progress) -> Iterator[str]:
    for line in lines:
        if progress.stop:
            return
        progress.objects += 1
        progress.roots += "__parentId" not in line
        yield _ENCODE(line)


def _shuffled(texts: Iterable[str], seed: int) -> Iterator[str]:
    order = random.Random(seed)  # noqa: S311  Nobody guesses the order of lines.
    waiting: list[str] = []
    for text in texts:
        waiting.append(text)
        if len(waiting) >= _SHUFFLED_AT_ONCE:
            order.shuffle(waiting)
            yield from waiting[_KEPT_BACK:]
            del waiting[_KEPT_BACK:]
    order.shuffle(waiting)
    yield from waiting
