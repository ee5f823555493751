"""What help teaches below a command's options: examples, endings, what comes next."""

from __future__ import annotations

from wv.console import EXIT_CODES

ALWAYS = (0, 1, 2, 130)
"""How any command may end."""
PIPE = (3, 4, 5, 6, 7)
"""How a tap or a target may end besides."""


def taught(*examples: str, ends: tuple[int, ...] = (), then: str = "") -> str:
    r"""Return an epilog; click leaves lines behind `\b` as they are.

    Args:
        examples: Command lines that work.
        ends: Exit codes besides those of all commands.
        then: What one does next.
    """
    known = {*ALWAYS, *ends}
    codes = [f"{code:>5}  {what}" for code, what in EXIT_CODES if code in known]
    blocks = [
        ["Examples:", *(f"  {line}" for line in examples)],
        ["Exit codes:", *codes],
        *([["Next:", f"  {then}"]] if then else []),
    ]
    return "\n\n".join("\b\n" + "\n".join(block) for block in blocks)
