"""The account of a claim: the debts that it is made of, what was paid on each, and the interest of each to a day.

Once there is a judgment it takes the claim's place: one debt, for the sum awarded, with the interest that judgments bear.

The one place where a claim is cut into its invoices. Each invoice bears interest from its own due day; a sum that was paid bore
interest until the day it came. Which debt a payment was set against, and whether interest or principal came first, is law
(`payment.among_debts`, `payment.within_debt`); where none is held, the oldest debt and the principal, as the fact `claim.amount`
(the principal unpaid today) says. Every line follows the convention of the charge; the total is rounded once, at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nonpay_advisor.engine.charges import Interest, Line, accrue, charge_on_judgment, governing_charge, runs_from, to_cent
from nonpay_advisor.errors import LawNotHeld
from nonpay_advisor.law.model import ValueRow
from nonpay_advisor.vocabulary.catalogue import NONE

if TYPE_CHECKING:
    from nonpay_advisor.engine.situation import Held, Situation
    from nonpay_advisor.law.model import Charge

ZERO = Decimal("0.00")
AMONG, WITHIN = "payment.among_debts", "payment.within_debt"
# The words of the law values; the first of each is the convention where no law is held.
OLDEST_FIRST, IN_PROPORTION = "the oldest debt first", "all debts in proportion"
PRINCIPAL_FIRST, INTEREST_FIRST = "the principal first", "interest first"
ORDERS = {AMONG: (OLDEST_FIRST, IN_PROPORTION), WITHIN: (PRINCIPAL_FIRST, INTEREST_FIRST)}  # as law.toml has them


@dataclass(frozen=True)
class Paid:
    """What a payment took off the principal of one debt."""

    amount: Decimal
    on: date


@dataclass
class Debt:
    """One debt of the claim, mostly an invoice.

    opened  what was owed before any payment whose day is known
    due_on  when it fell due; None where it is the claim as a whole and that is not known exactly
    """

    opened: Decimal
    due_on: date | None
    paid: list[Paid] = field(default_factory=list)

    @property
    def unpaid(self) -> Decimal:
        """What is unpaid of its principal today."""
        return self.opened - sum((p.amount for p in self.paid), ZERO)

    @property
    def when_due(self) -> Decimal:
        """What was unpaid on its due day: by that, fixed sums are given."""
        return self.opened - sum((p.amount for p in self.paid if self.due_on and p.on <= self.due_on), ZERO)


@dataclass(frozen=True)
class Order:
    """How payments were set against debts, with the law that says so (None: a convention)."""

    among: str
    within: str
    held: tuple[Held, ...]


@dataclass(frozen=True)
class Account:
    """Interest to a day with its lines, or why it cannot be had.

    principal  what is unpaid on the day of the case
    interest   all that has accrued, to the cent; what payments took of it is off the principal instead, so that both together are owed
    simple     whether it is the plain case: one debt, nothing paid since interest began
    paid       whether part payments came since interest began
    undated    whether a payment's day or sum is not known, so that the interest on it until it came is left out
    judged     whether the debt is a judgment's
    """

    until: date
    principal: Decimal | None
    debts: tuple[Debt, ...]
    entries: tuple[Line, ...]
    interest: Decimal | None
    per_day: Decimal | None
    held: Held | None
    row: Charge | None
    order: Order
    simple: bool
    paid: bool
    undated: bool
    judged: bool
    why_not: str

    @property
    def citation(self) -> str:
        """On what the interest rests."""
        return self.held.row.citation if self.held else "the contract" if self.row else ""

    @property
    def charge_id(self) -> str:
        """The law id of the charge, or the fact in which the contract's rate stands."""
        return self.held.datum.id if self.held else "contract.interest_rate" if self.row else ""

    @property
    def of_right(self) -> bool:
        """Whether the interest is owed, not left to a court."""
        return self.row.of_right if self.row else False


