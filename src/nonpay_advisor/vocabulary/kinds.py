"""The kinds of thing a fact can be, and how each is read from text, TOML or JSON.

Everything a user gives passes through here once and comes out exact: money as `Decimal`, days as `date`, a
month or a year alone as a `Span`. What cannot be read raises `ValueError` with what was read and what is allowed.
"""

from __future__ import annotations

import calendar
import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)
LARGEST_AMOUNT = Decimal(1000000000000)
LONGEST_TEXT = 10_000

_AMOUNT = re.compile(r"\d{1,13}(\.\d{1,2})?", re.ASCII)
_SPAN = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
_PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s*%", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A day known only to lie between two days, both included ("2024-03" or "2024")."""

    first: date
    last: date
    text: str = ""

    def __str__(self) -> str:
        return self.text or f"{self.first} to {self.last}"


def read_day(value: Any) -> date | Span:
    """Read a day: a date, "2026-03-04", or a month or year alone. Raises ValueError."""
    day: date | Span
    if isinstance(value, Span):
        return value
    if isinstance(value, datetime):
        raise ValueError("a date without a time is needed, like 2026-03-04")
    if isinstance(value, date):
        day = value
    elif isinstance(value, str):
        text = value.strip()
        span = _SPAN.fullmatch(text)
        try:
            if span:
                year, month = int(span[1]), int(span[2] or 0)
                if span[2]:
                    first = date(year, month, 1)
                    last = date(year, month, calendar.monthrange(year, month)[1])
                else:
                    first, last = date(year, 1, 1), date(year, 12, 31)
                day = Span(first, last, text)
            else:
                if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
                    raise ValueError
                day = date.fromisoformat(text)
        except ValueError:
            raise ValueError("a date is needed, written 2026-03-04 (or 2026-03 or 2026 if only that is known)") from None
    else:
        raise ValueError("a date is needed, written 2026-03-04")
    first = day.first if isinstance(day, Span) else day
    last = day.last if isinstance(day, Span) else day
    if first < FIRST_DAY or last > LAST_DAY:
        raise ValueError(f"a date between {FIRST_DAY} and {LAST_DAY} is needed")
    return day


def read_event(value: Any) -> date | Span | bool:
    """Read an event: its day, `true` (it happened, the day is not known) or `false` (it did not)."""
    return value if isinstance(value, bool) else read_day(value)


def read_day_or_none(value: Any) -> date | Span | Literal[False]:
    """Read a day, or `false` for "there is none"."""
    if value is False:
        return False
    if value is True:
        raise ValueError("a date is needed, or false if there is none")
    return read_day(value)


def read_amount(value: Any) -> Decimal:
    """Read a sum of money: exact, not below zero, at most two decimals. Raises ValueError."""
    if isinstance(value, bool):
        raise ValueError("an amount is needed, like 2500.00")
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("an amount is needed, like 2500.00, not infinite or not-a-number")
        value = repr(value)
    if isinstance(value, str):
        text = value.strip()
        if text.startswith("-"):
            raise ValueError("an amount cannot be below zero")
        if not _AMOUNT.fullmatch(text):
            raise ValueError("an amount is needed with at most two decimals and no separators, like 2500.00")
        value = Decimal(text)
    if isinstance(value, int):
        value = Decimal(value)
    if not isinstance(value, Decimal):
        raise ValueError("an amount is needed, like 2500.00")
    if not value.is_finite():
        raise ValueError("an amount is needed, like 2500.00, not infinite or not-a-number")
    if value < 0:
        raise ValueError("an amount cannot be below zero")
    if value > LARGEST_AMOUNT:
        raise ValueError(f"an amount up to {LARGEST_AMOUNT} is needed")
    exact = value.quantize(Decimal("0.01"))
    if exact != value:
        raise ValueError("an amount has at most two decimals")
    return exact


def read_number(value: Any) -> Decimal:
    """Read a plain number that is not below zero (a rate, a count). Raises ValueError."""
    if isinstance(value, float) and math.isfinite(value):
        value = repr(value)
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
        raise ValueError("a number is needed, like 12 or 1.5")
    try:
        number = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        raise ValueError("a number is needed, like 12 or 1.5") from None
    if not number.is_finite() or number < 0 or number > Decimal(1_000_000):
        raise ValueError("a number between 0 and 1000000 is needed")
    return number


def read_count(value: Any) -> int:
    """Read a whole number that is not below zero. Raises ValueError."""
    number = read_number(value)
    if number != int(number):
        raise ValueError("a whole number is needed, like 30")
    return int(number)


