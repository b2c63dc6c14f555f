"""Whatever is said at whatever question, the interview goes on and the case stays whole."""

from __future__ import annotations

import contextlib
import random
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nonpay_advisor.interview.answers import Answers
from nonpay_advisor.interview.conversation import Choice, Command, Conversation, Leave
from nonpay_advisor.vocabulary.reading import read_facts

TODAY = date(2026, 11, 21)
_SAID = (
    "Kentucky", "CA", "england", "US", "DE", "2500", "$99,999.99", "1.800,00 EUR", "2026-03-04", "01/02/2026", "March", "60 days ago",
    "in 3 weeks", "none", "no", "yes", "", "5%", "12", "1.5% a month", "nonsense", "0", "-1", "2199-12-31", "1900-01-01", "\x07",
)  # fmt: skip


class Erratic:
    """A person who says anything, so many times, and then is gone."""

    width = 60

    def __init__(self, seed: int, most: int) -> None:
        self.r = random.Random(seed)
        self.left = most
        self.said: list[str] = []

    def _turn(self) -> Command | None:
        self.left -= 1
        if self.left < 0:
            raise EOFError
        wanted = [Command.DONT_KNOW, Command.SKIP, Command.WHY, Command.BACK, Command.BACK, Command.REVIEW, Command.HELP]
        return self.r.choice(wanted) if self.r.random() < 0.25 else None

    how = "Say anything."

    def say(self, text: str, *, quiet: bool = False) -> None:
        self.said.append(text)

    def read(self, text: str) -> None:
        self.said.append(text)

    def choose(self, ask: str, choices: Sequence[Choice], default: Any = None, help: str = "") -> Any:
        return self._turn() or self.r.choice(choices).value

    def tick(self, ask: str, choices: Sequence[Choice], ticked: Iterable[Any] = ()) -> Any:
        return self._turn() or [c.value for c in choices if self.r.random() < 0.3]

    def line(self, ask: str, default: str = "", help: str = "", typed: str = "") -> Any:
        return self._turn() or self.r.choice(_SAID)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 1_000_000))
def test_whatever_is_said_the_case_stays_whole_and_saved(seed: int) -> None:
    answers = Answers()
    kept: list[dict[str, Any]] = []
    front = Erratic(seed, 90)
    with contextlib.suppress(EOFError, Leave):
        Conversation(front, answers, TODAY, lambda: kept.append(answers.nested())).run()
    assert read_facts(answers.nested())
    assert not set(answers.given) & set(answers.set_aside)
    assert Answers(answers.nested()).given == answers.given
    if kept:
        assert kept[-1].get("claim") == answers.nested().get("claim")


class Scripted(Erratic):
    """A person who says these things in turn."""

    def __init__(self, *turns: Any) -> None:
        super().__init__(0, 0)
        self.turns = list(turns)
        self.asks: list[str] = []

    def _next(self, ask: str) -> Any:
        self.asks.append(ask)
        if not self.turns:
            raise EOFError
        return self.turns.pop(0)

    def choose(self, ask: str, choices: Sequence[Choice], default: Any = None, help: str = "") -> Any:
        return self._next(ask)

    def tick(self, ask: str, choices: Sequence[Choice], ticked: Iterable[Any] = ()) -> Any:
        return self._next(ask)

    def line(self, ask: str, default: str = "", help: str = "", typed: str = "") -> Any:
        return self._next(ask)


def held(answers: Answers, *turns: Any) -> Scripted:
    front = Scripted(*turns)
    with contextlib.suppress(EOFError):
        Conversation(front, answers, TODAY, lambda: None).run()
    return front


def test_a_review_may_be_asked_for_while_going_back() -> None:
    front = held(Answers(), "Kentucky", Command.BACK, Command.REVIEW, "go on")
    assert front.asks[-1] == "What is the customer, in law?"


def test_what_is_set_aside_is_said() -> None:
    answers = Answers({"contract": {"form": "signed", "arbitration": "mandatory"}, "customer": {"jurisdiction": "US-KY"}})
    front = held(answers, Command.REVIEW, _entry("contract.form"), "oral", "go on")
    assert any("Set aside" in said and "arbitration" in said for said in front.said)
    assert "contract.arbitration" not in answers.given


def _entry(fact_id: str) -> Any:
    from nonpay_advisor.interview.conversation import Asked

    return Asked((fact_id,))


def test_a_currency_that_is_not_the_places_is_kept() -> None:
    answers = Answers()
    held(answers, "Kentucky", "company", "2.500,00 EUR")
    assert answers.given["claim.amount"] == Decimal("2500.00")
    assert answers.given["claim.currency"] == "EUR"


def test_a_part_payment_is_asked_with_its_day_and_sum() -> None:
    answers = Answers()
    front = held(answers, Command.REVIEW, _entry("claim.payments"), True, "March 4", "500", False, False, "go on")
    assert answers.given["claim.payments"] == [{"on": date(2026, 3, 4), "amount": Decimal("500.00"), "in_full_offer": False}]
    assert "When did the payment arrive?" in front.asks[3]


def test_reminders_are_asked_day_by_day() -> None:
    answers = Answers()
    held(answers, Command.REVIEW, _entry("history.reminders"), "March 4", "yes", "", "go on")
    assert answers.given["history.reminders"] == [{"on": date(2026, 3, 4)}, {}]


def test_why_at_an_answered_question_says_what_another_answer_would_change() -> None:
    answers = Answers({"ordinary": True, "customer": {"jurisdiction": "US-KY", "kind": "company"}, "claim": {"amount": "2000"}})
    front = held(answers, Command.REVIEW, _entry("customer.kind"), Command.WHY)
    told = " ".join(" ".join(front.said).split())
    assert "options hang on it" in told
    assert re.search(r"a company or corporation[^:]*: (closes|opens|sets aside) ", told)
    assert re.search(r"- a private person.*?: (closes|opens|sets aside) ", told)


