"""What a term may be, as far as is known, and how two such are compared with three truths.

A `Possible` is a list of candidates. One exact candidate is knowledge; several, or a span, are partial knowledge; none at
all means that it could be anything. `causes` say what would have to be learned. Truths are small integers, since the
rule engine sees them: 2 yes, 1 unknown, 0 no.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from nonpay_advisor.vocabulary.catalogue import NONE
from nonpay_advisor.vocabulary.kinds import Span

YES, UNKNOWN, NO = 2, 1, 0

# ("fact", fact id) | ("law", law id, place) | ("place", role, place)
Cause = tuple[str, ...]
NOTHING: frozenset[Cause] = frozenset()


@dataclass(frozen=True, slots=True)
class Range:
    """A number known only to lie between two, both included."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Possible:
    """The candidates for a term (empty: anything), and what stands in the way of knowing."""

    items: tuple[Any, ...]
    causes: frozenset[Cause] = NOTHING

    @property
    def open(self) -> bool:
        """Whether it could be anything."""
        return not self.items

    @property
    def exact(self) -> Any:
        """The one exact value, or None where it is not known exactly (NONE is a value)."""
        if len(self.items) == 1 and not isinstance(self.items[0], (Span, Range)):
            return self.items[0]
        return None


def known(value: Any) -> Possible:
    """Exactly this."""
    return Possible((value,))


def unknown(*causes: Cause) -> Possible:
    """Could be anything."""
    return Possible((), frozenset(causes))


NOTHING_THERE = Possible((NONE,))


def union(parts: Iterable[Possible]) -> Possible:
    """Any of these."""
    items: list[Any] = []
    causes: frozenset[Cause] = NOTHING
    is_open = False
    for part in parts:
        is_open = is_open or part.open
        causes |= part.causes
        items += [i for i in part.items if i not in items]
    return Possible(() if is_open else tuple(items), causes)


def ends(item: Any) -> tuple[Any, Any]:
    """The lowest and highest a candidate may be."""
    if isinstance(item, Span):
        return item.first, item.last
    if isinstance(item, Range):
        return item.low, item.high
    return item, item


def _less(a: Any, b: Any) -> int:
    a_low, a_high = ends(a)
    b_low, b_high = ends(b)
    return YES if a_high < b_low else NO if a_low >= b_high else UNKNOWN


def _above(a: Any, b: Any) -> int:
    # "none" as an upper limit is never exceeded.
    if b is NONE:
        return NO
    return _less(b, a)


def _below(a: Any, b: Any) -> int:
    # "none" as a lower limit is always met.
    if b is NONE:
        return NO
    return _less(a, b)


def _before(a: Any, b: Any) -> int:
    return NO if b is NONE else _less(a, b)


def _after(a: Any, b: Any) -> int:
    return NO if b is NONE else _less(b, a)


def _same(a: Any, b: Any) -> int:
    if isinstance(a, str) and isinstance(b, str):
        return YES if a.casefold() == b.casefold() else NO
    if isinstance(a, (Span, Range)) or isinstance(b, (Span, Range)):
        a_low, a_high = ends(a)
        b_low, b_high = ends(b)
        return UNKNOWN if a_low <= b_high and b_low <= a_high else NO
    return YES if a == b else NO


def within(place: Any, area: Any) -> int:
    """Whether a place lies in an area ("US-KY" in "US"). A country alone may or may not be in one of its parts."""
    if place == area or place.startswith(area + "-"):
        return YES
    if area.startswith(place + "-"):
        return UNKNOWN
    return NO


def _exists(a: Any) -> int:
    return NO if a is NONE or a == () else YES


_PAIRS: dict[str, tuple[Callable[[Any, Any], int], bool, int]] = {
    # word: (test, reversed, truth where the left side is "none")
    "above": (_above, False, NO),
    "at_most": (_above, True, NO),
    "below": (_below, False, NO),
    "at_least": (_below, True, NO),
    "before": (_before, False, NO),
    "on_or_after": (_before, True, NO),
    "after": (_after, False, NO),
    "on_or_before": (_after, True, NO),
    "is": (_same, False, NO),
    "is_not": (_same, True, YES),
    "within": (within, False, NO),
    "not_within": (within, True, YES),
}


_NEVER_OF_NONE = {"before", "on_or_after", "after", "on_or_before", "above", "below"}


def _pair(word: str, a: Any, b: Any) -> int:
    test, turned, on_none = _PAIRS[word]
    if a is NONE:
        return on_none
    if b is NONE and word in {"before", "on_or_after", "after", "on_or_before"}:
        return NO
    truth = test(a, b)
    return 2 - truth if turned else truth


def compare(word: str, left: Possible, right: Possible | None) -> int:
    """Ask a word of the rules of two terms: YES if so for every pair of candidates, NO if for none, else UNKNOWN."""
    if left.open:
        # Nothing is before, after, above or below what there is none of.
        return NO if word in _NEVER_OF_NONE and right is not None and right.items == (NONE,) else UNKNOWN
    if word == "exists" or word == "none":
        truths = {_exists(a) for a in left.items}
        if word == "none":
            truths = {2 - t for t in truths}
    elif word == "one_of" or word == "none_of":
        assert right is not None
        truths = set()
        for a in left.items:
            if a is NONE:
                truths.add(NO)
            else:
                found = max(_same(a, b) for b in right.items)
                truths.add(found)
        if word == "none_of":
            truths = {2 - t for t in truths}
    else:
        assert right is not None
        if right.open:
            # A comparison of "there is none" is settled whatever the other side is.
            truths = {_PAIRS[word][2] if a is NONE else UNKNOWN for a in left.items}
        else:
            truths = {_pair(word, a, b) for a in left.items for b in right.items}
    return next(iter(truths)) if len(truths) == 1 else UNKNOWN


def as_day_ends(value: Possible) -> tuple[date, date] | None:
    """The earliest and latest day it may be; None where it could be anything or is none."""
    days = [i for i in value.items if i is not NONE]
    if value.open or not days:
        return None
    return min(ends(d)[0] for d in days), max(ends(d)[1] for d in days)
