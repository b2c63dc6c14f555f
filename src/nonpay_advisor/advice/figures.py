"""The money, line by line, each with its rule and convention; what cannot be known is null, with the reason.

One rule for the advice, the report and the letters: a line counts in the total where it can be asked for today as of right. What
lies in a court's discretion, what depends on a fact and what the user chose to leave out is shown, and said not to be in the total.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nonpay_advisor.advice import words
from nonpay_advisor.advice.model import Money, MoneyLines, Sum
from nonpay_advisor.engine import charges
from nonpay_advisor.engine.account import AMONG, WITHIN, ZERO, Account, account
from nonpay_advisor.engine.inference import Inference
from nonpay_advisor.engine.possible import YES
from nonpay_advisor.engine.situation import Held
from nonpay_advisor.law import library
from nonpay_advisor.law.model import Charge, ChargeRow
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import NONE
from nonpay_advisor.vocabulary.places import place_name

CONSTRUCTION = "construction.prompt_payment_interest"
CONTRACT = "contract.interest_rate"
# The option whose status says whether interest by a charge can be asked for; by any other charge it is the law's.
_CHARGED_BY = {
    CONTRACT: "contract_late_charge",
    "government.prompt_payment_interest": "prompt_payment_claim",
    CONSTRUCTION: "prompt_payment_claim",
}
PER_DAY = "for each further day, rounded to the cent"
NOT_CLAIMED = "not in the total: you chose not to claim it"
IN_DISCRETION = "not in the total, and not asked for in letters: it lies in a court's discretion"


@dataclass(frozen=True)
class Figures:
    """The money lines, with the exact parts that other figures are made from.

    account  the interest line by line
    most     the total with what a court may give on top; None where the amount is not known
    """

    lines: MoneyLines
    account: Account
    most: Decimal | None
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


def _line(amount: Decimal | None, currency: str | None, rule: str, convention: str, reason: str | None = None, out: str = "") -> Sum:
    if amount is None or currency is None:
        return Sum(sum=None, rule=rule, convention=convention, reason=reason or "the currency is not known")
    out = out if amount else ""
    told = "; ".join(part for part in (convention, out) if part)
    return Sum(sum=Money(amount=f"{amount:.2f}", currency=currency), rule=rule, convention=told, in_total=not out)


def convention(row: Charge) -> str:
    """A charge's convention in one sentence."""
    rate = f"{words.number(row.rate)}% a year" if row.rate is not None else f"the published rate plus {words.number(row.margin)} points"
    fixed = "" if row.rate is not None else ", fixed when interest began" if row.fixed == "at_start" else ", re-set as the rate changes"
    counted = {"claim.invoiced_on": "the invoice", "derived.due_on": "the due date"}.get(row.starts, "the day it counts from")
    begins = "from the day after it began to run" if not row.starts_after_days else f"from {row.starts_after_days} days after {counted}"
    ends = f", for {row.longest_days} days at most" if row.longest_days is not None else ""
    compounding = {"simple": "simple", "every_30_days": "compounded every 30 days:"}.get(row.compounding, f"compounded {row.compounding}:")
    return f"{compounding} interest at {rate}{fixed}, {row.day_count}, {begins}{ends}, rounded to the cent at the end"


def governing(inference: Inference) -> tuple[Held, Charge] | None:
    """The charge that goes before the general one in this case: that of a prompt-payment law for construction, where it applies."""
    s = inference.situation
    if s.term("history.judgment").exact is True:
        return None
    general, row, _ = charges.governing_charge(s)
    by_contract, public = row is not None and general is None, general is not None and general.datum.id.startswith("government.")
    if by_contract or public or inference.conclusion("construction_work") != YES or not claimable(inference, "prompt_payment_claim"):
        return None
    rows, _ = s.held(CONSTRUCTION)
    if len(rows) != 1 or not isinstance(rows[0].row, ChargeRow) or rows[0].row.value is not None:
        return None
    if row is not None and row.of_right and not rows[0].row.of_right:
        return None
    # Until it runs (it may have to be demanded first), the general interest does.
    runs = charges.runs_from(s, rows[0], rows[0].row)
    return (rows[0], rows[0].row) if isinstance(runs, date) and runs < s.as_of else None


