"""Reads queries by their grammar.

https://developers.google.com/google-ads/api/docs/query/grammar
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from wv_sandbox.googleads.errors import GoogleAdsError, query_error
from wv_sandbox.googleads.gaql.query import Condition, Order, Query, Value

if TYPE_CHECKING:
    from collections.abc import Callable

_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<name>[a-zA-Z_][a-zA-Z0-9_]*(?:\.[a-zA-Z0-9_]+)*)
      | (?P<number>-?[0-9]+(?:\.[0-9]+)?)
      | (?P<text>'[^']*'|"[^"]*")
      | (?P<sign><=|>=|!=|=|<|>|\(|\)|,)
    )""",
    re.VERBOSE,
)
_COMPARISONS = ("=", "!=", ">", ">=", "<", "<=", "LIKE", "REGEXP_MATCH", "DURING")
_LISTS = ("IN", "CONTAINS")
_CLAUSES = ("WHERE", "ORDER", "LIMIT", "PARAMETERS")
RANGES: Final = frozenset(
    {
        "LAST_14_DAYS",
        "LAST_30_DAYS",
        "LAST_7_DAYS",
        "LAST_BUSINESS_WEEK",
        "LAST_MONTH",
        "LAST_WEEK_MON_SUN",
        "LAST_WEEK_SUN_SAT",
        "THIS_MONTH",
        "THIS_WEEK_MON_TODAY",
        "THIS_WEEK_SUN_TODAY",
        "TODAY",
        "YESTERDAY",
    }
)
"""What `DURING` takes."""


class _Token(NamedTuple):
    """A word of a query."""

    kind: str
    text: str

    def is_word(self, *words: str) -> bool:
        return self.kind == "name" and self.text.upper() in words


T = TypeVar("T")
_END: Final = _Token("end", "")


def parse(text: str) -> Query:
    """Read a query.

    Raises:
        GoogleAdsError: It is none; `queryError` says why.
    """
    return _Parser(_tokens(text)).query()


def _tokens(text: str) -> list[_Token]:
    found, position = [], 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            rest = text[position:].lstrip()
            if rest[:1] in {"'", '"'}:
                words = "Error in query: a string is not terminated."
                raise query_error(words, "STRING_NOT_TERMINATED", rest[:20])
            words = f"Error in query: bad symbol {rest[:1]!r}."
            raise query_error(words, "BAD_SYMBOL", rest[:1])
        found.append(_Token(str(match.lastgroup), match[0].strip()))
        position = match.end()
    return found


