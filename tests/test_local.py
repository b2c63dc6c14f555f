"""Papers and reports speak in the words of the place; what the user gave and what a source is called stay as they are."""

from __future__ import annotations

import re

import pytest

from nonpay_advisor import advise
from nonpay_advisor.report import papers, render
from nonpay_advisor.report.blocks import Bullets, Item, Piece, text
from nonpay_advisor.report.calendar import calendar
from nonpay_advisor.report.documents import document
from nonpay_advisor.report.explain import explain
from nonpay_advisor.report.local import Words
from test_account import AS_OF, case

ELSEWHERE = re.compile(r"(?<![_-])attorney(?!_)|registered agent|tax rolls|\bclerk\b", re.IGNORECASE)
WORDS = Words({"an attorney": "a solicitor", "attorney": "solicitor"})


def test_words_keep_their_capital_and_whole_words_alone_are_changed() -> None:
    assert WORDS.say("An attorney or an attorney's clerk; attorneyship") == "A solicitor or a solicitor's clerk; attorneyship"


def test_blocks_are_put_into_words_and_citations_are_not() -> None:
    cited = Piece("Attorney Act", url="https://example.org/attorney")
    made = WORDS.all_of(Bullets((Item(text("see an attorney", cited)),)))
    assert made == Bullets((Item(text("see a solicitor", cited)),))


@pytest.mark.parametrize("shape", ["terminal", "markdown", "html"])
def test_an_english_report_speaks_of_solicitors(shape: render.Shape) -> None:
    shown = render.render(advise(case("GB-EAW"), AS_OF), shape)
    assert not ELSEWHERE.search(shown), ELSEWHERE.search(shown)
    assert "solicitor" in shown
    assert "attorney" in render.render(advise(case(), AS_OF), shape)


@pytest.mark.parametrize("kind", ["demand_letter", "attorney_letter", "small_claims", "payment_plan"])
def test_english_papers_speak_of_solicitors_and_names_stay(kind: str) -> None:
    made = document(case("GB-EAW", customer__name="Power of Attorney Clerk Ltd"), kind, AS_OF)
    said = papers.as_text(made)
    assert "Power of Attorney Clerk Ltd" in said
    assert not ELSEWHERE.search(said.replace("Power of Attorney Clerk Ltd", ""))


def test_the_calendar_and_an_explanation_do_so_too() -> None:
    assert b"solicitor" in calendar(advise(case("GB-EAW"), AS_OF))
    said = explain(case("GB-EAW"), "consult_attorney", AS_OF).replace("consult_attorney", "")
    assert "attorney" not in re.sub(r"\([a-z_.]+\)", "", said)
