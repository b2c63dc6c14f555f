"""Dates, sums and simple conclusions that are worked out from facts and law, each with what it reads.

Where a date is known only about, the span is kept and every comparison that straddles it stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nonpay_advisor.engine.clocks import add_months
from nonpay_advisor.engine.possible import NO, NOTHING_THERE, UNKNOWN, YES, Cause, Possible, Range, compare, ends, known, union, unknown
from nonpay_advisor.law.model import ChargeRow
from nonpay_advisor.vocabulary.catalogue import NONE
from nonpay_advisor.vocabulary.kinds import FIRST_DAY, LAST_DAY, Span

if TYPE_CHECKING:
    from nonpay_advisor.engine.situation import Situation

# How far off a day that is known only about may be.
ABOUT_DAYS = 15
# How long after the work or the bill a debt can at most be said to fall due, where no day was agreed.
REASONABLE_DAYS = 60
# How long the money of a cheque offered in full can be given back so that nothing is settled (UCC § 3-311(c)(2)).
REPAY_DAYS = Decimal(90)
# Public bodies that are citizens of their state, as a company is (Moor v. County of Alameda, 411 U.S. 693 (1973)).
LOCAL_BODIES = ("local", "school_district")


@dataclass(frozen=True)
class Formula:
    """How a derived term is worked out, and the terms it reads."""

    work: Callable[[Situation], Possible]
    reads: tuple[str, ...]


FORMULAS: dict[str, Formula] = {}


def _derived(name: str, *reads: str) -> Callable[[Callable[[Situation], Possible]], Callable[[Situation], Possible]]:
    def keep(work: Callable[[Situation], Possible]) -> Callable[[Situation], Possible]:
        FORMULAS["derived." + name] = Formula(work, reads)
        return work

    return keep


def _yes_no(truth: int, *parts: Possible) -> Possible:
    if truth == UNKNOWN:
        return Possible((), union(parts).causes) if parts else unknown()
    return known(truth == YES)


def _shift(item: Any, days: int) -> Any:
    if item is NONE:
        return NONE

    def move(day: date) -> date:
        room = (LAST_DAY - day).days if days >= 0 else (day - FIRST_DAY).days
        return day + timedelta(days=max(-room, min(room, days)) if days < 0 else min(room, days))

    first, last = (move(d) for d in ends(item))
    return first if first == last else Span(first, last)


def _plus_days(start: Possible, days: Possible) -> Possible:
    """A day so many days after another; none where either is none."""
    if start.open or days.open:
        return Possible((), start.causes | days.causes)
    items = [NONE if a is NONE or b is NONE else _later_by(a, b) for a in start.items for b in days.items]
    return Possible(tuple(dict.fromkeys(items)), start.causes | days.causes)


def _later_by(day: Any, days: Any) -> Any:
    """A day, or a span of days, so many days later; of a number known only about, a span."""
    fewest, most = (_shift(day, int(edge)) for edge in (ends(days) if isinstance(days, Range) else (days, days)))
    return fewest if fewest == most else Span(ends(fewest)[0], ends(most)[1])


def _days_since(start: Possible, today: date) -> Possible:
    """Days from a day until today (below zero while it is still to come)."""
    items: list[Any] = []
    for item in start.items:
        if item is NONE:
            items.append(NONE)
            continue
        first, last = ends(item)
        low, high = Decimal((today - last).days), Decimal((today - first).days)
        items.append(low if low == high else Range(low, high))
    return Possible(tuple(items), start.causes)


@_derived("today")
def _today(s: Situation) -> Possible:
    return known(s.as_of)


@_derived(
    "due_on",
    "claim.due_on",
    "claim.due_about_on",
    "claim.invoices",
    "claim.invoiced_on",
    "claim.work_finished_on",
    "law.payment.default_due_days",
)
def _due_on(s: Situation) -> Possible:
    given = s.term("claim.due_on")
    if given.items == (NONE,):
        # No day was agreed: the law's own period runs from the invoice.
        days = s.term("law.payment.default_due_days")
        not_held = days.open and all(cause[0] == "law" for cause in days.causes)
        return _within_reason(s, days.causes) if not_held else _plus_days(_invoiced_on(s), days)
    if not given.open:
        return given
    about = s.term("claim.due_about_on")
    if about.items and about.items != (NONE,):
        first, last = ends(about.items[0])
        span = Span(first - timedelta(days=ABOUT_DAYS), min(last + timedelta(days=ABOUT_DAYS), LAST_DAY), f"about {about.items[0]}")
        return Possible((span,), frozenset({("fact", "claim.due_on")}))
    invoices = s.term("claim.invoices")
    dues = [i.due_on for i in (invoices.items[0] if invoices.items and invoices.items[0] else ())]
    if dues and all(d not in (None, False) for d in dues):
        earliest = min(dues, key=lambda d: ends(d)[0])
        return Possible((earliest,), frozenset({("fact", "claim.due_on")}) if isinstance(earliest, Span) else frozenset())
    return given


def _within_reason(s: Situation, causes: frozenset[Cause]) -> Possible:
    """When a debt is due where no day was agreed and no law that is held sets one: with the work or the bill, or a reasonable time later.

    How long is reasonable is for a court; the span is wide on purpose.
    """
    both = (s.term("claim.work_finished_on"), _invoiced_on(s))
    days = [t for t in both if all(i is not NONE for i in t.items)]
    if not days or any(t.open for t in both):
        return unknown(*causes, *union(list(both)).causes)
    first = min(ends(i)[0] for t in days for i in t.items)
    last = max(ends(i)[1] for t in days for i in t.items)
    return Possible((Span(first, min(last + timedelta(days=REASONABLE_DAYS), LAST_DAY)),), causes)


def _invoiced_on(s: Situation) -> Possible:
    given = s.term("claim.invoiced_on")
    if given.open:
        invoices = s.term("claim.invoices")
        days = [i.invoiced_on for i in (invoices.items[0] if invoices.items and invoices.items[0] else ())]
        if days and all(isinstance(d, date) for d in days):
            return known(min(days))
    return given


@_derived("accrued_on", "claim.accrued_on", "derived.due_on")
def _accrued_on(s: Situation) -> Possible:
    given = s.term("claim.accrued_on")
    if given.items == (NONE,):
        return s.term("derived.due_on")
    # Not known: the right to sue may have arisen earlier than the due date (a refusal, say).
    return given


def _happened(s: Situation, events: Possible) -> list[Any]:
    """The events of a list but those that are put on a day to come: they cannot have happened."""
    return [e for e in events.items[0] if e.on is None or ends(e.on)[0] <= s.as_of]


def _event_days(s: Situation, fact_id: str) -> Possible:
    events = s.term(fact_id)
    if events.open:
        return events
    days = [e.on for e in _happened(s, events)]
    if not days:
        return known(NONE)
    if any(d is None for d in days):
        return Possible((Span(FIRST_DAY, s.as_of, "a day not known"),), frozenset({("fact", fact_id)}))
    return Possible(tuple(days), frozenset({("fact", fact_id)}) if any(isinstance(d, Span) for d in days) else frozenset())


def _pick(days: Possible, pick: Callable[..., Any]) -> Possible:
    if days.open or days.items == (NONE,):
        return days
    low = pick(ends(d)[0] for d in days.items)
    high = pick(ends(d)[1] for d in days.items)
    return Possible((low if low == high else Span(low, high),), days.causes)


def _both_lists(s: Situation, *fact_ids: str) -> Possible:
    parts = [_event_days(s, f) for f in fact_ids]
    if any(p.open for p in parts):
        return Possible((), union(parts).causes)
    there = [p for p in parts if p.items != (NONE,)]
    return union(there) if there else known(NONE)


@_derived("last_reminder_on", "history.reminders", "history.calls")
def _last_reminder_on(s: Situation) -> Possible:
    return _pick(_both_lists(s, "history.reminders", "history.calls"), max)


@_derived("first_demand_on", "history.demand_letters")
def _first_demand_on(s: Situation) -> Possible:
    return _pick(_event_days(s, "history.demand_letters"), min)


@_derived("last_demand_on", "history.demand_letters")
def _last_demand_on(s: Situation) -> Possible:
    return _pick(_event_days(s, "history.demand_letters"), max)


@_derived("cashed_in_full_on", "dispute.full_payment_check", "dispute.full_payment_check.cashed_on", "claim.payments")
def _cashed_in_full_on(s: Situation) -> Possible:
    """When a payment offered in full was taken: the cheque told of in the dispute, or the last payment said to be such an offer."""
    cashed = s.term("dispute.full_payment_check.cashed_on")
    payments = s.term("claim.payments")
    listed = payments.items[0] if payments.items and payments.items[0] is not NONE else ()
    days = [p.on for p in listed if p.in_full_offer and isinstance(p.on, date)]
    if cashed.open or cashed.items != (NONE,) or not days:
        return cashed
    return known(max(days))


@_derived("accord_repay_ends_on", "derived.cashed_in_full_on")
def _accord_repay_ends_on(s: Situation) -> Possible:
    """The last day on which repaying a cheque that was offered in full undoes the settlement (UCC § 3-311(c)(2))."""
    return _plus_days(s.term("derived.cashed_in_full_on"), known(REPAY_DAYS))


@_derived("last_mediation_on", "history.mediations")
def _last_mediation_on(s: Situation) -> Possible:
    return _pick(_event_days(s, "history.mediations"), max)


@_derived("last_payment_on", "claim.payments")
def _last_payment_on(s: Situation) -> Possible:
    payments = s.term("claim.payments")
    if payments.open:
        return payments
    days = [p.on for p in payments.items[0]]
    if not days:
        return known(NONE)
    if any(d is None for d in days):
        return unknown(("fact", "claim.payments"))
    return _pick(Possible(tuple(days)), max)


@_derived("agreed_limitation_on", "derived.accrued_on", "contract.limitation_months")
def _agreed_limitation_on(s: Situation) -> Possible:
    months, start = s.term("contract.limitation_months"), s.term("derived.accrued_on")
    if months.items == (NONE,):
        return known(NONE)
    if months.open or start.open:
        return Possible((), months.causes | start.causes)

    def move(item: Any) -> Any:
        if item is NONE:
            return NONE
        first, last = (add_months(d, int(months.items[0])) for d in ends(item))
        return first if first == last else Span(first, last)

    return Possible(tuple(move(i) for i in start.items), start.causes)


@_derived("newest_limitation_on", "clock.limitation.contract", "derived.due_on", "claim.due_on", "claim.invoices")
def _newest_limitation_on(s: Situation) -> Possible:
    """The last day to sue on the newest of several invoices; none where the claim is one debt.

    The clock runs for the oldest: it is put off by the days between the two, to a day or two.
    """
    invoices, ending, due = s.term("claim.invoices"), s.term("clock.limitation.contract"), s.term("derived.due_on")
    if invoices.open:
        # With a due day of its own the claim is one debt as far as it is told.
        return invoices if s.term("claim.due_on").open else known(NONE)
    days = [i.due_on for i in invoices.items[0]] if invoices.items[0] is not NONE else []
    if len(days) < 2:
        return known(NONE)
    if ending.exact is None or ending.exact is NONE or not isinstance(due.exact, date) or any(not isinstance(d, date) for d in days):
        return Possible((), ending.causes | due.causes | {("fact", "claim.invoices")})
    return known(_shift(ending.exact, max((max(days) - due.exact).days, 0)))


@_derived("cure_ends_on", "derived.last_demand_on", "contract.notice_and_cure_days")
def _cure_ends_on(s: Situation) -> Possible:
    return _plus_days(s.term("derived.last_demand_on"), s.term("contract.notice_and_cure_days"))


def _interest_on(s: Situation, law: str) -> Possible:
    """The first day for which a prompt-payment law gives interest, or the day after its days to pay; none where it holds neither."""
    held, causes = s.held(law + "_interest")
    charges = [h.row for h in held if isinstance(h.row, ChargeRow) and h.row.value is None]
    if charges:
        first = union([_plus_days(s.term(row.starts), known(Decimal(1 + row.starts_after_days))) for row in charges])
        return Possible(first.items, first.causes | causes if len(first.items) != 1 else first.causes)
    if any(cause[0] == "fact" for cause in causes):
        return Possible((), causes)
    return _plus_days(s.term(f"clock.{law}_due"), known(Decimal(1))) if s.held(law + "_due")[0] else NOTHING_THERE


@_derived("public_interest_on", "charge.government.prompt_payment_interest", "clock.government.prompt_payment_due")
def _public_interest_on(s: Situation) -> Possible:
    return _interest_on(s, "government.prompt_payment")


@_derived("construction_interest_on", "charge.construction.prompt_payment_interest", "clock.construction.prompt_payment_due")
def _construction_interest_on(s: Situation) -> Possible:
    return _interest_on(s, "construction.prompt_payment")


@_derived("suspension_wait_ends_on", "derived.first_demand_on", "law.construction.suspension_notice_days")
def _suspension_wait_ends_on(s: Situation) -> Possible:
    return _plus_days(s.term("derived.first_demand_on"), s.term("law.construction.suspension_notice_days"))


@_derived("demand_wait_ends_on", "derived.first_demand_on", "law.small_claims.demand_wait_days")
def _demand_wait_ends_on(s: Situation) -> Possible:
    return _plus_days(s.term("derived.first_demand_on"), s.term("law.small_claims.demand_wait_days"))


@_derived("public_decision_due_on", "history.public_claim.sent_on", "law.government.decision_days")
def _public_decision_due_on(s: Situation) -> Possible:
    return _plus_days(s.term("history.public_claim.sent_on"), s.term("law.government.decision_days"))


@_derived("answer_due_on", "history.suit.served_on", "law.court.answer_days")
def _answer_due_on(s: Situation) -> Possible:
    return _plus_days(s.term("history.suit.served_on"), s.term("law.court.answer_days"))


@_derived("stay_ended_on", "customer.bankruptcy.stage", "customer.bankruptcy.petition_on", "customer.bankruptcy.ended_on")
def _stay_ended_on(s: Situation) -> Possible:
    """When the customer's insolvency ended; none while it still runs."""
    stage, ended = s.term("customer.bankruptcy.stage"), s.term("customer.bankruptcy.ended_on")
    if stage.exact in {"open", "plan"}:
        return known(NONE)
    if not ended.open:
        return ended
    begun = s.term("customer.bankruptcy.petition_on")
    first = FIRST_DAY if begun.open else min(ends(i)[0] for i in begun.items)
    some_day = Span(first, s.as_of, "a day not known")
    causes = stage.causes | {("fact", "customer.bankruptcy.ended_on")}
    return Possible((NONE, some_day) if stage.open else (some_day,), causes)


