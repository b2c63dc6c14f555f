"""What a term may be, and how two such are compared: each word on each kind of knowledge."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generate import examples
from nonpay_advisor.engine.possible import (
    NO,
    NOTHING_THERE,
    UNKNOWN,
    YES,
    Possible,
    Range,
    as_day_ends,
    compare,
    ends,
    known,
    union,
    unknown,
)
from nonpay_advisor.rulebase.library import WORDS
from nonpay_advisor.vocabulary.catalogue import NONE
from nonpay_advisor.vocabulary.kinds import Span

D = Decimal
OPEN = unknown(("fact", "x"))


def day(number: int) -> date:
    """A day of May 2026."""
    return date(2026, 5, number)


def span(first: int, last: int) -> Possible:
    return known(Span(day(first), day(last)))


# --- every word, of exact values


@pytest.mark.parametrize(
    ("word", "left", "right", "truth"),
    [
        ("is", "signed", "signed", YES),
        ("is", "signed", "oral", NO),
        ("is", "New York City", "new york city", YES),
        ("is", True, True, YES),
        ("is", False, True, NO),
        ("is", D("2.50"), D("2.5"), YES),
        ("is_not", "signed", "oral", YES),
        ("is_not", "signed", "signed", NO),
        ("within", "US-KY", "US", YES),
        ("within", "US-KY", "US-KY", YES),
        ("within", "US-KY", "US-CA", NO),
        ("within", "US", "US-KY", UNKNOWN),
        ("within", "USA", "US", NO),
        ("not_within", "US-KY", "US", NO),
        ("not_within", "DE", "US", YES),
        ("not_within", "US", "US-KY", UNKNOWN),
        ("above", D("2500.01"), D(2500), YES),
        ("above", D(2500), D(2500), NO),
        ("at_most", D(2500), D(2500), YES),
        ("at_most", D("2500.01"), D(2500), NO),
        ("below", D("2499.99"), D(2500), YES),
        ("below", D(2500), D(2500), NO),
        ("at_least", D(2500), D(2500), YES),
        ("at_least", D("2499.99"), D(2500), NO),
        ("before", day(1), day(2), YES),
        ("before", day(2), day(2), NO),
        ("on_or_before", day(2), day(2), YES),
        ("on_or_before", day(3), day(2), NO),
        ("after", day(3), day(2), YES),
        ("after", day(2), day(2), NO),
        ("on_or_after", day(2), day(2), YES),
        ("on_or_after", day(1), day(2), NO),
    ],
)
def test_a_word_between_exact_values(word: str, left: Any, right: Any, truth: int) -> None:
    assert truth == compare(word, known(left), known(right))


@pytest.mark.parametrize(
    ("word", "left", "truth"),
    [
        ("exists", day(1), YES),
        ("exists", NONE, NO),
        ("exists", (), NO),
        ("exists", D(0), YES),
        ("none", day(1), NO),
        ("none", NONE, YES),
        ("none", (), YES),
    ],
)
def test_being_and_not_being(word: str, left: Any, truth: int) -> None:
    assert truth == compare(word, known(left), None)


@pytest.mark.parametrize(("word", "truth"), [("one_of", YES), ("none_of", NO)])
def test_a_list_that_holds_it(word: str, truth: int) -> None:
    assert truth == compare(word, known("llc"), Possible(("company", "llc")))
    assert 2 - truth == compare(word, known("church"), Possible(("company", "llc")))


# --- "there is none", and what could be anything


@pytest.mark.parametrize("word", sorted(WORDS))
def test_of_what_there_is_none_of_only_the_negative_words_hold(word: str) -> None:
    right = None if word in {"exists", "none"} else known(day(1) if word in {"before", "after", "on_or_before", "on_or_after"} else D(1))
    if word in {"within", "not_within"}:
        right = known("US")
    truth = YES if word in {"none", "is_not", "none_of", "not_within"} else NO
    assert truth == compare(word, NOTHING_THERE, right)


@pytest.mark.parametrize("word", sorted(WORDS))
def test_of_what_could_be_anything_nothing_is_known(word: str) -> None:
    assert UNKNOWN == compare(word, OPEN, None if word in {"exists", "none"} else known("US"))


@pytest.mark.parametrize("word", sorted(WORDS - {"exists", "none", "one_of", "none_of"}))
def test_against_what_could_be_anything_only_none_is_settled(word: str) -> None:
    assert UNKNOWN == compare(word, known("US"), OPEN)
    assert compare(word, NOTHING_THERE, known("US")) == compare(word, NOTHING_THERE, OPEN)


@pytest.mark.parametrize(("word", "truth"), [("above", NO), ("at_most", YES), ("below", NO), ("at_least", YES)])
def test_a_limit_of_none_is_never_exceeded_and_a_minimum_of_none_is_always_met(word: str, truth: int) -> None:
    assert truth == compare(word, known(D("1000000000.00")), NOTHING_THERE)


@pytest.mark.parametrize("word", ["before", "after", "on_or_before", "on_or_after"])
def test_nothing_comes_before_or_after_a_day_that_there_is_none_of(word: str) -> None:
    assert NO == compare(word, known(day(1)), NOTHING_THERE)


# --- spans and ranges


@pytest.mark.parametrize(
    ("word", "left", "right", "truth"),
    [
        ("before", (1, 5), (6, 9), YES),
        ("before", (1, 6), (6, 9), UNKNOWN),
        ("before", (9, 12), (6, 9), NO),
        ("on_or_before", (1, 6), (6, 9), YES),
        ("on_or_before", (10, 12), (6, 9), NO),
        ("on_or_before", (9, 12), (6, 9), UNKNOWN),
        ("after", (10, 12), (6, 9), YES),
        ("after", (9, 12), (6, 9), UNKNOWN),
        ("on_or_after", (9, 12), (6, 9), YES),
        ("is", (1, 5), (6, 9), NO),
        ("is", (1, 6), (6, 9), UNKNOWN),
        ("is_not", (1, 5), (6, 9), YES),
    ],
)
def test_a_word_between_spans(word: str, left: tuple[int, int], right: tuple[int, int], truth: int) -> None:
    assert truth == compare(word, span(*left), span(*right))


def test_a_range_against_a_limit() -> None:
    ranged = known(Range(D(1000), D(3000)))
    assert [UNKNOWN, NO, YES] == [compare("above", ranged, known(D(n))) for n in (2500, 3000, 999)]
    assert [UNKNOWN, YES, NO] == [compare("at_most", ranged, known(D(n))) for n in (2500, 3000, 999)]


_SPANS = st.tuples(st.integers(1, 12), st.integers(0, 4)).map(lambda t: Span(day(t[0]), day(t[0] + t[1])))
_DAYS = st.lists(_SPANS | st.integers(1, 16).map(day) | st.just(NONE), min_size=1, max_size=3).map(tuple)
_DATE_WORDS = ["before", "on_or_before", "after", "on_or_after"]


def exact_days(items: tuple[Any, ...]) -> list[Any]:
    """Every exact value that the candidates allow."""
    found: list[Any] = []
    for item in items:
        if item is NONE:
            found.append(NONE)
        else:
            first, last = ends(item)
            found += [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return found


@examples(400)
@given(_DAYS, _DAYS, st.sampled_from(_DATE_WORDS))
def test_partial_knowledge_is_settled_exactly_where_all_exact_values_agree(left: Any, right: Any, word: str) -> None:
    truths = {compare(word, known(a), known(b)) for a, b in itertools.product(exact_days(left), exact_days(right))}
    expected = truths.pop() if len(truths) == 1 else UNKNOWN
    assert expected == compare(word, Possible(left), Possible(right))


@examples(200)
@given(_DAYS, _DAYS, st.sampled_from([("before", "on_or_after"), ("after", "on_or_before")]))
def test_opposite_words_have_opposite_truths_of_days_that_are_there(left: Any, right: Any, words: tuple[str, str]) -> None:
    left, right = (tuple(i for i in items if i is not NONE) or (day(1),) for items in (left, right))
    assert compare(words[0], Possible(left), Possible(right)) == 2 - compare(words[1], Possible(left), Possible(right))


# --- putting candidates together


def test_a_union_with_what_could_be_anything_could_be_anything() -> None:
    joined = union([known(1), unknown(("fact", "a")), Possible((2,), frozenset({("fact", "b")}))])
    assert (True, frozenset({("fact", "a"), ("fact", "b")})) == (joined.open, joined.causes)


def test_a_union_names_each_candidate_once() -> None:
    assert (1, 2) == union([known(1), Possible((2, 1))]).items


def test_exact_is_one_candidate_that_is_no_span() -> None:
    assert [1, NONE, None, None, None] == [known(1).exact, NOTHING_THERE.exact, OPEN.exact, span(1, 2).exact, Possible((1, 2)).exact]


def test_the_ends_of_days() -> None:
    assert (day(1), day(9)) == as_day_ends(Possible((Span(day(4), day(9)), day(1), NONE)))
    assert as_day_ends(NOTHING_THERE) is None
    assert as_day_ends(OPEN) is None
