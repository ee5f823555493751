"""What happens to personal data, column by column, before a record leaves.

What is personal is said where a column is declared: by Shopify's own marks and, where
Shopify marks nothing, by ours. A house test holds the declarations to both lists.
https://shopify.dev/docs/apps/launch/protected-customer-data
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_kit.errors import SettingsError
from tap_kit.pii import PiiMode

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from tap_kit.pii import Pseudonymizer
    from tap_shopify_wv.schema import Column


class Treatment:
    """Says what is done to the values of a column.

    Args:
        people: Keeps, pseudonymises or drops personal data.
        stream: The stream's name.
        kept: Free text to keep in spite of the mode, as `stream.column`.
    """

    def __init__(
        self, people: Pseudonymizer, stream: str, kept: Collection[str] = ()
    ) -> None:
        self._people = people
        self._stream = stream
        self._kept = frozenset(kept)

    def __call__(self, column: Column) -> Callable[[Any], Any] | None:
        """Return what is done to each value that is not null; None for nothing."""
        if self._people.mode is PiiMode.KEEP:
            return None
        if column.free_text and f"{self._stream}.{column.name}" not in self._kept:
            return _nothing
        return self._pseudonym(column.pii) if column.pii else None

    def _pseudonym(self, field: str) -> Callable[[Any], Any]:
        value = self._people.value

        def treat(datum: Any) -> Any:  # noqa: ANN401 - text, or a list of texts.
            if isinstance(datum, list):
                return [value(field, str(one)) for one in datum]
            return value(field, str(datum))

        return treat


def check_kept(
    kept: Iterable[str], streams: Mapping[str, Iterable[Column]], setting: str
) -> None:
    """Refuse a name that is no free text: a typing error would drop it silently.

    Args:
        kept: What the setting holds.
        streams: Stream to its columns.
        setting: Name of the setting.

    Raises:
        SettingsError: There is no such column of free text.
    """
    known = {
        f"{stream}.{column.name}"
        for stream, columns in streams.items()
        for column in _with_inner(columns)
        if column.free_text
    }
    if unknown := sorted(set(kept) - known):
        what = f"{', '.join(unknown)} is no column of free text"
        step = "write it as stream.column; the README marks such columns"
        raise SettingsError(what, where=setting, next_step=step)


def _with_inner(columns: Iterable[Column]) -> Iterator[Column]:
    for column in columns:
        yield column
        yield from _with_inner(column.columns)


def _nothing(_value: object) -> None:
    """Drop a value."""