def read_late_fee(value: Any) -> Decimal | str | bool:
    """Read a late fee: a sum, a percentage as text ("5%"), `true` (agreed, sum not known) or `false` (none)."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and "%" in value:
        percent = _PERCENT.fullmatch(value.strip())
        if not percent:
            raise ValueError('a late fee is needed as a sum (25.00), a percentage ("5%"), true or false')
        return f"{percent[1]}%"
    try:
        return read_amount(value)
    except ValueError:
        raise ValueError('a late fee is needed as a sum (25.00), a percentage ("5%"), true or false') from None


def read_text(value: Any) -> str:
    """Read a short text; control characters other than line ends are refused, since they can drive a terminal."""
    if not isinstance(value, str):
        raise ValueError("a text is needed")
    if len(value) > LONGEST_TEXT:
        raise ValueError(f"a text of at most {LONGEST_TEXT} characters is needed")
    for letter in value:
        if letter not in "\n\t" and unicodedata.category(letter) in {"Cc", "Cs"}:
            raise ValueError("a text without control characters is needed")
    return value.strip()


def read_place(value: Any) -> str:
    """Read the code of a place (`US-KY`, `GB-EAW`, `DE`). Whether the place exists is checked by `places`."""
    from nonpay_advisor.vocabulary.places import check_place

    if not isinstance(value, str) or len(value) > 80:
        raise ValueError("the code of a place is needed, like US-KY or GB-EAW")
    code = value.strip().upper()
    if not _PLACE.fullmatch(code):
        raise ValueError("the code of a place is needed, like US-KY or GB-EAW")
    return check_place(code)


def read_currency(value: Any) -> str:
    """Read a currency by its three letters."""
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z]{3}", value.strip().upper()):
        raise ValueError("a currency is needed by its three letters, like USD or GBP")
    return value.strip().upper()


def read_yes_no(value: Any) -> bool:
    """Read a yes or no; numbers and words are refused, since "no" in quotes is a text."""
    if not isinstance(value, bool):
        raise ValueError("true or false is needed (no quotes)")
    return value


def _day_out(value: date | Span | bool) -> str | bool:
    return value if isinstance(value, bool) else str(value) if isinstance(value, Span) else value.isoformat()


def _list_in(value: Any) -> Any:
    return () if value is False else value


_DAY = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
_FALSE = {"const": False}
_NUMBER = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^\d+(\.\d+)?$"}]}

Day = Annotated[Any, BeforeValidator(read_day), PlainSerializer(_day_out), WithJsonSchema(_DAY)]
DayOrNone = Annotated[Any, BeforeValidator(read_day_or_none), PlainSerializer(_day_out), WithJsonSchema({"anyOf": [_DAY, _FALSE]})]
Event = Annotated[Any, BeforeValidator(read_event), PlainSerializer(_day_out), WithJsonSchema({"anyOf": [_DAY, {"type": "boolean"}]})]
Amount = Annotated[Decimal, BeforeValidator(read_amount), PlainSerializer(str), WithJsonSchema(_NUMBER)]
AmountOrNone = Annotated[
    Any,
    BeforeValidator(lambda v: False if v is False else read_amount(v)),
    PlainSerializer(lambda v: v if v is False else str(v)),
    WithJsonSchema({"anyOf": [*_NUMBER["anyOf"], _FALSE]}),
]
Number = Annotated[Decimal, BeforeValidator(read_number), PlainSerializer(str), WithJsonSchema(_NUMBER)]
NumberOrNone = Annotated[
    Any,
    BeforeValidator(lambda v: False if v is False else read_number(v)),
    PlainSerializer(lambda v: v if v is False else str(v)),
    WithJsonSchema({"anyOf": [*_NUMBER["anyOf"], _FALSE]}),
]
Count = Annotated[int, BeforeValidator(read_count), WithJsonSchema({"type": "integer", "minimum": 0})]
CountOrNone = Annotated[
    Any,
    BeforeValidator(lambda v: False if v is False else read_count(v)),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0}, _FALSE]}),
]
LateFee = Annotated[
    Any,
    BeforeValidator(read_late_fee),
    PlainSerializer(lambda v: v if isinstance(v, bool) else str(v)),
    WithJsonSchema({"anyOf": [*_NUMBER["anyOf"], {"type": "string", "pattern": r"^\d+(\.\d+)?\s*%$"}, {"type": "boolean"}]}),
]
Text = Annotated[str, BeforeValidator(read_text)]
Place = Annotated[str, BeforeValidator(read_place), WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?$"})]
Currency = Annotated[str, BeforeValidator(read_currency), WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{3}$"})]
YesNo = Annotated[bool, BeforeValidator(read_yes_no), WithJsonSchema({"type": "boolean"})]

ChangedBy = Literal["you", "time", "others", "nobody"]


class NoOrdinary:
    """Marks a fact that has no ordinary value: it decides ordinary cases, so it must be asked."""

    def __repr__(self) -> str:
        return "NO_ORDINARY"


NO_ORDINARY = NoOrdinary()


class Group(BaseModel):
    """A group of facts, or a table inside one: closed and unchangeable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Question:
    """What the vocabulary says of a fact beside its type (see `fact`)."""

    text: str
    help: str
    find: str
    why: str
    changed_by: ChangedBy
    ordinary: Any
    asked_when: list[list[Any]]
    ease: int
    words: dict[str, str]

    def __call__(self, schema: dict[str, Any]) -> None:
        """Carry the help into the exported JSON Schema."""
        schema["$comment"] = self.help


def fact(
    question: str,
    *,
    help: str,
    find: str,
    why: str,
    changed_by: ChangedBy,
    ordinary: Any = NO_ORDINARY,
    asked_when: list[list[Any]] | None = None,
    ease: Literal[1, 2, 3] = 2,
    words: dict[str, str] | None = None,
) -> Any:
    """Declare a fact beside its type.

    question    as a person would ask it
    help        what the words mean, with an example
    find        where to find the answer (which paper, which register)
    why         why it is asked: what hangs on it
    changed_by  who can change it: you, time, others, nobody
    ordinary    the value taken for an ordinary case; left out where an ordinary case is decided by it
    asked_when  conditions (docs/rule-format.md) all of which must be possible for the fact to matter
    ease        1 known by heart, 2 needs a look at the papers, 3 needs research
    words       for a choice: each answer in words
    """
    return Field(
        default=None,
        description=question,
        json_schema_extra=Question(question, help, find, why, changed_by, ordinary, asked_when or [], ease, words or {}),
    )
