"""The money, line by line, each with its rule and convention; what cannot be known is null, with the reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from nonpay_advisor.advice import words
from nonpay_advisor.advice.model import Money, MoneyLines, Sum
from nonpay_advisor.engine import charges
from nonpay_advisor.engine.charges import Interest, governing_charge, to_cent
from nonpay_advisor.engine.inference import Inference
from nonpay_advisor.engine.possible import YES
from nonpay_advisor.engine.situation import Held
from nonpay_advisor.errors import LawNotHeld
from nonpay_advisor.law import library
from nonpay_advisor.law.model import Charge
from nonpay_advisor.vocabulary.catalogue import NONE
from nonpay_advisor.vocabulary.places import place_name

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Figures:
    """The money lines, with the exact parts that other figures are made from."""

    lines: MoneyLines
    principal: Decimal | None
    interest: Decimal | None
    currency: str | None
    used: tuple[Held, ...]


def currency_of(inference: Inference) -> tuple[str | None, str]:
    """The currency of the claim, and where it was read from."""
    s = inference.situation
    given = s.term("claim.currency")
    if isinstance(given.exact, str):
        return given.exact, "given"
    place = s.term("customer.jurisdiction").exact
    if isinstance(place, str):
        for code in library.chain(place):
            return library.jurisdiction(code).currency, f"left out, so the currency of the customer's place, {place_name(code)}, was read"
    return None, "not known: neither the currency nor the customer's place is known"


def _line(amount: Decimal | None, currency: str | None, rule: str, convention: str, reason: str | None = None) -> Sum:
    if amount is None or currency is None:
        return Sum(sum=None, rule=rule, convention=convention, reason=reason or "the currency is not known")
    return Sum(sum=Money(amount=f"{amount:.2f}", currency=currency), rule=rule, convention=convention)


def convention(row: Charge) -> str:
    """A charge's convention in one sentence."""
    rate = f"{words.number(row.rate)}% a year" if row.rate is not None else f"the published rate plus {words.number(row.margin)} points"
    fixed = "" if row.rate is not None else ", fixed when interest began" if row.fixed == "at_start" else ", re-set as the rate changes"
    begins = "from the day after it began to run" if not row.starts_after_days else f"from {row.starts_after_days} days after the due date"
    ends = f", for {row.longest_days} days at most" if row.longest_days is not None else ""
    compounding = {"simple": "simple", "every_30_days": "compounded every 30 days:"}.get(row.compounding, f"compounded {row.compounding}:")
    return f"{compounding} interest at {rate}{fixed}, {row.day_count}, {begins}{ends}, rounded to the cent at the end"


def work_out(inference: Inference) -> Figures:
    """Work out what is owed on the day of the advice."""
    s = inference.situation
    currency, read_from = currency_of(inference)
    amount = s.term("claim.amount").exact
    principal = amount if isinstance(amount, Decimal) else None
    used: list[Held] = []
    held, row, why = governing_charge(s)
    interest, why_not = _interest(inference, principal, held, row, why)
    if held is not None:
        used.append(held)
    citation = held.row.citation if held else "the contract" if row else ""
    told = convention(row) if row else ""
    if row and _interest_until(inference) < s.as_of:
        told += "; up to the day of the petition, since later interest can as a rule not be claimed in an insolvency"
        interest = replace(interest, per_day=Decimal(0)) if interest else None
    if held and row and not row.of_right:
        told += "; in the court's discretion"
    total_interest = interest.total if interest else None
    late, late_rule, late_why = _late_charge(inference, principal)
    fixed, fixed_rule, fixed_why = _fixed(inference, principal, held, row)
    parts = [principal, total_interest, late, fixed]
    known = [p for p in parts if p is not None]
    partial = any(p is None for p in parts)
    unknown_sum = "the amount is not known"
    daily = to_cent(interest.per_day) if interest else None
    total = sum(known, ZERO) if principal is not None else None
    lines = MoneyLines(
        currency=currency,
        currency_read_from=read_from,
        principal=_line(principal, currency, "claim.amount", "what is unpaid today, tax included", unknown_sum),
        interest_to_date=_line(total_interest, currency, citation, told, why_not),
        per_day=_line(daily, currency, citation, "for each further day, rounded to the cent" if row else "", why_not),
        late_charges=_line(late, currency, late_rule, "once, as agreed", late_why),
        fixed_compensation=_line(fixed, currency, fixed_rule, "once for each late debt, by its size", fixed_why),
        total=_line(total, currency, "the sum of the lines above", "partial: a line is not known" if partial else "", unknown_sum),
        partial=partial,
    )
    return Figures(lines, principal, total_interest, currency, tuple(used))