def test_why_at_the_first_question_names_what_hangs_on_it() -> None:
    front = held(Answers(), Command.WHY)
    assert any("options hang on it" in said for said in front.said)


def test_a_list_of_which_a_part_was_told_is_kept_and_gone_on_with() -> None:
    answers = Answers({"customer": {"jurisdiction": "US-KY"}})
    kept: list[dict[str, Any]] = []
    front = Scripted(Command.REVIEW, _entry("claim.payments"), True, "March 4", "500", Command.DONT_KNOW, True, "April 4")
    with contextlib.suppress(EOFError):
        Conversation(front, answers, TODAY, lambda: kept.append(answers.nested())).run()
    # As a killed process leaves it.
    there = Answers(kept[-1])
    assert there.to_ask == ["claim.payments"]
    assert there.given["claim.payments"] == [{"on": date(2026, 3, 4), "amount": Decimal("500.00")}, {"on": date(2026, 4, 4)}]
    again = held(there, "more", "May 4", "20", False, False)
    assert "So far: 4 March 2026, $500.00; 4 April 2026" in again.asks[0]
    assert [p["on"] for p in there.given["claim.payments"]] == [date(2026, 3, 4), date(2026, 4, 4), date(2026, 5, 4)]
    assert there.to_ask == []


def test_who_knows_of_no_more_keeps_those_that_were_told() -> None:
    answers = Answers()
    held(answers, Command.REVIEW, _entry("history.reminders"), "March 4", Command.DONT_KNOW, "go on")
    assert answers.given["history.reminders"] == [{"on": date(2026, 3, 4)}]
    held(answers, Command.REVIEW, _entry("history.reminders"), Command.SKIP, "go on")
    assert answers.given["history.reminders"] == [{"on": date(2026, 3, 4)}]


def test_why_in_the_middle_of_a_list_does_not_lose_it() -> None:
    answers = Answers({"customer": {"jurisdiction": "US-KY"}})
    front = held(answers, Command.REVIEW, _entry("history.reminders"), "March 4", Command.WHY, "April 4", "", "go on")
    assert len(answers.given["history.reminders"]) == 2
    assert any("order of contact" in said for said in front.said)


def test_why_at_a_group_says_what_each_circumstance_does() -> None:
    case = {"customer": {"jurisdiction": "US-KY", "kind": "company"}, "claim": {"amount": "2000", "due_on": "2026-03-04"}}
    case |= {"creditor": {"jurisdiction": "US-KY", "kind": "sole_trader"}, "dispute": {"reason": "silent"}, "contract": {"form": "signed"}}
    case |= {"history": {"suit": False, "judgment": False, "award": False, "bond_notice": False}}
    front = held(Answers(case), Command.WHY)
    told = " ".join(" ".join(front.said).split())
    assert "options hang on these" in told
    assert "- none of these is so: sets aside" in told
    assert re.search(r"- 1 it is or was bankrupt or insolvent: .* By itself it leaves \d+ options to its details, asked next\.", told)


def test_not_knowing_a_group_says_where_each_can_be_found() -> None:
    case = {"customer": {"jurisdiction": "US-KY", "kind": "company"}, "claim": {"amount": "2000", "due_on": "2026-03-04"}}
    case |= {"creditor": {"jurisdiction": "US-KY", "kind": "sole_trader"}, "dispute": {"reason": "silent"}, "contract": {"form": "signed"}}
    case |= {"history": {"suit": False, "judgment": False, "award": False, "bond_notice": False}}
    front = held(Answers(case), Command.DONT_KNOW)
    assert any(said.startswith("- it is or was bankrupt or insolvent: ") for said in front.said)


def test_what_cannot_be_read_stands_there_to_be_mended() -> None:
    class Mending(Scripted):
        stood: list[str] = []  # noqa: RUF012

        def line(self, ask: str, default: str = "", help: str = "", typed: str = "") -> Any:
            self.stood.append(typed)
            return self._next(ask)

    front = Mending("Kentucky", "company", "2.5OO", "2500")
    with contextlib.suppress(EOFError):
        Conversation(front, Answers(), TODAY, lambda: None).run()
    assert front.stood[:3] == ["", "", "2.5OO"]


def test_why_at_an_answered_sum_and_day_tells_where_they_turn() -> None:
    case = {"ordinary": True, "customer": {"jurisdiction": "US-KY", "kind": "company"}, "claim": {"amount": "2000", "due_on": "2026-03-04"}}
    for fact_id in ("claim.amount", "claim.due_on"):
        front = held(Answers(case), Command.REVIEW, _entry(fact_id), Command.WHY)
        assert re.search(r'- "[^"]+".*?: .*?: (Open|Closed|Not yet|Depends); ', " ".join(" ".join(front.said).split()))


def test_places_told_in_part_are_gone_on_with() -> None:
    answers = Answers({"customer": {"jurisdiction": "US-KY"}})
    held(answers, Command.REVIEW, _entry("customer.real_estate_in"), "Ohio")
    assert answers.to_ask == ["customer.real_estate_in"]
    front = held(answers, "more", "Kentucky", "")
    assert front.asks[0].endswith("So far: Ohio.")
    assert answers.given["customer.real_estate_in"] == ["US-OH", "US-KY"]


def test_a_part_of_another_country_is_not_taken() -> None:
    answers = Answers()
    front = held(answers, "usa", "Ontario", "Ohio")
    assert "'Ontario' is not a part of United States; b goes back." in front.said
    assert answers.given["customer.jurisdiction"] == "US-OH"
