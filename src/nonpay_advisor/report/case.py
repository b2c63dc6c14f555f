"""A case with what follows from it, as papers need it: its facts, its advice, and what can be asked for today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from nonpay_advisor.advice import words
from nonpay_advisor.advice.advising import advise_on
from nonpay_advisor.advice.figures import account_of, claimable
from nonpay_advisor.advice.model import Advice, Money
from nonpay_advisor.engine.account import ZERO, Account
from nonpay_advisor.engine.flat import lay
from nonpay_advisor.engine.inference import infer
from nonpay_advisor.engine.situation import Situation
from nonpay_advisor.report.local import Words, words_of
from nonpay_advisor.report.papers import Blank
from nonpay_advisor.vocabulary.catalogue import NONE
from nonpay_advisor.vocabulary.facts import Facts
from nonpay_advisor.vocabulary.reading import read_facts


class Case:
    """A case with what follows from it."""

    def __init__(self, given: Facts | Mapping[str, Any] | None, as_of: date) -> None:
        self.facts = read_facts(given)
        self.as_of = as_of
        self.advice: Advice = advise_on(self.facts, as_of)
        self.inference = infer(Situation(lay(self.facts)[0], as_of))
        self.situation = self.inference.situation

    @cached_property
    def words(self) -> Words:
        """The words of the place."""
        return words_of(self.advice)

    def is_(self, conclusion: str) -> int:
        """The truth of a conclusion."""
        return self.inference.conclusion(conclusion)

    def day(self, term: str, missing: str) -> str:
        """A day in words, or a blank."""
        value = self.situation.term(term).exact
        return words.day(value) if isinstance(value, date) else Blank(missing)

    def law(self, law_id: str) -> Any:
        """A law value where it is exactly known, else None."""
        value = self.situation.term("law." + law_id).exact
        return None if value is NONE else value

    def law_note(self, law_id: str) -> str:
        """What the rows of a law value say about it, with their citation."""
        rows = [h.row for h in self.situation.held(law_id)[0]]
        return " ".join(dict.fromkeys(f"{row.note} ({row.citation})" for row in rows if row.note))

    @property
    def overdue(self) -> bool | None:
        """Whether payment is late; None where that is not known."""
        found = self.situation.term("derived.overdue").exact
        return found if isinstance(found, bool) else None

    @property
    def currency(self) -> str | None:
        """The currency of the claim."""
        return self.advice.money.currency

    def money(self, amount: Decimal | None, missing: str = "sum") -> str:
        """A sum in words, or a blank."""
        return words.money(amount, self.currency) if amount is not None and self.currency else Blank(missing)

    # -- what is asked for

    @cached_property
    def account(self) -> Account:
        """The account to the day of the case."""
        return account_of(self.inference)

    @cached_property
    def principal(self) -> Decimal | None:
        """What is unpaid, of the claim or of the judgment that took its place."""
        return self.account.principal

    def status(self, option: str) -> str:
        """An option's status."""
        return self.advice.options[option].status

    def chargeable(self, option: str) -> bool:
        """Whether a charge is owed: its option is open, or closed only by what closes every word to the customer (a stay, a death)."""
        return claimable(self.inference, option)

    @cached_property
    def charges(self) -> tuple[tuple[str, Decimal, str], ...]:
        """Interest and charges that count in the advice's total: what, how much, by what convention."""
        lines = self.advice.money
        named = (
            (f"Interest to {words.day(self.account.until)}", lines.interest_to_date),
            ("Late charge agreed in the contract", lines.late_charges),
            ("Fixed sum that the law gives for late payment", lines.fixed_compensation),
        )
        found = [(what, _amount(line.sum), f"{line.convention} ({line.rule})") for what, line in named if line.in_total]
        return tuple(f for f in found if f[1])

    @property
    def per_day(self) -> Decimal | None:
        """What each further day adds, where interest is asked for."""
        line = self.advice.money.per_day
        asked = any(what.startswith("Interest") for what, _, _ in self.charges)
        return _amount(line.sum) if asked and line.sum else None


def _amount(sum_: Money | None) -> Decimal:
    return Decimal(sum_.amount) if sum_ is not None else ZERO