class _Parser:
    """Walks over the words of a query."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def query(self) -> Query:
        self._word("SELECT", "EXPECTED_SELECT")
        fields = self._listed(self._field)
        resource = ""
        if self._next_is("FROM"):
            resource = self._name()
        conditions = (
            self._listed(self._condition, "AND") if self._next_is("WHERE") else []
        )
        order: list[Order] = []
        if self._next_is("ORDER"):
            self._word("BY", "EXPECTED_BY")
            order = self._listed(self._order)
        limit = self._limit() if self._next_is("LIMIT") else None
        parameters = (
            dict(self._listed(self._parameter)) if self._next_is("PARAMETERS") else {}
        )
        if self._peek is not _END:
            raise self._unexpected()
        once = tuple(dict.fromkeys(fields))
        return Query(once, resource, tuple(conditions), tuple(order), limit, parameters)

    @property
    def _peek(self) -> _Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    def _take(self) -> _Token:
        token = self._peek
        self._at += 1
        return token

    def _next_is(self, *words: str) -> bool:
        if self._peek.is_word(*words):
            self._at += 1
            return True
        return False

    def _sign(self, sign: str) -> bool:
        if self._peek == ("sign", sign):
            self._at += 1
            return True
        return False

    def _word(self, word: str, error: str) -> None:
        if not self._next_is(word):
            words = f"Error in query: expected {word}, but found {self._peek.text!r}."
            raise query_error(words, error, self._peek.text)

    def _unexpected(self) -> GoogleAdsError:
        token = self._peek
        if token is _END:
            words = "Error in query: it ends too early."
            return query_error(words, "UNEXPECTED_END_OF_QUERY")
        words = f"Error in query: unexpected input {token.text}."
        return query_error(words, "UNEXPECTED_INPUT", token.text)

    def _name(self) -> str:
        if self._peek.kind != "name":
            raise self._unexpected()
        return self._take().text

    def _field(self) -> str:
        if self._peek.is_word("FROM", *_CLAUSES):
            raise self._unexpected()
        return self._name()

    def _listed(self, read: Callable[[], T], by: str = ",") -> list[T]:
        found = [read()]
        while self._sign(by) if by == "," else self._next_is(by):
            found.append(read())
        return found

    def _order(self) -> Order:
        name = self._name()
        if self._next_is("DESC"):
            return Order(name, is_descending=True)
        self._next_is("ASC")
        return Order(name)

    def _limit(self) -> int:
        token = self._take()
        if token.kind != "number" or not token.text.isdecimal():
            words = f"Error in query: bad limit {token.text!r}."
            raise query_error(words, "BAD_LIMIT_VALUE", token.text)
        if not int(token.text):
            words = "Error in query: the limit must be positive."
            raise query_error(words, "LIMIT_VALUE_TOO_LOW")
        return int(token.text)

    def _parameter(self) -> tuple[str, str]:
        name = self._name()
        if not self._sign("="):
            raise self._unexpected()
        return name, self._take().text.lower()

    def _condition(self) -> Condition:
        name = self._name()
        operator = self._operator()
        if operator.endswith("NULL"):
            return Condition(name, operator)
        if operator == "BETWEEN":
            low = self._value()
            self._word("AND", "EXPECTED_AND")
            return Condition(name, operator, (low, self._value()))
        if operator.split()[-1] in _LISTS or operator.startswith("CONTAINS"):
            return Condition(name, operator, self._list(operator))
        return Condition(name, operator, (self._compared(operator),))

    def _operator(self) -> str:
        token = self._take()
        word = token.text.upper()
        if word == "IS":
            negated = "NOT " if self._next_is("NOT") else ""
            self._word("NULL", "BAD_OPERATOR")
            return f"IS {negated}NULL"
        if word == "NOT" and self._peek.is_word("IN", "LIKE", "REGEXP_MATCH"):
            return f"NOT {self._take().text.upper()}"
        if word == "CONTAINS" and self._peek.is_word("ANY", "ALL", "NONE"):
            return f"CONTAINS {self._take().text.upper()}"
        if word in {*_COMPARISONS, "IN", "BETWEEN"}:
            return word
        words = f"Error in query: bad operator {token.text!r}."
        raise query_error(words, "BAD_OPERATOR", token.text)

    def _compared(self, operator: str) -> Value:
        value = self._value()
        if operator == "DURING" and str(value).upper() not in RANGES:
            words = f"Error in query: {value!r} is no range of dates."
            raise query_error(words, "INVALID_VALUE_WITH_DURING_OPERATOR", str(value))
        return value

    def _list(self, operator: str) -> tuple[Value, ...]:
        if not self._sign("("):
            words = f"Error in query: {operator} wants a list."
            raise query_error(words, "EXPECTED_LIST")
        if self._sign(")"):
            words = "Error in query: a list is empty."
            raise query_error(words, "PROHIBITED_EMPTY_LIST_IN_CONDITION")
        values = self._listed(self._value)
        if not self._sign(")"):
            raise self._unexpected()
        return tuple(values)

    def _value(self) -> Value:
        token = self._peek
        match token.kind:
            case "text":
                return self._take().text[1:-1]
            case "number":
                number = self._take().text
                return float(number) if "." in number else int(number)
            case "name":
                return self._take().text
            case _:
                raise self._unexpected()
