"""What a term of the rules may be, as the solver sees it, and how two such are compared.

The counterpart of `engine.possible`: a value may be unknown (law not held, a fact that nobody is asked), may be "there is
none", or is one thing: a yes or no, a number, a day (as its ordinal) or a name (as a number that stands for it).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import z3

from nonpay_advisor.engine.possible import NO, YES, within

TRUE, FALSE = z3.BoolVal(True), z3.BoolVal(False)


def both(*parts: Any) -> Any:
    """All of these, with what is plainly so left out."""
    left = []
    for part in parts:
        if z3.is_false(part):
            return FALSE
        if not z3.is_true(part):
            left.append(part)
    return TRUE if not left else left[0] if len(left) == 1 else z3.And(left)


def either(*parts: Any) -> Any:
    """Any of these, with what is plainly not so left out."""
    left = []
    for part in parts:
        if z3.is_true(part):
            return TRUE
        if not z3.is_false(part):
            left.append(part)
    return FALSE if not left else left[0] if len(left) == 1 else z3.Or(left)


def negated(part: Any) -> Any:
    """The opposite."""
    return FALSE if z3.is_true(part) else TRUE if z3.is_false(part) else z3.Not(part)


def choose(test: Any, one: Any, other: Any) -> Any:
    """One or the other."""
    return one if z3.is_true(test) or one is other else other if z3.is_false(test) else z3.If(test, one, other)


class Names:
    """Numbers that stand for names (choices, places, texts), without regard to case."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.spelled: list[str] = []

    def of(self, name: str) -> int:
        number = self.numbers.setdefault(name.casefold(), len(self.spelled))
        if number == len(self.spelled):
            self.spelled.append(name)
        return number


@dataclass(frozen=True)
class Value:
    """One thing that a term may be.

    unknown  when it cannot be known, whatever facts are given
    none     when it is known that there is none
    val      what it is otherwise
    rough    whether a day is known to the solver only about (months and years are not all of one length)
    """

    unknown: Any
    none: Any
    val: Any
    rough: bool = False


def there(val: Any, none: Any = FALSE, rough: bool = False) -> Value:
    """A value that is known."""
    return Value(FALSE, none, val, rough)


def pick(test: Any, one: Value, other: Value) -> Value:
    """One value or the other; where one of them has nothing to compare, the other's serves."""
    val = one.val if other.val is None else other.val if one.val is None else choose(test, one.val, other.val)
    return Value(choose(test, one.unknown, other.unknown), choose(test, one.none, other.none), val, one.rough or other.rough)


UNKNOWN_VALUE = Value(TRUE, FALSE, None)
NONE_VALUE = Value(FALSE, TRUE, None)

# How far a day that the solver knows only about may be off, at most.
SLACK = 45

Truth = tuple[Any, Any]
NEVER: Truth = (FALSE, TRUE)


def constant(thing: Any, names: Names) -> Any:
    """A literal as the solver sees it."""
    if isinstance(thing, bool):
        return z3.BoolVal(thing)
    if isinstance(thing, (int, Decimal)):
        return z3.RealVal(str(thing))
    if isinstance(thing, date):
        return z3.IntVal(thing.toordinal())
    return z3.IntVal(names.of(str(thing)))


def _less(a: Value, b: Value, exact: bool) -> Truth:
    """Whether a is less than b, and whether it is not."""
    if exact and (a.rough or b.rough):
        return a.val + SLACK < b.val, a.val >= b.val + SLACK
    return a.val < b.val, a.val >= b.val


def _turn(truth: Truth) -> Truth:
    return truth[1], truth[0]


_ON_NONE = {"above": NO, "at_most": NO, "below": NO, "at_least": NO, "before": NO, "on_or_after": NO, "after": NO, "on_or_before": NO}
_ON_NONE |= {"is": NO, "is_not": YES, "one_of": NO, "none_of": YES, "within": NO, "not_within": YES}
_OTHER_NONE = {"above": NO, "at_most": YES, "below": NO, "at_least": YES, "before": NO, "on_or_after": NO, "after": NO, "on_or_before": NO}
_OTHER_NONE |= {"is": NO, "is_not": YES}


def _as_truth(truth: int) -> Truth:
    return (TRUE, FALSE) if truth == YES else (FALSE, TRUE)


def _compared(word: str, a: Value, b: Value, exact: bool) -> Truth:
    if a.val is None or b.val is None:
        return FALSE, FALSE
    match word:
        case "below" | "before":
            return _less(a, b, exact)
        case "at_least" | "on_or_after":
            return _turn(_less(a, b, exact))
        case "above" | "after":
            return _less(b, a, exact)
        case "at_most" | "on_or_before":
            return _turn(_less(b, a, exact))
        case "is":
            return a.val == b.val, a.val != b.val
    return a.val != b.val, a.val == b.val


def compare(word: str, left: Value, right: Value | None, exact: bool) -> Truth:
    """Ask a word of the rules of two values: when it is so, and when it is not.

    exact  whether a day known only about must be clearly on one side (for finding cases); otherwise it may be on either
    """
    known = negated(left.unknown)
    if word in {"exists", "none"}:
        truth = both(known, negated(left.none)), both(known, left.none)
        return truth if word == "exists" else _turn(truth)
    assert right is not None
    on_none, other_none = _as_truth(_ON_NONE[word]), _as_truth(_OTHER_NONE[word])
    found = _compared(word, left, right, exact)
    said = both(known, negated(left.none), negated(right.unknown))
    yes, no = (
        either(
            both(known, left.none, on_none[way]),
            both(said, right.none, other_none[way]),
            both(said, negated(right.none), found[way]),
        )
        for way in (0, 1)
    )
    return yes, no


def one_of(left: Value, wanted: Iterable[Any], turned: bool) -> Truth:
    """Whether a value is among some."""
    known = negated(left.unknown)
    if left.val is None:
        hit, miss = FALSE, FALSE
    else:
        hit = either(*(left.val == w for w in wanted))
        miss = negated(hit)
    yes = both(known, negated(left.none), hit)
    no = both(known, either(left.none, both(negated(left.none), miss)))
    return (no, yes) if turned else (yes, no)


def lies_within(left: Value, areas: Iterable[str], domain: Iterable[str], names: Names, turned: bool) -> Truth:
    """Whether a place lies in one of some areas."""
    areas = list(areas)
    by_truth: dict[int, list[Any]] = {}
    for code in domain:
        by_truth.setdefault(max(within(code, area) for area in areas), []).append(left.val == names.of(code))
    known = both(negated(left.unknown), negated(left.none))
    yes = both(known, either(*by_truth.get(YES, ())))
    no = either(both(negated(left.unknown), left.none), both(known, either(*by_truth.get(NO, ()))))
    return (no, yes) if turned else (yes, no)


def all_of(truths: Iterable[Truth]) -> Truth:
    """What is so (or not so) for every candidate."""
    truths = list(truths)
    return both(*(t[0] for t in truths)), both(*(t[1] for t in truths))
