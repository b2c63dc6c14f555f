"""Forgiving entry: what a person types, read as a day, a sum, a place or a number, and asked about where it could mean two things.

Every reader returns the readings that what was typed can have: one is taken (and said back), several are asked about, none
raises `Unreadable` with what would do.
"""

from __future__ import annotations

import calendar
import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from nonpay_advisor.advice.words import MONTHS
from nonpay_advisor.engine.clocks import add_months
from nonpay_advisor.law import library
from nonpay_advisor.vocabulary import kinds, places
from nonpay_advisor.vocabulary.kinds import FIRST_DAY, LARGEST_AMOUNT, LAST_DAY

NONE_WORDS = frozenset({"none", "no", "never", "nothing", "n", "not", "nil", "neither", "no one", "nobody", "not yet"})
YES_WORDS = frozenset({"yes", "y", "yeah", "yep", "true", "it is", "they did", "i did"})
MOST_PLACES = 8
# Days before which a day without a year that lies ahead is as likely as the one a year ago.
_SOON = 60


class Unreadable(ValueError):
    """What was typed cannot be read; the message says what would do."""


@dataclass(frozen=True)
class Reading:
    """One thing that what was typed may mean.

    value     as a case file gives it
    said      the value in words
    fact      the fact it is an answer to, where that is not the fact that was asked (a day known only about)
    extra     other facts that it says (a currency)
    """

    value: Any
    said: str
    fact: str | None = None
    extra: tuple[tuple[str, Any], ...] = ()


