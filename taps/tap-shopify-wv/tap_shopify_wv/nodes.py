"""graphql-core's nodes, parser and printer, imported when the first query is looked at.

Whoever writes `from graphql.language import …` imports all of graphql-core, a fifth of
a second; settings, catalogs and offline check-ups need no query.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphql.language import *  # noqa: F403 - the same names, for type checkers.
else:

    def __getattr__(name: str) -> object:
        """Take a name from graphql-core, once.

        Raises:
            AttributeError: It has no such name.
        """
        from graphql import language  # noqa: PLC0415 - not before it is needed.

        value = globals()[name] = getattr(language, name)
        return value
