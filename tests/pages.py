"""What the pages of this repository say, taken apart for tests: blocks, rows, links."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.house import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHELLS = {"", "sh", "console"}
_FENCE = re.compile(r"(?ms)^```(\w*)\n(.*?)^```$")
_CODE = re.compile(r"`([^`\n]+)`")
_OPERATOR = re.compile(r"[|&;<>()]+")
_ASSIGNMENT = re.compile(r"[A-Z_]+=")
_RULE = re.compile(r"[\s|:-]+")


@dataclass(frozen=True)
class Page:
    """A page in Markdown.

    Attributes:
        path: Where it lies.
    """

    path: Path

    @property
    def name(self) -> str:
        """Its path below the repository."""
        return str(self.path.relative_to(ROOT))

    @property
    def text(self) -> str:
        """All of it."""
        return self.path.read_text(encoding="utf-8")

    @property
    def prose(self) -> str:
        """All but the fenced blocks."""
        return _FENCE.sub("", self.text)

    def blocks(self, *languages: str) -> list[str]:
        """Return the fenced blocks of some languages, in their order."""
        found = _FENCE.findall(self.text)
        return [text for language, text in found if language in languages]

    @property
    def anchors(self) -> set[str]:
        """What a link may name behind `#`, by GitHub's rule for headings."""
        heads = re.findall(r"(?m)^#+ (.+)$", self.prose)
        plain = [re.sub(r"[^\w\- ]", "", head.lower()) for head in heads]
        return {head.replace(" ", "-") for head in plain}

    @property
    def links(self) -> list[tuple[str, str]]:
        """Links within the repository: path, empty for this page, and anchor."""
        pattern = r"\]\((?!https?://|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)"
        return re.findall(pattern, self.prose)

    @property
    def tables(self) -> list[list[list[str]]]:
        """Its tables: rows of cells, the head first."""
        runs = re.findall(r"(?m)(?:^\|.*\n)+", self.prose + "\n")
        tables = [[cells(row) for row in run.splitlines()] for run in runs]
        return [
            [row for row in table if not all(map(_RULE.fullmatch, filter(None, row)))]
            for table in tables
        ]

    @property
    def commands(self) -> list[list[str]]:
        """What it tells to run: in blocks, in code between words, in Python."""
        lines = [
            line
            for language in SHELLS
            for block in self.blocks(language)
            for line in block.replace("\\\n", " ").splitlines()
        ]
        lines += _CODE.findall(self.prose)
        found = [words for line in lines for words in in_shell(line)]
        for block in self.blocks("python"):
            found += in_python(block)
        return found


def cells(row: str) -> list[str]:
    """The cells of a table's row; a `|` within code is none of its borders."""
    hidden = _CODE.sub(lambda code: code[0].replace("|", "\0"), row.strip())
    inner = hidden.strip("|").split("|")
    return [cell.strip().replace("\0", "|").replace("\\|", "|") for cell in inner]


def coded(cell: str) -> list[str]:
    """The words between backticks."""
    return _CODE.findall(cell)


def in_shell(line: str) -> Iterator[list[str]]:
    """The commands of a line, each as words, without what precedes its name."""
    lexer = shlex.shlex(line.removeprefix("$ "), posix=True, punctuation_chars=True)
    lexer.wordchars += "…{}[]$,:@%"
    try:
        tokens = list(lexer)
    except ValueError:  # Words of a picture, not of a shell: a quote stands alone.
        return
    words: list[str] = []
    for token in [*tokens, ";"]:
        if not _OPERATOR.fullmatch(token):
            if words or not _ASSIGNMENT.match(token):
                words.append(token)
            continue
        if words:
            yield [words[0].rpartition("/")[2], *words[1:]]
        words = []


def in_python(block: str) -> Iterator[list[str]]:
    """The commands in an example's strings and lists of strings.

    Raises:
        SyntaxError: It is no Python.
    """
    for node in ast.walk(ast.parse(block)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from in_shell(node.value)
        if isinstance(node, ast.List):
            words = [e.value for e in node.elts if isinstance(e, ast.Constant)]
            yield from [words] if words else []


def pages(*patterns: str) -> list[Page]:
    """The pages of this checkout, written or not yet committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-zco", "--exclude-standard", *patterns],  # noqa: S607  # git is what a checkout has.
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    names = sorted({name for name in listed.stdout.split("\0") if name})
    return [Page(ROOT / name) for name in names if (ROOT / name).is_file()]
