"""What does not fit together in the facts of a case: said with both figures, never mended in silence and never a refusal.

What cannot be at all (work that ends before it begins) is refused where facts are read; here stands what may have a good reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from nonpay_advisor.advice import words
from nonpay_advisor.advice.model import Doubt
from nonpay_advisor.engine.situation import Situation

ZERO = Decimal("0.00")
# What has happened cannot lie ahead. (A due day, an end of the work or a hearing may.)
HAPPENED = {
    "history.reminders": "A reminder",
    "history.calls": "A call",
    "history.demand_letters": "A demand letter",
    "history.mediations": "A mediation",
    "claim.payments": "A payment",
    "claim.invoiced_on": "The invoice",
    "claim.work_started_on": "The first day of the work",
    "contract.signed_on": "The contract",
    "dispute.raised_on": "The objection",
    "dispute.acknowledgment.on": "The admission of the debt",
    "customer.died_on": "The customer's death",
    "customer.bankruptcy.petition_on": "The filing of the insolvency",
    "history.suit.filed_on": "The suit",
    "history.judgment.on": "The judgment",
    "history.award.on": "The award",
    "history.payment_plan.agreed_on": "The payment plan",
    "history.public_claim.sent_on": "The claim to the public body",
}


def doubts(s: Situation, currency: str | None) -> tuple[Doubt, ...]:
    """Everything in the facts that does not fit together, the sums first."""
    return (*_sums(s, currency), *_days(s))


def _sums(s: Situation, currency: str | None) -> Iterator[Doubt]:
    def money(amount: Decimal) -> str:
        return words.money(amount, currency)

    amount, price = s.term("claim.amount").exact, s.term("claim.contract_price").exact
    if not isinstance(amount, Decimal):
        return
    paid, _ = _listed(s, "claim.payments")
    billed, every = _listed(s, "claim.invoices")
    if billed is not None and every and billed != amount and not (paid is not None and billed - paid == amount):
        less = f", or {money(billed - paid)} less what was paid" if paid and billed > paid else ""
        yield Doubt(
            text=f"The unpaid sum is given as {money(amount)}, but the invoices listed come to {money(billed)}{less}. "
            f"All figures here rest on {money(amount)}.",
            facts=("claim.amount", "claim.invoices", *(("claim.payments",) if paid else ())),
        )
    if isinstance(price, Decimal):
        together = amount + (paid or ZERO)
        if together > price:
            with_paid = f" and {money(paid)} paid, together {money(together)}," if paid else ""
            yield Doubt(
                text=f"{money(amount)} unpaid{with_paid} is more than the price of the whole job, given as {money(price)}. Extra work may "
                "explain it; interest and late fees do not belong in the unpaid sum.",
                facts=("claim.amount", "claim.contract_price", *(("claim.payments",) if paid else ())),
            )
    disputed = s.term("dispute.disputed_amount").exact
    if isinstance(disputed, Decimal) and disputed > amount:
        yield Doubt(
            text=f"The disputed part is given as {money(disputed)}, which is more than the {money(amount)} that is unpaid.",
            facts=("claim.amount", "dispute.disputed_amount"),
        )


def _listed(s: Situation, fact_id: str) -> tuple[Decimal | None, bool]:
    """The sum of a list's amounts, and whether each of them is known; nothing where there is no list."""
    items = s.flat.get(fact_id)
    if not isinstance(items, tuple) or not items:
        return None, True
    amounts = [i.amount for i in items]
    return sum((a for a in amounts if isinstance(a, Decimal)), ZERO), all(isinstance(a, Decimal) for a in amounts)


def _days(s: Situation) -> Iterator[Doubt]:
    for fact_id, what in HAPPENED.items():
        later = sorted({day for day in _given(s.flat.get(fact_id)) if day > s.as_of})
        if later:
            yield Doubt(
                text=f"{what} is dated {' and '.join(map(words.day, later))}, after {words.day(s.as_of)}, the day of this advice. It is "
                "taken as given and cannot have happened yet; letters leave it out.",
                facts=(fact_id,),
            )


def _given(value: Any) -> Iterator[date]:
    for one in value if isinstance(value, tuple) else (value,):
        day = getattr(one, "on", one)
        if isinstance(day, date):
            yield day