@_derived("days_overdue", "derived.due_on")
def _days_overdue(s: Situation) -> Possible:
    return _days_since(s.term("derived.due_on"), s.as_of)


@_derived("days_since_first_demand", "derived.first_demand_on")
def _days_since_first_demand(s: Situation) -> Possible:
    return _days_since(s.term("derived.first_demand_on"), s.as_of)


@_derived("days_since_last_demand", "derived.last_demand_on")
def _days_since_last_demand(s: Situation) -> Possible:
    return _days_since(s.term("derived.last_demand_on"), s.as_of)


@_derived("days_since_last_reminder", "derived.last_reminder_on")
def _days_since_last_reminder(s: Situation) -> Possible:
    return _days_since(s.term("derived.last_reminder_on"), s.as_of)


@_derived("days_since_work_finished", "claim.work_finished_on")
def _days_since_work_finished(s: Situation) -> Possible:
    return _days_since(s.term("claim.work_finished_on"), s.as_of)


@_derived("days_since_project_completed", "claim.project_completed_on")
def _days_since_project_completed(s: Situation) -> Possible:
    return _days_since(s.term("claim.project_completed_on"), s.as_of)


@_derived("days_since_judgment", "history.judgment.on")
def _days_since_judgment(s: Situation) -> Possible:
    return _days_since(s.term("history.judgment.on"), s.as_of)