def account(s: Situation, until: date | None = None, charge: tuple[Held, Charge] | None = None) -> Account:
    """Work out the account of a case to a day.

    until   the day of the case where left out
    charge  what interest follows, where it is not the charge that governs in general
    """
    day = until or s.as_of
    order = _order(s)
    owed = (None if charge else _judgment(s, day)) or _claim(s)
    held, row, why = (*charge, None) if charge else charge_on_judgment(s) if owed.judged else governing_charge(s)
    debts = owed.debts
    starts: list[date] = []
    if owed.principal is None:
        why = "the sum of the judgment is not known" if owed.judged else "the amount is not known"
    elif row is None:
        why = why or "no rate of interest is held for this place"
    else:
        start = runs_from(s, held, row)
        if isinstance(start, str):
            why = start
        else:
            # An invoice's own due day counts only for a charge that runs from the due day.
            starts = [d.due_on or start if row.starts == "derived.due_on" else start for d in debts]
    accrued = _Accrued(row, held.place if held else "", starts) if row and starts else None
    entries: list[Line] = []
    per_day = Decimal(0)
    try:
        _pay(owed.paid, debts, order, accrued)
        for debt, first in zip(debts, starts, strict=False):
            assert accrued is not None
            found = accrued.on(debt.unpaid, first, day)
            entries += found.lines if debt.unpaid else ()
            per_day += found.per_day
        for debt, first in zip(debts, starts, strict=False):
            assert accrued is not None
            for paid in debt.paid:
                entries += accrued.on(paid.amount, first, min(paid.on, day)).lines
    except LawNotHeld as error:
        why, starts = str(error), []
    late = any(p.on > first for debt, first in zip(debts, starts, strict=False) for p in debt.paid)
    return Account(
        until=day,
        principal=owed.principal,
        debts=tuple(debts),
        entries=tuple(entries) if starts else (),
        interest=to_cent(sum((e.sum for e in entries), Decimal(0))) if starts else None,
        per_day=to_cent(per_day) if starts else None,
        held=held,
        row=row,
        order=order,
        simple=len(debts) < 2 and not late,
        paid=late,
        undated=owed.undated,
        judged=owed.judged,
        why_not="" if starts else why or "",
    )


@dataclass(frozen=True)
class _Accrued:
    row: Charge
    place: str
    starts: list[date]

    def on(self, sum_: Decimal, start: date, until: date) -> Interest:
        """Interest on a sum from the day after `start`."""
        return accrue(sum_, self.row, self.place, start, until)

    def of(self, debts: list[Debt], day: date) -> Decimal:
        """All interest that has accrued on debts by a day."""
        found = Decimal(0)
        for debt, start in zip(debts, self.starts, strict=True):
            for sum_, until in ((debt.unpaid, day), *((p.amount, min(p.on, day)) for p in debt.paid)):
                found += sum((line.sum for line in self.on(sum_, start, until).lines), Decimal(0))
        return found


# -- the debts


def payments(s: Situation) -> tuple[list[Paid], bool]:
    """The payments whose day and sum are known, in their order, and whether there is one of which they are not."""
    term = s.term("claim.payments")
    # Not known whether anything was paid: what is unpaid today is known, and that is what the account is on.
    listed = () if term.open else term.items[0]
    known = [Paid(p.amount, p.on) for p in listed if isinstance(p.on, date) and isinstance(p.amount, Decimal)]
    return sorted(known, key=lambda p: p.on), len(known) < len(listed)


def listed_invoices(s: Situation) -> tuple[Any, ...]:
    """The invoices of the claim where each has its amount and its due day, else none."""
    term = s.term("claim.invoices")
    listed = term.items[0] if term.items and term.items[0] is not NONE else ()
    return tuple(listed) if all(isinstance(i.amount, Decimal) and isinstance(i.due_on, date) for i in listed) else ()


@dataclass(frozen=True)
class _Owed:
    """What an account is on: the debts, the payments to set against them, and what is unpaid of them today (None: not known)."""

    debts: list[Debt]
    paid: list[Paid]
    undated: bool
    principal: Decimal | None
    judged: bool = False


def _judgment(s: Situation, day: date) -> _Owed | None:
    """The debt of a judgment that there is by a day; None where there is none. What was paid before it, the court has taken off."""
    if s.term("history.judgment").exact is not True:
        return None
    on, awarded = s.term("history.judgment.on").exact, s.term("history.judgment.amount").exact
    entered = on if isinstance(on, date) else None
    if entered and entered > day:
        return None
    paid, undated = payments(s)
    since = [p for p in paid if entered is None or p.on > entered]
    if not isinstance(awarded, Decimal):
        return _Owed([], since, undated, None, judged=True)
    return _Owed([Debt(awarded, entered)], since, undated, awarded - sum((p.amount for p in since), ZERO), judged=True)