def _interest(
    inference: Inference, principal: Decimal | None, held: Held | None, row: Charge | None, why: str | None
) -> tuple[Interest | None, str | None]:
    s = inference.situation
    if principal is None:
        return None, "the amount is not known"
    if row is None:
        return None, why
    start = charges.runs_from(s, held, row)
    if isinstance(start, str):
        return None, start
    # An invoice's own due day counts only for a charge that runs from the due day.
    debts = _debts(inference, principal) if row.starts == "derived.due_on" else [_Debt(principal, principal, None)]
    try:
        until = _interest_until(inference)
        made = [charges.accrue(d.unpaid, row, held.place if held else "", d.due_on or start, until) for d in debts]
    except LawNotHeld as error:
        return None, str(error)
    lines = tuple(line for one in made for line in one.lines)
    total = to_cent(sum((line.sum for line in lines), Decimal(0)))
    return Interest(lines, total, sum((one.per_day for one in made), Decimal(0)), made[0].rate), None


def _interest_until(inference: Inference) -> date:
    """The day that interest is reckoned to: the day of the advice, or that of the petition where an insolvency stays the debt."""
    today = inference.situation.as_of
    petition = inference.situation.term("customer.bankruptcy.petition_on").exact
    stayed = YES in (inference.conclusion("stay"), inference.conclusion("discharged"))
    return min(today, petition) if stayed and isinstance(petition, date) else today


@dataclass(frozen=True)
class _Debt:
    """One debt: what it was, what of it is unpaid, and when it fell due (None: as the whole claim)."""

    amount: Decimal
    unpaid: Decimal
    due_on: date | None


def _debts(inference: Inference, principal: Decimal) -> list[_Debt]:
    """The invoices one by one where all of them are known, else the claim as a whole. What was paid went to the oldest first."""
    whole = [_Debt(principal, principal, None)]
    invoices = inference.situation.term("claim.invoices").exact or ()
    if not all(isinstance(i.amount, Decimal) and isinstance(i.due_on, date) for i in invoices):
        return whole
    paid = sum((i.amount for i in invoices), ZERO) - principal
    if not invoices or paid < 0:
        return whole
    found = []
    for invoice in sorted(invoices, key=lambda i: i.due_on):
        gone = min(paid, invoice.amount)
        paid -= gone
        if invoice.amount > gone:
            found.append(_Debt(invoice.amount, invoice.amount - gone, invoice.due_on))
    return found or whole


def _late_charge(inference: Inference, principal: Decimal | None) -> tuple[Decimal | None, str, str | None]:
    s = inference.situation
    fee = s.term("contract.late_fee").exact
    if fee is NONE:
        return ZERO, "the contract sets none", None
    if fee is None:
        return None, "", "whether a late fee was agreed is not known"
    if fee is True:
        return None, "the contract", "the agreed late fee's amount is not known"
    if s.term("contract.late_charge_agreed_when").exact == "on_invoice_only":
        return ZERO, "a charge that stands only on the invoice was not agreed", None
    if inference.possible("contract_late_charge") & {"barred"}:
        return None, "the contract", "whether the late fee can be claimed depends on other facts or is barred"
    if isinstance(fee, str):
        if principal is None:
            return None, "the contract", "the amount is not known"
        return to_cent(principal * Decimal(fee.rstrip("%")) / 100), f"the contract: {fee} of the principal", None
    return (fee, "the contract", None) if isinstance(fee, Decimal) else (None, "", "the late fee could not be read")


def _fixed(
    inference: Inference, principal: Decimal | None, held: Held | None, row: Charge | None
) -> tuple[Decimal | None, str, str | None]:
    if row is None or held is None:
        rows, _ = inference.situation.held("interest.statutory_late")
        if rows or row is None:
            return (
                (ZERO, "no fixed sum goes with the contract's own rate", None)
                if row is not None
                else (None, "", "it is not known which charge applies")
            )
        return ZERO, "no law held gives one", None
    if not row.fixed_sums:
        return ZERO, "no fixed sum is given by " + held.row.citation, None
    if principal is None:
        return None, held.row.citation, "the amount is not known"
    if inference.situation.flat.get("claim.currency") not in (None, library.jurisdiction(held.place).currency):
        return None, held.row.citation, "the law's sum is in another currency, and nothing is converted here"
    if inference.situation.term("derived.overdue").exact is not True:
        return ZERO, "the debt is not late", None
    # Each late invoice is a debt of its own.
    late = [d for d in _debts(inference, principal) if d.due_on is None or d.due_on < inference.situation.as_of]
    return sum((charges.fixed_sum(row, d.amount) or ZERO for d in late), ZERO), held.row.citation, None