@_derived("days_since_public_claim", "history.public_claim.sent_on")
def _days_since_public_claim(s: Situation) -> Possible:
    return _days_since(s.term("history.public_claim.sent_on"), s.as_of)


@_derived("days_since_service", "history.suit.served_on")
def _days_since_service(s: Situation) -> Possible:
    return _days_since(s.term("history.suit.served_on"), s.as_of)


@_derived("days_to_limitation", "clock.limitation.contract")
def _days_to_limitation(s: Situation) -> Possible:
    since = _days_since(s.term("clock.limitation.contract"), s.as_of)
    items = [NONE if i is NONE else Range(-i.high, -i.low) if isinstance(i, Range) else -i for i in since.items]
    return Possible(tuple(items), since.causes)


@_derived("reminder_count", "history.reminders", "history.calls")
def _reminder_count(s: Situation) -> Possible:
    lists = [s.term("history.reminders"), s.term("history.calls")]
    if any(one.open for one in lists):
        return Possible((), union(lists).causes)
    return known(Decimal(sum(len(_happened(s, one)) for one in lists)))


@_derived("guarantor_count", "customer.guarantors")
def _guarantor_count(s: Situation) -> Possible:
    guarantors = s.term("customer.guarantors")
    return guarantors if guarantors.open else known(Decimal(len(guarantors.items[0])))