def _claim(s: Situation) -> _Owed:
    """The debts of the claim itself."""
    amount = s.term("claim.amount").exact
    if not isinstance(amount, Decimal):
        return _Owed([], [], False, None)
    debts, undated = _debts(s, amount)
    return _Owed(debts, payments(s)[0], undated, amount)


def _debts(s: Situation, principal: Decimal) -> tuple[list[Debt], bool]:
    """The debts before any payment, the oldest first, and whether a payment's day or sum is not known."""
    paid, undated = payments(s)
    together = sum((p.amount for p in paid), ZERO)
    invoices = listed_invoices(s)
    billed = sum((i.amount for i in invoices), ZERO)
    if not invoices or billed < principal:
        # One debt, or invoices that do not add up to the claim: the claim as a whole.
        due = s.term("derived.due_on").exact
        return [Debt(principal + together, due if isinstance(due, date) else None)], undated
    debts = [Debt(i.amount, i.due_on) for i in sorted(invoices, key=lambda i: i.due_on)]
    # The invoices are listed with what is unpaid on them, or as they were billed: what was paid is then still to be taken off.
    gone = billed - principal - together
    if gone < 0:
        debts[0].opened -= gone
    for debt in debts if gone > 0 else ():
        less = min(gone, debt.opened)
        debt.opened -= less
        gone -= less
    return [d for d in debts if d.opened], undated


def _order(s: Situation) -> Order:
    among, within = (s.held(law_id)[0] for law_id in (AMONG, WITHIN))
    said = [next((str(h.row.value) for h in rows if len(rows) == 1 and isinstance(h.row, ValueRow)), None) for rows in (among, within)]
    return Order(
        among=said[0] or OLDEST_FIRST,
        within=said[1] or PRINCIPAL_FIRST,
        held=tuple(h for rows, one in ((among, said[0]), (within, said[1])) if one for h in rows),
    )


def _pay(paid: list[Paid], debts: list[Debt], order: Order, accrued: _Accrued | None) -> None:
    """Set payments against the debts, one after the other."""
    taken = Decimal(0)
    for payment in paid:
        left = payment.amount
        if order.within == INTEREST_FIRST and accrued is not None:
            interest = min(left, max(Decimal(0), to_cent(accrued.of(debts, payment.on)) - taken))
            taken += interest
            left -= interest
        for debt, share in _shares(debts, left, order.among):
            if share:
                debt.paid.append(Paid(share, payment.on))


def _shares(debts: list[Debt], sum_: Decimal, among: str) -> list[tuple[Debt, Decimal]]:
    """How a sum is set against the principal of debts."""
    whole = sum((d.unpaid for d in debts), ZERO)
    left = min(sum_, whole)
    found = []
    for debt in debts:
        share = min(left, debt.unpaid)
        if among == IN_PROPORTION and debt is not debts[-1] and whole:
            share = min(share, to_cent(min(sum_, whole) * debt.unpaid / whole))
        found.append((debt, share))
        left -= share
    # A cent that the rounding left over goes to the first debt that still has room for it.
    settled = []
    for debt, share in found:
        more = min(left, debt.unpaid - share)
        settled.append((debt, share + more))
        left -= more
    return settled


# -- one payment


@dataclass(frozen=True)
class Split:
    """How one payment was set against what is owed."""

    costs: Decimal
    interest: Decimal
    principal: Decimal
    left_over: Decimal


PARTS = ("costs", "interest", "principal")


def apply(payment: Decimal, costs: Decimal, interest: Decimal, principal: Decimal, order: tuple[str, ...] = PARTS) -> Split:
    """Set a payment against costs, interest and principal, in the order that the law, the contract or the payer says.

    order  first costs, then interest, then the principal, where nobody said otherwise
    """
    owed = {"costs": costs, "interest": interest, "principal": principal}
    if sorted(order) != sorted(owed):
        raise ValueError(f"order: read {order!r}, each of costs, interest, principal once is needed")
    taken = dict.fromkeys(owed, ZERO)
    left = payment
    for name in order:
        taken[name] = min(left, owed[name])
        left -= taken[name]
    return Split(taken["costs"], taken["interest"], taken["principal"], left)
