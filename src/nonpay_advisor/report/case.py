"""A case with what follows from it, as papers need it: its facts, its advice, and what can be asked for today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from nonpay_advisor.advice import words
from nonpay_advisor.advice.advising import advise_on
from nonpay_advisor.advice.model import Advice
from nonpay_advisor.engine.flat import lay
from nonpay_advisor.engine.inference import infer
from nonpay_advisor.engine.situation import Situation
from nonpay_advisor.report.account import ZERO, Account, account
from nonpay_advisor.report.papers import Blank
from nonpay_advisor.vocabulary.catalogue import NONE
from nonpay_advisor.vocabulary.facts import Facts
from nonpay_advisor.vocabulary.reading import read_facts

# The option whose status says whether interest by a charge can be asked for; by any other charge it is the law's.
_CHARGED_BY = {"contract.interest_rate": "contract_late_charge", "government.prompt_payment_interest": "prompt_payment_claim"}


class Case:
    """A case with what follows from it."""

    def __init__(self, given: Facts | Mapping[str, Any] | None, as_of: date) -> None:
        self.facts = read_facts(given)
        self.as_of = as_of
        self.advice: Advice = advise_on(self.facts, as_of)
        self.inference = infer(Situation(lay(self.facts)[0], as_of))
        self.situation = self.inference.situation

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
        return account(self.inference)

    @cached_property
    def principal(self) -> Decimal | None:
        """What is unpaid."""
        found = self.situation.term("claim.amount").exact
        return found if isinstance(found, Decimal) else None

    def status(self, option: str) -> str:
        """An option's status."""
        return self.advice.options[option].status

    def chargeable(self, option: str) -> bool:
        """Whether a charge is owed: its option is open, or closed only by what closes every word to the customer (a stay, a death)."""
        closed = {b.rule for b in self.advice.options[option].bars}
        silent = {b.rule for b in self.advice.options["reminder"].bars}
        return self.status(option) == "available" or bool(closed and closed <= silent)

    @cached_property
    def charges(self) -> tuple[tuple[str, Decimal, str], ...]:
        """Interest and charges that can be asked for today as of right: what, how much, by what convention."""
        if self.facts.choices.claim_interest is False:
            return ()
        found: list[tuple[str, Decimal, str]] = []
        lines, acc = self.advice.money, self.account
        by_contract = acc.charge_id == "contract.interest_rate"
        if acc.interest and acc.of_right and self.chargeable(_CHARGED_BY.get(acc.charge_id, "statutory_late_interest")):
            found.append((f"Interest to {words.day(self.as_of)}", acc.interest, f"{acc.convention} ({acc.citation})"))
        late, fixed = _amount(lines.late_charges.sum), _amount(lines.fixed_compensation.sum)
        if late and self.chargeable("contract_late_charge"):
            found.append(("Late charge agreed in the contract", late, f"{lines.late_charges.convention} ({lines.late_charges.rule})"))
        if fixed and not by_contract and self.chargeable("statutory_late_interest"):
            said = f"{lines.fixed_compensation.convention} ({lines.fixed_compensation.rule})"
            found.append(("Fixed sum that the law gives for late payment", fixed, said))
        return tuple(found)

    @property
    def per_day(self) -> Decimal | None:
        """What each further day adds, where interest is asked for."""
        asked = any(what.startswith("Interest") for what, _, _ in self.charges)
        return self.account.per_day if asked else None


def _amount(sum_: Any) -> Decimal:
    return Decimal(sum_.amount) if sum_ is not None else ZERO