def _any_guarantor(s: Situation, test: Callable[[Any], int]) -> Possible:
    guarantors = s.term("customer.guarantors")
    if guarantors.open:
        return guarantors
    truth = max((test(g) for g in guarantors.items[0]), default=NO)
    return _yes_no(truth, unknown(("fact", "customer.guarantors")))


@_derived("guarantor_other_person", "customer.guarantors")
def _guarantor_other_person(s: Situation) -> Possible:
    return _any_guarantor(s, lambda g: UNKNOWN if g.same_person is None else NO if g.same_person else YES)


@_derived("guarantor_bankrupt", "customer.guarantors")
def _guarantor_bankrupt(s: Situation) -> Possible:
    return _any_guarantor(s, lambda g: UNKNOWN if g.bankruptcy is None else NO if g.bankruptcy is False else YES)


@_derived("part_payment_made", "claim.payments")
def _part_payment_made(s: Situation) -> Possible:
    payments = s.term("claim.payments")
    return payments if payments.open else known(bool(payments.items[0]))


@_derived("overdue", "derived.due_on")
def _overdue(s: Situation) -> Possible:
    due = s.term("derived.due_on")
    return _yes_no(compare("before", due, known(s.as_of)), due)


@_derived("late_fee_percent", "contract.late_fee", "claim.amount")
def _late_fee_percent(s: Situation) -> Possible:
    """The agreed late fee, in percent of the claim; none where none was agreed."""
    fee, amount = s.term("contract.late_fee"), s.term("claim.amount")
    if fee.open or fee.items == (NONE,):
        return fee
    if isinstance(fee.exact, str):
        return known(Decimal(fee.exact.rstrip("%")))
    if not isinstance(fee.exact, Decimal) or not amount.exact:
        return unknown(("fact", "contract.late_fee"), *amount.causes)
    return known(fee.exact * 100 / amount.exact)