def say_day(day: date) -> str:
    """A day that reads the same everywhere."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


# -- days

_UNITS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "fortnight": 14, "fortnights": 14}
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "couple": 2,
}  # fmt: skip
_WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_AGO = re.compile(
    r"(?:(?:a|an|the)\s+)?(\d{1,5}|[a-z]+)\s*(?:of\s+)?(day|week|fortnight|month|year)s?\s*(ago|back|before today|overdue|late)?"
)
_AHEAD = re.compile(r"in\s+(\d{1,4}|[a-z]+)\s*(day|week|fortnight|month|year)s?(?:\s+time)?")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:[,\s]+(\d{4}|\d{2}))?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s*(?:of\s+)?([a-z]{3,9})\.?(?:[,\s]+(\d{4}|\d{2}))?")
_MONTH_ALONE = re.compile(r"(?:in\s+)?([a-z]{3,9})\.?(?:[,\s]+(\d{4}))?")
_FIGURES = re.compile(r"(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})")
_FIGURES_NO_YEAR = re.compile(r"(\d{1,2})[/.](\d{1,2})\.?")
_ABOUT = re.compile(r"^(?:about|around|approximately|approx\.?|roughly|circa|ca\.?|some|~|maybe|early|mid|late)[\s-]*")

DAY_EXAMPLES = 'like 2026-03-04, "4 March 2026", "March 2026" or "60 days ago"'


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else _NUMBERS.get(word)


def _month(word: str) -> int | None:
    names = [name.lower() for name in MONTHS]
    found = [n for n, name in enumerate(names, 1) if name.startswith(word)]
    if not found and len(word) > 4:
        found = [names.index(near) + 1 for near in difflib.get_close_matches(word, names, n=1, cutoff=0.75)]
    return found[0] if len(found) == 1 else None


def _year(text: str, as_of: date) -> int:
    if len(text) == 4:
        return int(text)
    year = as_of.year // 100 * 100 + int(text)
    return year if year <= as_of.year + 10 else year - 100


def _make(year: int, month: int, day: int) -> date | None:
    try:
        made = date(year, month, day)
    except ValueError:
        return None
    return made if FIRST_DAY <= made <= LAST_DAY else None


def _without_year(month: int, day: int, as_of: date, ahead: bool) -> list[date]:
    """The last such day; where the fact may lie ahead, also the next one if it is near."""
    years = [d for y in (as_of.year - 1, as_of.year, as_of.year + 1) for d in [_make(y, month, day)] if d]
    past = [d for d in years if d <= as_of]
    coming = [d for d in years if as_of < d <= as_of + timedelta(days=_SOON)]
    return (past[-1:] + coming) if ahead else past[-1:] or years[:1]


def _ago(text: str, as_of: date) -> date | None:
    found = _AGO.fullmatch(text)
    count = _number(found[1]) if found else None
    if not found or count is None or (not found[3] and not found[1].isdigit()):
        return None
    return _shifted(as_of, -count, found[2])


def _shifted(as_of: date, count: int, unit: str) -> date | None:
    try:
        day = as_of + timedelta(days=count * _UNITS[unit]) if unit in _UNITS else add_months(as_of, count * (12 if unit == "year" else 1))
    except (OverflowError, ValueError):
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def read_day(text: str, as_of: date, fact_id: str = "", *, ahead: bool = False) -> list[Reading]:
    """Read a day.

    ahead  whether the day may still be to come
    """
    raw = re.sub(r"^the (?=\d)", "", " ".join(text.strip().lower().split()))
    plain = _ABOUT.sub("", raw).strip()
    about = plain != raw
    exact = _exact_days(plain, as_of, ahead)
    if exact:
        if about:
            return [r for day in exact for r in _about(day, fact_id)]
        return [Reading(d, say_day(d)) for d in exact]
    counted = _ago(plain, as_of)
    if counted is None and (coming := _AHEAD.fullmatch(plain)):
        count = _number(coming[1])
        counted = _shifted(as_of, count, coming[2]) if count is not None else None
    if counted is not None:
        sure = [] if about else [Reading(counted, f"exactly {say_day(counted)}")]
        return sure + _about(counted, fact_id)
    span = _span(plain, as_of)
    if span:
        return [span]
    raise Unreadable(f"{text.strip()[:40]!r} could not be read as a day. A day is needed, {DAY_EXAMPLES}.")


def _about(day: date, fact_id: str) -> list[Reading]:
    if fact_id == "claim.due_on":
        return [Reading(day, f"about {say_day(day)}", fact="claim.due_about_on")]
    if fact_id == "claim.due_about_on":
        return [Reading(day, f"about {say_day(day)}")]
    return [Reading(f"{day:%Y-%m}", f"some day in {MONTHS[day.month - 1]} {day.year}")]


def _exact_days(plain: str, as_of: date, ahead: bool) -> list[date]:
    named = {"today": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2}
    if plain in named:
        return [as_of + timedelta(days=named[plain])]
    if found := re.fullmatch(r"(\d{1,4})\s*(day|week|month|year)s?\s+(?:after|from)\s+(.+)", plain):
        starts = _exact_days(found[3], as_of, ahead)
        moved = (_shifted(day, int(found[1]), found[2]) for day in starts)
        return [day for day in moved if day]
    if found := re.fullmatch(r"(?:the )?end of (.+)", plain):
        whole = _span(found[1], as_of)
        span = kinds.read_day(whole.value) if whole else None
        return [span.last] if isinstance(span, kinds.Span) else []
    weekday = plain.removeprefix("last ").removeprefix("on ")
    if weekday in _WEEKDAYS:
        back = (as_of.weekday() - _WEEKDAYS[weekday]) % 7 or 7
        return [as_of - timedelta(days=back)]
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", plain):
        day = _make(*(int(p) for p in plain.split("-")))
        return [day] if day else []
    if found := _YEAR_FIRST.fullmatch(plain):
        day = _make(int(found[1]), int(found[2]), int(found[3]))
        return [day] if day else []
    if found := _FIGURES.fullmatch(plain):
        year, a, b = _year(found[3], as_of), int(found[1]), int(found[2])
        return list(dict.fromkeys(d for d in (_make(year, a, b), _make(year, b, a)) if d))
    if found := _FIGURES_NO_YEAR.fullmatch(plain):
        a, b = int(found[1]), int(found[2])
        pairs = dict.fromkeys([(a, b), (b, a)])
        return [d for m, n in pairs if 1 <= m <= 12 and 1 <= n <= 31 for d in _without_year(m, n, as_of, ahead)]
    if (found := _MONTH_FIRST.fullmatch(plain)) and (month := _month(found[1])):
        return _named(month, int(found[2]), found[3], as_of, ahead)
    if (found := _DAY_FIRST.fullmatch(plain)) and (month := _month(found[2])):
        return _named(month, int(found[1]), found[3], as_of, ahead)
    return []


def _named(month: int, day: int, year: str | None, as_of: date, ahead: bool) -> list[date]:
    if year is None:
        return _without_year(month, day, as_of, ahead)
    made = _make(_year(year, as_of), month, day)
    return [made] if made else []


def _span(plain: str, as_of: date) -> Reading | None:
    if plain in {"last month", "this month", "last year", "this year"}:
        which = as_of if plain.startswith("this") else add_months(as_of, -12 if plain.endswith("year") else -1)
        plain = f"{which:%Y-%m}" if plain.endswith("month") else str(which.year)
    found = _MONTH_ALONE.fullmatch(plain)
    if found and (month := _month(found[1])):
        year = int(found[2]) if found[2] else as_of.year - (month > as_of.month)
        plain = f"{year:04d}-{month:02d}"
    if month_year := re.fullmatch(r"(\d{1,2})/(\d{4})", plain):
        plain = f"{month_year[2]}-{int(month_year[1]):02d}"
    try:
        span = kinds.read_day(plain)
    except ValueError:
        return None
    said = f"some day in {MONTHS[int(plain[5:7]) - 1]} {plain[:4]}" if len(plain) > 4 else f"some day in {plain}"
    return Reading(plain, said) if isinstance(span, kinds.Span) else None


# -- money and numbers

_SIGNS = {"£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "zł": "PLN"}
_WORDS = {"euro": "EUR", "euros": "EUR", "pounds": "GBP", "pound": "GBP", "quid": "GBP"}
_DOLLARS = ("USD", "CAD", "AUD", "NZD")


def read_money(text: str, currency: str | None = None, *, zero: bool = True) -> list[Reading]:
    """Read a sum, with its currency where it says one ("$2,500", "2.500,00 EUR", "2.5k").

    currency  what is read where none is said; a currency that differs comes back as the fact `claim.currency`
    """
    raw = text.strip()
    said, figure = _split_currency(raw)
    figure = (
        figure.replace(" ", "")
        .replace("\u00a0", "")
        .replace("'", "")
        .replace("\u2019", "")
        .replace("_", "")
        .removesuffix(",-")
        .removesuffix(".-")
    )
    thousand = 1000 if figure.lower().endswith("k") else 1
    figure = figure.rstrip("kK") if thousand > 1 else figure
    amount = _figure(figure)
    if amount is None:
        raise Unreadable(f"{raw[:40]!r} could not be read as a sum. A sum is needed, like 2500, $2,500.00 or 2.500,00 EUR.")
    amount *= thousand
    if amount > LARGEST_AMOUNT:
        raise Unreadable(f"A sum up to {LARGEST_AMOUNT:,} is needed.")
    if amount == 0 and not zero:
        raise Unreadable("A sum above zero is needed: with nothing unpaid there is nothing to advise on.")
    exact = amount.quantize(Decimal("0.01"))
    if exact != amount:
        raise Unreadable("A sum has at most two decimals.")
    codes: list[str | None] = [said]
    if said == "USD$":
        codes = [currency] if currency in _DOLLARS else list(_DOLLARS)
    found = []
    for code in codes:
        extra = (("claim.currency", code),) if code and code != currency else ()
        found.append(Reading(exact, f"{exact:,.2f} {code or currency or ''}".strip(), extra=extra))
    return found


def _split_currency(raw: str) -> tuple[str | None, str]:
    """The currency said ("USD$" for a bare dollar sign), and the figure."""
    for sign, code in _SIGNS.items():
        if sign in raw:
            return code, raw.replace(sign, "", 1).strip()
    if found := re.search(r"(?i)\b(us|ca|au|nz|c|a)\s?\$", raw):
        code = {"US": "USD", "CA": "CAD", "C": "CAD", "AU": "AUD", "A": "AUD", "NZ": "NZD"}[found[1].upper()]
        return code, (raw[: found.start()] + raw[found.end() :]).strip()
    if found := re.search(r"(?i)\b(dollars?|bucks|euros?|pounds?|quid)\b", raw):
        code = _WORDS.get(found[1].lower(), "USD$")
        return code, (raw[: found.start()] + raw[found.end() :]).strip()
    if found := re.search(r"(?i)(?<![a-z])([a-z]{3})(?![a-z])", raw):
        return found[1].upper(), (raw[: found.start()] + raw[found.end() :]).replace("$", "").strip()
    if "$" in raw:
        return "USD$", raw.replace("$", "", 1).strip()
    return None, raw


def _figure(text: str) -> Decimal | None:
    """A figure with or without separators; the last of two kinds is the decimal mark, three digits after one make thousands."""
    if not re.fullmatch(r"\d[\d.,]*", text) or len(text) > 24:
        return None
    marks = [c for c in text if c in ".,"]
    if not marks:
        return Decimal(text)
    last = max(text.rfind("."), text.rfind(","))
    head, tail, mark = text[:last], text[last + 1 :], text[last]
    other = "," if mark == "." else "."
    groups = re.split(r"[.,]", head)
    if len(set(marks)) == 1 and (len(marks) > 1 or len(tail) == 3):
        whole = re.split(r"[.,]", text)
        return Decimal("".join(whole)) if all(len(g) == 3 for g in whole[1:]) and re.fullmatch(r"[1-9]\d{0,2}", whole[0]) else None
    if mark in head or len(tail) > 2 or (other in head and not all(len(g) == 3 for g in groups[1:])):
        return None
    return Decimal("".join(groups) + "." + (tail or "0"))


def read_number(text: str) -> list[Reading]:
    """Read a rate in percent a year; "1.5% a month" is asked as its year."""
    raw = " ".join(text.strip().lower().replace("percent", "%").replace("per cent", "%").replace("per ", "a ").split())
    monthly = re.search(r"\b(a |/\s?)?(month|monthly)\b|/mo\b", raw)
    figure = re.sub(r"[%]|\b(a|p\.?a\.?|year|yearly|annum|month|monthly|annual|annually)\b|/\s?\w+", "", raw).replace(",", ".").strip(" .")
    try:
        number = kinds.read_number(figure)
    except ValueError:
        raise Unreadable(
            f"{text.strip()[:40]!r} could not be read as a percentage. A rate a year is needed, like 8 or 1.5% a month."
        ) from None
    if monthly:
        number *= 12
    return [Reading(number, f"{number.normalize():f} percent a year")]


def read_count(text: str) -> list[Reading]:
    """Read a whole number ("30 days" is 30)."""
    found = re.fullmatch(r"\s*(\d{1,6}|[a-z]+)\s*(days?|months?|years?|people|persons?|of us)?\s*", text.lower())
    count = _number(found[1]) if found else None
    if found is None or count is None:
        raise Unreadable(f"{text.strip()[:40]!r} could not be read as a whole number, like 30.")
    if found[2] and found[2].startswith("year"):
        count *= 12
    return [Reading(count, str(count))]


def read_late_fee(text: str, currency: str | None = None) -> list[Reading]:
    """Read a late fee: a sum, a percentage, or that one was agreed without its sum."""
    raw = text.strip()
    if raw.lower() in YES_WORDS:
        return [Reading(True, "yes, the sum is not known")]
    if "%" in raw or "percent" in raw.lower():
        figure = re.sub(r"(?i)percent|%", "", raw).replace(",", ".").strip()
        try:
            fee = kinds.read_late_fee(f"{figure}%")
        except ValueError as error:
            raise Unreadable(f"{raw[:40]!r} could not be read: {error}.") from None
        return [Reading(str(fee), f"{fee} of what is unpaid")]
    return [Reading(r.value, r.said) for r in read_money(raw, currency)]


# -- places


def read_place(text: str) -> list[Reading]:
    """Read a place by its name, abbreviation, code or part of its name, those whose law is held first."""
    raw = text.strip()
    found = places.find_places(raw)
    if not found and (end := _after_a_city(raw)):
        return read_place(end)
    if not found:
        raise Unreadable(
            f"{raw[:40]!r} is not the name of a place that is known. A state, province or country is needed, like Kentucky, KY or England."
        )
    known = dict(found)
    chosen = places.named_exactly(raw) or list(known)
    held = library.held_places()
    chosen.sort(key=lambda c: c not in held)
    twice = len({known[c] for c in chosen}) < len(chosen)
    return [Reading(code, _full_name(code, known[code]) if twice or len(chosen) > 1 else known[code]) for code in chosen[:MOST_PLACES]]


def _after_a_city(text: str) -> str:
    """The state or country at the end of what also names a city ("Louisville, KY"); empty where there is none."""
    *before, end = re.split(r",\s*|\s+(?=[A-Za-z.]{2,5}$)", text)
    return end if before and places.named_exactly(end) else ""


def _full_name(code: str, name: str) -> str:
    return f"{name} ({places.place_name(code[:2])})" if "-" in code else name


def parts_of(country: str) -> list[Reading]:
    """The states or nations of a country, those whose law is held first, where the law of any is held apart."""
    held = library.held_places()
    if "-" in country or not any(code.startswith(country + "-") for code in held):
        return []
    inside = [(code, name) for code, name in places.places().items() if code.startswith(country + "-")]
    return [Reading(code, name) for code, name in sorted(inside, key=lambda p: (p[0] not in held, p[1]))]


def read_currency(text: str) -> list[Reading]:
    """Read a currency by its letters, sign or name."""
    raw = text.strip()
    code, rest = _split_currency(raw if len(raw) > 1 or raw in "$£€¥₹" else raw.upper())
    if code == "USD$":
        return [Reading(c, c) for c in _DOLLARS]
    if code is None or rest:
        raise Unreadable(f"{raw[:40]!r} could not be read as a currency. Its three letters are needed, like USD, GBP or EUR.")
    return [Reading(code, code)]


READERS: dict[str, Callable[..., list[Reading]]] = {
    "number": read_number,
    "count": read_count,
    "place": read_place,
    "places": read_place,
    "currency": read_currency,
}