def account_of(inference: Inference, until: date | None = None) -> Account:
    """The account of a case to a day: today, or the day of the petition where an insolvency stays the debt."""
    return account(inference.situation, until or _interest_until(inference), governing(inference))


def claimable(inference: Inference, option_id: str) -> bool:
    """Whether a charge is owed: its option is open, or closed only by what closes every word to the customer (a stay, a death)."""
    status = inference.settled()[option_id]
    if status != "barred":
        return status == "available"
    closed, silent = (_bars(inference, o) for o in (option_id, "reminder"))
    return bool(closed) and closed <= silent


def _bars(inference: Inference, option_id: str) -> set[int]:
    return {n for n in inference.program.by_option[option_id].bar if inference.rules[n] == YES}


def _interest_until(inference: Inference) -> date:
    today = inference.situation.as_of
    petition = inference.situation.term("customer.bankruptcy.petition_on").exact
    stayed = YES in (inference.conclusion("stay"), inference.conclusion("discharged"))
    return min(today, petition) if stayed and isinstance(petition, date) else today


def payment_order(made: Account) -> str:
    """In which order payments were set against the debts, and on what authority."""
    order, by = made.order, {h.datum.id: h.row.citation for h in made.order.held}
    many = sum(bool(d.opened) for d in made.debts) > 1
    said = [(order.within, WITHIN), *([(order.among, AMONG)] if many else [])]
    parts = [f"{words_} ({by[law_id]})" if law_id in by else words_ for words_, law_id in said]
    conventional = [w for w, law_id in said if law_id not in by]
    told = f"what was paid is set against {' and '.join(parts)}"
    if conventional:
        told += ", the usual convention, since no law on that order is held here; the payer or the contract may have said otherwise"
    return told


def work_out(inference: Inference, *, declined: bool = False) -> Figures:
    """Work out what is owed on the day of the advice.

    declined  whether the user has said that interest and charges are not claimed
    """
    s = inference.situation
    currency, read_from = currency_of(inference)
    made = account_of(inference)
    principal, held, row = made.principal, made.held, made.row
    told = convention(row) if row else ""
    if row and made.until < s.as_of:
        told += "; up to the day of the petition, since later interest can as a rule not be claimed in an insolvency"
    if len(made.debts) > 1 and row:
        told += "; each invoice from its own due day" if row.starts == "derived.due_on" else ""
    if made.paid:
        told += f"; {payment_order(made)}; what was paid late bore interest until it came"
    if made.undated:
        told += "; a payment's day or sum is not known, so interest on it until it came is left out"
    by = _CHARGED_BY.get(made.charge_id, "statutory_late_interest")
    discretion = row is not None and not made.of_right and not declined
    interest_out = IN_DISCRETION if discretion else NOT_CLAIMED if declined else "" if made.judged else _left_out(inference, by, declined)
    daily = None if made.per_day is None else ZERO if made.until < s.as_of else made.per_day
    merged = (ZERO, "the judgment took the place of what was owed before it", None)
    late, late_rule, late_why = merged if made.judged else _late_charge(inference, principal)
    fixed, fixed_rule, fixed_why = merged if made.judged else _fixed(inference, made)
    late_out, fixed_out = (_left_out(inference, option, declined) for option in ("contract_late_charge", "statutory_late_interest"))
    late_told, fixed_told = "once, as agreed" if late else "", "once for each late debt, by its size" if fixed else ""
    found = {
        "interest_to_date": (made.interest, made.citation, told, made.why_not, interest_out),
        "late_charges": (late, late_rule, late_told, late_why, late_out),
        "fixed_compensation": (fixed, fixed_rule, fixed_told, fixed_why, fixed_out),
    }
    counted = {k: f[0] for k, f in found.items() if f[0] is not None and not f[4]}
    # What is not known, or depends on what is not known, may come on top.
    partial = any(f[0] is None or (f[0] and f[4].startswith(_DEPENDS)) for f in found.values()) or principal is None
    unknown_sum = "the sum of the judgment is not known" if made.judged else "the amount is not known"
    total = None if principal is None else principal + sum(counted.values(), ZERO)
    may_come = [f[0] for f in found.values() if f[0] is not None and (f[4] == IN_DISCRETION or f[4].startswith(_DEPENDS))]
    lines = MoneyLines(
        currency=currency,
        currency_read_from=read_from,
        principal=_line(principal, currency, *_principal_words(made), unknown_sum),
        per_day=_line(daily, currency, made.citation, PER_DAY if row else "", made.why_not, interest_out),
        total=_line(total, currency, "the sum of the lines above", _total_words(partial, found), unknown_sum),
        partial=partial,
        **{name: _line(sum_, currency, rule, how, why, out) for name, (sum_, rule, how, why, out) in found.items()},
    )
    used = (*((held,) if held else ()), *(made.order.held if made.paid else ()))
    return Figures(lines, made, None if total is None else total + sum(may_come, ZERO), currency, used)