@_derived("undisputed_amount", "claim.amount", "dispute.disputed_amount", "dispute.status")
def _undisputed_amount(s: Situation) -> Possible:
    amount, disputed = s.term("claim.amount"), s.term("dispute.disputed_amount")
    if amount.exact is None or amount.exact is NONE:
        return amount
    if disputed.open:
        return Possible((Range(Decimal(0), amount.exact),), disputed.causes)
    if disputed.exact is NONE and s.term("dispute.status").exact == "part_disputed":
        return Possible((Range(Decimal(0), amount.exact),), frozenset({("fact", "dispute.disputed_amount")}))
    part = Decimal(0) if disputed.exact is NONE else disputed.exact
    return known(max(Decimal("0.00"), amount.exact - part))


@_derived(
    "small_claims_sum",
    "claim.amount", "choices.waive_excess", "choices.claim_interest", "law.small_claims.limit_counts_interest",
    "law.small_claims.limit", "law.small_claims.excess_waivable", "charge.interest.prejudgment", "charge.interest.statutory_late",
    "charge.government.prompt_payment_interest", "customer.kind", "derived.due_on",
    "contract.interest_rate", "claim.payments", "claim.invoices", "history.demand_letters",
    "law.payment.among_debts", "law.payment.within_debt",
)  # fmt: skip
def _small_claims_sum(s: Situation) -> Possible:
    """What counts toward the limit: the principal, interest where the law counts it and it is claimed, less what is given up."""
    amount = s.term("claim.amount")
    if amount.open:
        return amount
    total = amount
    if s.term("choices.claim_interest").exact is True:
        total = _with_interest(s, amount)
    if s.term("choices.waive_excess").exact is True:
        total = _less_excess(s, total)
    return total


