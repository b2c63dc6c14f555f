"""Answers an interview from a complete case, as a person who knows everything would."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import generate
from generate import AS_OF, FACTS, Case
from nonpay_advisor.engine.flat import CHOICES_UNMADE
from nonpay_advisor.engine.situation import NOT_AFTER
from nonpay_advisor.interview.answers import Answers
from nonpay_advisor.interview.next import GroupClearing, Question, has_ordinary, ordinary_value, take_stock
from nonpay_advisor.vocabulary.catalogue import Fact

# A choice is not unknown but not made; a currency left out is that of the place, and so is not unknown either.
NOT_LEARNT = frozenset({*CHOICES_UNMADE, "claim.currency"})


def drawn(fact: Fact, r: random.Random) -> Any:
    """A value for a fact that a case does not speak of."""
    place = r.choice(generate.HELD)
    some = {
        "yes_no": r.random() < 0.5, "choice": r.choice(fact.choices or ("",)), "money": Decimal(r.randint(1, 2_000_000)) / 100,
        "number": Decimal(r.randint(0, 20)), "count": r.choice([1, 5, 14, 30]), "day": AS_OF - timedelta(days=r.randint(1, 900)),
        "event": AS_OF - timedelta(days=r.randint(1, 900)), "place": place, "places": [place], "currency": "USD", "late_fee": "5%",
        "table": True, "choices": list(fact.choices[:1]), "text": "somewhere", "list": [],
    }  # fmt: skip
    if fact.none_ok and fact.kind != "yes_no" and r.random() < 0.6:
        return [] if fact.kind in {"list", "places", "choices"} else False
    return some[fact.kind]


@dataclass
class Simulated:
    """An interview held with a complete case."""

    truth: Mapping[str, Any]
    seed: int = 0
    unknown: frozenset[str] = frozenset()
    answers: Answers = field(default_factory=Answers)
    asked: list[str] = field(default_factory=list)
    as_of: date = AS_OF

    def value(self, fact_id: str) -> Any:
        """The true answer: the case's own, else what is ordinary, else anything (always the same)."""
        if fact_id in self.truth:
            return self.truth[fact_id]
        if has_ordinary(fact_id):
            return ordinary_value(fact_id)
        return drawn(FACTS[fact_id], random.Random(f"{self.seed} {fact_id}"))

    def answer(self, fact_id: str) -> None:
        """Answer one question from the truth; what cannot be so with the other answers is not known."""
        try:
            if fact_id in self.unknown:
                raise ValueError
            self.answers.put(fact_id, self.value(fact_id))
        except ValueError:
            self.answers.skip(fact_id)

    def step(self) -> Question | GroupClearing | None:
        """Answer the next question, and return it."""
        stock = take_stock(self.answers.facts(), self.as_of, frozenset(self.answers.skipped), frozenset(self.answers.to_ask))
        if isinstance(stock.next, GroupClearing):
            self.asked.append(stock.next.group)
            for fact_id in stock.next.facts:
                if fact_id not in self.unknown and self.value(fact_id) == ordinary_value(fact_id):
                    self.answers.put(fact_id, ordinary_value(fact_id))
                else:
                    self.answers.ask(fact_id)
        elif stock.next is not None:
            self.asked.append(stock.next.fact)
            self.answer(stock.next.fact)
        return stock.next

    def run(self, most: int = 150) -> Simulated:
        """Answer to the end."""
        while self.step() is not None:
            assert len(self.asked) < most, self.asked[-20:]
        return self

    def completed(self, seed: int) -> dict[str, Any]:
        """The case with every fact that was not asked filled in, consistently with what was answered."""
        r = random.Random(seed)
        full = Answers(self.answers.nested())
        full.skipped = []
        for fact_id, fact in FACTS.items():
            if fact_id in full.given or fact_id in self.answers.skipped or fact_id in NOT_LEARNT or r.random() < 0.1:
                continue
            if fact.table is not None and full.given.get(fact.table) is not True:
                continue
            s = generate.Situation(generate.lay(full.facts())[0], self.as_of)
            if s.is_beside_the_point(fact):
                continue
            usual = has_ordinary(fact_id) and r.random() < 0.5
            value = ordinary_value(fact_id) if usual else drawn(fact, r)
            if value is False and isinstance(full.given.get(NOT_AFTER.get(fact_id, "")), date):
                # What has ended has begun.
                continue
            try:
                full.put(fact_id, value)
            except ValueError:
                continue
        return full.nested()


def truth_of(kind: str, seed: int) -> Case:
    """A complete realistic case: what an organisation orders is for business."""
    r = random.Random(seed)
    case = generate.case_of(kind, r)
    case.pop("ordinary", None)
    if case["customer.kind"] not in {"individual", "sole_trader"}:
        case["claim.purpose"] = "business"
    return case