def _principal_words(made: Account) -> tuple[str, str]:
    if made.judged:
        return "history.judgment.amount", "the sum awarded, less what was paid after the judgment"
    return "claim.amount", "what is unpaid today, tax included"


_DEPENDS = "not in the total: whether it can be asked for depends on "


def _left_out(inference: Inference, option_id: str, declined: bool) -> str:
    """Why a charge is not in the total, or nothing where it is."""
    if declined:
        return NOT_CLAIMED
    if claimable(inference, option_id):
        return ""
    status = inference.settled()[option_id]
    title = catalogue.options()[option_id].title
    if status == "undetermined":
        facts = sorted({c[1] for c in inference.causes(option_id) if c[0] == "fact"})
        asked = " ".join(f"“{catalogue.facts()[f].question.text}”" for f in facts[:2])
        return _DEPENDS + (asked or "law that is not held here")
    if status == "premature":
        return f"not in the total: something must come first (option “{title}”)"
    return f"not in the total: the option “{title}” is not open in this case"


def _total_words(partial: bool, found: dict[str, tuple[Decimal | None, str, str, str | None, str]]) -> str:
    named = {"interest_to_date": "interest", "late_charges": "late charges", "fixed_compensation": "the fixed sum"}
    out = [name for key, name in named.items() if found[key][0] and found[key][4]]
    said = ["partial: a line is not known"] if partial and any(f[0] is None for f in found.values()) else []
    return "; ".join([*said, *([f"without {' and '.join(out)}, as said there"] if out else [])])


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
        return charges.to_cent(principal * Decimal(fee.rstrip("%")) / 100), f"the contract: {fee} of the principal", None
    return (fee, "the contract", None) if isinstance(fee, Decimal) else (None, "", "the late fee could not be read")


def _fixed(inference: Inference, made: Account) -> tuple[Decimal | None, str, str | None]:
    held, row = made.held, made.row
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
    if made.principal is None:
        return None, held.row.citation, "the amount is not known"
    if inference.situation.flat.get("claim.currency") not in (None, library.jurisdiction(held.place).currency):
        return None, held.row.citation, "the law's sum is in another currency, and nothing is converted here"
    if inference.situation.term("derived.overdue").exact is not True:
        return ZERO, "the debt is not late", None
    # Each late invoice is a debt of its own, as large as it was when it fell due.
    late = [d for d in made.debts if d.due_on is None or d.due_on < inference.situation.as_of]
    return sum((charges.fixed_sum(row, d.when_due) or ZERO for d in late if d.when_due), ZERO), held.row.citation, None