def _with_interest(s: Situation, amount: Possible) -> Possible:
    counts = s.term("law.small_claims.limit_counts_interest")
    if counts.exact is False:
        return amount
    from nonpay_advisor.engine.charges import interest_to_date

    interest = interest_to_date(s)
    if len(interest.items) == 1 and interest.items[0] is not NONE and counts.exact is True:
        low, high = (amount.items[0] + edge for edge in ends(interest.items[0]))
        return known(low) if low == high else Possible((Range(low, high),), interest.causes)
    # Not known whether, or how much, interest counts: the sum lies somewhere above the principal.
    return Possible((Range(amount.items[0], amount.items[0] * 3),), counts.causes | interest.causes)


def _less_excess(s: Situation, total: Possible) -> Possible:
    waivable, limit = s.term("law.small_claims.excess_waivable"), s.term("law.small_claims.limit")
    if waivable.exact is False or limit.items == (NONE,):
        return total
    if waivable.exact is None or limit.exact is None:
        return Possible((Range(Decimal(0), ends(total.items[0])[1]),), waivable.causes | limit.causes)
    low, high = (min(edge, limit.exact) for edge in ends(total.items[0]))
    return Possible((low if low == high else Range(low, high),), total.causes if low != high else frozenset())


@_derived(
    "forum_elsewhere",
    "contract.forum_selection", "contract.forum_selection.place", "contract.forum_selection.exclusive", "customer.jurisdiction",
)  # fmt: skip
def _forum_elsewhere(s: Situation) -> Possible:
    clause = s.term("contract.forum_selection")
    if clause.open:
        return clause
    if clause.items == (NONE,):
        return known(False)
    place, home = s.term("contract.forum_selection.place"), s.term("customer.jurisdiction")
    exclusive = s.term("contract.forum_selection.exclusive")
    other = UNKNOWN if place.open or home.open else NO if place.items == home.items else YES
    only = UNKNOWN if exclusive.exact is None else YES if exclusive.exact else NO
    return _yes_no(min(other, only), place, home, exclusive)


@_derived("real_estate_elsewhere", "customer.owns_real_estate", "customer.real_estate_in", "customer.jurisdiction")
def _real_estate_elsewhere(s: Situation) -> Possible:
    owns, places, home = s.term("customer.owns_real_estate"), s.term("customer.real_estate_in"), s.term("customer.jurisdiction")
    if owns.exact is False or places.items == ((),):
        return known(False)
    if places.open or home.exact is None:
        return Possible((), places.causes | home.causes)
    if all(place == home.exact for place in places.items[0]):
        return known(False)
    return _yes_no(s.ask("customer.owns_real_estate", "is", True), owns)


@_derived("real_estate_only_elsewhere", "customer.owns_real_estate", "customer.real_estate_in", "customer.jurisdiction")
def _real_estate_only_elsewhere(s: Situation) -> Possible:
    """Whether the customer owns land, and none of it where it is itself."""
    elsewhere, places, home = _real_estate_elsewhere(s), s.term("customer.real_estate_in"), s.term("customer.jurisdiction")
    if elsewhere.exact is False or elsewhere.open or places.open:
        return elsewhere
    return known(False) if home.exact in places.items[0] else elsewhere


def _citizenship(s: Situation, who: str) -> Possible:
    """The states a party is a citizen of, as a tuple; none where it is no citizen of any (a state, the nation)."""
    kind = s.term(f"{who}.kind")
    if kind.exact is None:
        return Possible((), kind.causes)
    if kind.exact in {"tribe", "foreign_state", "international_body"}:
        return known(NONE)
    if kind.exact == "government":
        level = s.term("customer.government_level")
        if level.exact is None or level.exact == "authority":
            # An authority may be an arm of its state, which is no citizen, or a body of its own, which is one.
            return unknown(*level.causes, ("fact", "customer.government_level"))
        if level.exact not in LOCAL_BODIES:
            return known(NONE)
    if kind.exact in {"government", "individual", "sole_trader"}:
        return _as_places(s.term(f"{who}.jurisdiction"))
    if kind.exact in {"llc", "partnership"}:
        members = s.term(f"{who}.members_in")
        return Possible((), members.causes | {("fact", f"{who}.members_in")}) if members.open or members.items == ((),) else members
    formed, main = s.term(f"{who}.formed_in"), s.term(f"{who}.principal_place")
    if formed.exact is None or main.exact is None:
        return Possible((), formed.causes | main.causes)
    return known((formed.exact, main.exact))


def _as_places(place: Possible) -> Possible:
    return place if place.open else Possible(tuple((p,) for p in place.items), place.causes)


@_derived(
    "diverse",
    "creditor.kind", "creditor.jurisdiction", "creditor.formed_in", "creditor.principal_place", "creditor.members_in",
    "customer.kind", "customer.jurisdiction", "customer.formed_in", "customer.principal_place", "customer.members_in",
    "customer.government_level",
)  # fmt: skip
def _diverse(s: Situation) -> Possible:
    """Whether no citizenship is shared, and at least one side is a citizen of a state (28 U.S.C. § 1332)."""
    one, two = _citizenship(s, "creditor"), _citizenship(s, "customer")
    if one.items == (NONE,) or two.items == (NONE,):
        return known(False)
    if one.exact is None or two.exact is None:
        return Possible((), one.causes | two.causes)
    if set(one.exact) & set(two.exact):
        return known(False)
    if "US" in (*one.exact, *two.exact):
        # Of which state is not told.
        return unknown(("fact", "creditor.jurisdiction"), ("fact", "customer.jurisdiction"))
    of_states = [[p for p in side.exact if p.startswith("US-")] for side in (one, two)]
    if not any(of_states):
        # No alien sues an alien there: Hodgson v. Bowerbank, 9 U.S. 303 (1809).
        return known(False)
    if not all(of_states) and any(s_ and len(s_) < len(side.exact) for s_, side in zip(of_states, (one, two), strict=True)):
        # A citizen of a state and of another country against an alien: courts refuse it where the citizen is a company.
        return unknown(("fact", "creditor.formed_in"), ("fact", "customer.formed_in"))
    return known(True)
