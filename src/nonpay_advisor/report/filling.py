"""Fills a paper from a case: its values, its tables, and what it announces."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from nonpay_advisor.advice import words
from nonpay_advisor.advice.deadlines import TIME_TO_SUE
from nonpay_advisor.advice.figures import account_of, convention
from nonpay_advisor.advice.model import OptionAdvice
from nonpay_advisor.engine.account import ZERO
from nonpay_advisor.engine.possible import NO, YES
from nonpay_advisor.report import papers
from nonpay_advisor.report import plan as plans
from nonpay_advisor.report.blocks import Para, Table, Text, clean, text
from nonpay_advisor.report.case import Case
from nonpay_advisor.report.paper_kinds import WITH_CHARGES, Kind
from nonpay_advisor.report.papers import Blank, Lines, Marked, Part, pieces, rich
from nonpay_advisor.report.plan import Plan
from nonpay_advisor.report.wording import BLANKS, CONSEQUENCES, DISPUTED, EVEN_LATE, ONLY_OPEN, WITH_FORUM
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import NONE


class Filling:
    """One paper of one case."""

    def __init__(self, case: Case, kind: Kind, plan: Plan | None) -> None:
        self.case = case
        self.kind = kind
        self.plan = plan
        self.option: OptionAdvice = case.advice.options[kind.option]
        self.facts = case.facts

    @property
    def before_claim(self) -> bool:
        """Whether a rule of the place asks for a letter before a claim."""
        return self.case.law("court.letter_before_action_required") is True and bool(set(self.announced) & {"small_claims", "civil_court"})

    # -- values

    def values(self) -> dict[str, Any]:
        case, facts = self.case, self.facts
        many = facts.creditor.kind in {"partnership", "llc", "company", "nonprofit"}
        today = words.day(case.as_of)
        return {
            "i": "we" if many else "I",
            "I": "We" if many else "I",
            "my": "our" if many else "my",
            "My": "Our" if many else "My",
            "me": "us" if many else "me",
            "am": "are" if many else "am",
            "today": today,
            "creditor": facts.creditor.name or Blank("your name or business name"),
            "customer": facts.customer.name or Blank("customer's exact name"),
            "customer_stop": _stopped(facts.customer.name, "customer's exact name"),
            "creditor_stop": _stopped(facts.creditor.name, "your name or business name"),
            "creditor_lines": self._creditor_lines,
            "customer_lines": self._customer_lines,
            "invoice": self._invoice(),
            "invoice_cap": _capital(self._invoice()),
            "contract_cap": _capital(self._contract()),
            "due": rich("the oldest due on " if self._several else "due on ", case.day("derived.due_on", "due date")),
            "was_due": self._was_due(),
            "It_was_due": self._was_due("They " if self._several else "It "),
            "principal": case.money(case.principal, "unpaid sum"),
            "total": case.money(self.total, "total asked for"),
            "due_on": case.day("derived.due_on", "due date"),
            "is_late": "yes" if case.overdue else "",
            "invoiced_on": case.day("claim.invoiced_on", "date of the invoice"),
            "work_started": case.day("claim.work_started_on", "first day of the work"),
            "work_finished": case.day("claim.work_finished_on", "last day of the work"),
            "work": Blank("what the work was, in a few words"),
            "contract": self._contract(),
            "how_to_pay": Blank("how to pay: bank details or a link"),
            "answer_by": self._answer_by(),
            "answer_days": self._answer_days_words(),
            "per_day": case.money(case.per_day) if case.per_day else "",
            "charged": "yes" if self.asked else "",
            "consequences": [self._consequence(o) for o in self.announced],
            "contacts": self._contacts(),
            "before_claim": "yes" if self.before_claim else "",
            "enclosures": self._set_by_law("court.letter_before_action_enclosures") if self.before_claim else "",
            "no_enclosures": "yes" if self._law_asks_none("court.letter_before_action_enclosures") else "",
            "oral": "yes" if facts.contract.form in {"oral", "implied"} else "",
            "plan_offered": "yes" if self.case.situation.term("history.payment_plan.offered_on").exact not in {None, NONE} else "",
            "reply_to": self._on_one_line(self._creditor_lines, "your address"),
            "price": case.money(self._sum("claim.contract_price"), "price"),
            "part": self._part(),
            "tier": facts.claim.tier or "",
            "customer_address": self._on_one_line(self._customer_lines[1:], "customer's address"),
            "statement": self._set_by_law("mechanics_lien.notice_statement"),
            "consumer": "yes" if case.is_("consumer_debt") == YES else "",
            "old_debt_notice": self.old_debt_notice(),
            "revival_notice": "yes" if case.is_("consumer_debt") != NO and case.is_("time_barred") != NO else "",
            "disputed": facts.dispute.status or "",
            "disputed_amount": case.money(self._sum("dispute.disputed_amount"), "disputed sum"),
            "undisputed_amount": case.money(self._sum("derived.undisputed_amount"), "sum that is not disputed"),
            "guarantor": "yes" if facts.customer.guarantors else "",
            "plan_rate": words.number(self.plan.rate) if self.plan and self.plan.rate else "",
            "plan_words": plans.in_words(self.plan, case.currency) if self.plan else Blank("how many instalments, how much, on which days"),
            "convention": plans.CONVENTION,
            "order": plans.ORDER_WORDS,
            "plan_total": case.money(self.plan.total) if self.plan else Blank("sum of all instalments"),
            "interest_words": self._interest_words(),
            "interest_to_date": case.money(case.account.interest, "interest to date"),
            "forum": self.option.forum or Blank("where it goes: the office or court and its address"),
            "limit_on": self._limit(),
            "until": words.day(self.option.until) if self.option.until else Blank("last day, see the notes"),
            "fee": self._fee(),
            "suspend_days": self._suspend_days(),
            "act": case.law("freelancer_act.name") or Blank("name of the act"),
            "act_remedy": (case.law("freelancer_act.remedy") or "").rstrip("."),
            "certified": "yes" if self._certified() else "",
            "petition_on": case.day("customer.bankruptcy.petition_on", "day of the filing"),
            "claims_bar_on": case.day("customer.bankruptcy.claims_bar_on", "last day for claims, from the court's notice"),
            "died_on": case.day("customer.died_on", "date of death"),
            "bond_law": case.law("payment_bond.citation") or "",
            "lien": case.law("mechanics_lien.name") or Blank("name of the lien in this place"),
            "payments": self._payments(),
            "disputed_words": DISPUTED.get(facts.dispute.status or "", Blank("yes or no, and what about")),
            "I_will_pay": "I will pay soon",
            **{f"blank_{name}": Blank(said) for name, said in BLANKS.items()},
        }

    @property
    def asked(self) -> tuple[tuple[str, Decimal, str], ...]:
        return self.case.charges if self.kind.id in WITH_CHARGES else ()

    @property
    def total(self) -> Decimal | None:
        """What the paper asks for."""
        principal = self.case.principal
        return None if principal is None else principal + sum((c[1] for c in self.asked), ZERO)

    @property
    def _several(self) -> bool:
        return len(self.facts.claim.invoices or ()) > 1

    def _was_due(self, before: str = "") -> Marked:
        due = self.case.day("derived.due_on", "due date")
        if self._several:
            return rich(before, "were due, the oldest on " if self.case.overdue else "are due, the oldest on ", due)
        return rich(before, "is due on " if self.case.overdue is False else "was due on ", due)

    def _payments(self) -> list[Marked]:
        return [
            rich(self.case.money(p.amount, "sum"), " on ", words.day(p.on) if isinstance(p.on, date) else Blank("date"))
            for p in self.facts.claim.payments or ()
        ]

    def _sum(self, term: str) -> Decimal | None:
        found = self.case.situation.term(term).exact
        return found if isinstance(found, Decimal) else None

    def _invoice(self) -> Marked:
        listed = self.facts.claim.invoices or ()
        sent = self.case.day("claim.invoiced_on", "date of the invoice")
        if len(listed) > 1:
            numbers = [i.number or Blank("number") for i in listed]
            between: list[str] = []
            for n, number in enumerate(numbers):
                between += [", " if 0 < n < len(numbers) - 1 else " and " if n else "", number]
            return rich("invoices ", *between)
        number = listed[0].number if listed and listed[0].number else Blank("invoice number")
        if listed and isinstance(listed[0].invoiced_on, date):
            sent = words.day(listed[0].invoiced_on)
        return rich("invoice ", number, " of ", sent)

    def _contract(self) -> Marked:
        contract = self.facts.contract
        on = f" of {words.day(contract.signed_on)}" if isinstance(contract.signed_on, date) else ""
        named = {
            "signed": f"the signed contract{on}",
            "unsigned_writing": f"the written agreement{on}",
            "oral": f"the agreement made by word of mouth{on.replace(' of ', ' on ')}",
            "implied": "the work that was ordered and accepted",
            "none": "the work that was done and accepted",
        }
        return rich(named[contract.form]) if contract.form else rich(Blank("what was agreed, in what form and when"))

    def _contacts(self) -> list[Marked]:
        history = self.facts.history
        found: list[tuple[Any, Marked]] = []
        for events, what in ((history.reminders, "reminder"), (history.calls, "call"), (history.demand_letters, "demand letter")):
            for event in events or ():
                if isinstance(event.on, date) and event.on > self.case.as_of:
                    continue  # it cannot have happened; the advice says so
                on = words.day(event.on) if isinstance(event.on, date) else Blank("date")
                by = f" by {event.method}" if event.method and what == "reminder" else ""
                found.append((event.on if isinstance(event.on, date) else date.max, rich(f"{what}{by} on ", on)))
        return [said for _, said in sorted(found, key=lambda f: f[0])]

    # -- dates that a letter names

    def answer_days(self) -> tuple[int | None, bool]:
        """The days that the letter leaves, and whether a law or the contract asks for them; none where not known."""
        spacing = catalogue.options()[self.kind.option].spacing or 14
        if self.kind.id not in {"demand_letter", "attorney_letter", "freelancer_act_claim"}:
            return spacing, False
        asked: list[int] = []
        for law_id in ("court.letter_before_action_days", "small_claims.demand_wait_days"):
            term = self.case.situation.term("law." + law_id)
            if isinstance(term.exact, Decimal):
                asked.append(int(term.exact))
            elif len(term.items) > 1 or (term.items and term.exact is None):
                return None, True
        cure = self.case.situation.term("contract.notice_and_cure_days").exact
        if isinstance(cure, Decimal | int) and not isinstance(cure, bool):
            asked.append(int(cure))
        return (max(asked), True) if asked and max(asked) >= spacing else (spacing, False)

    def _answer_by(self) -> str:
        days, _ = self.answer_days()
        if days is None:
            return Blank("last day to answer; the place's rule sets it")
        return words.day(self.case.as_of + timedelta(days=days))

    def _answer_days_words(self) -> str:
        days, _ = self.answer_days()
        return f"{days} days" if days is not None else Blank("days that the place's rule sets")

    @staticmethod
    def _on_one_line(lines: tuple[str, ...], missing: str) -> str:
        return ", ".join(line for line in lines if not isinstance(line, Blank)) or Blank(missing)

    def _set_by_law(self, law_id: str) -> str:
        """What the law of the place puts into a paper: a blank that says what, with the citation."""
        said = self.case.law(law_id)
        rows = self.case.situation.held(law_id)[0]
        return Blank(f"{said} ({'; '.join(dict.fromkeys(h.row.citation for h in rows))})") if isinstance(said, str) else ""

    def _law_asks_none(self, law_id: str) -> bool:
        return self.case.situation.term("law." + law_id).exact is NONE and bool(self.case.situation.held(law_id)[0])

    def _part(self) -> str:
        """The claimant's part in the work."""
        tier = self.facts.claim.tier
        return catalogue.facts()["claim.tier"].question.words.get(tier, tier.replace("_", " ")) if tier else Blank("your part in the work")

    def _suspend_days(self) -> str:
        case = self.case
        # A notice period of the law is that of the law's own right; the contract's right has the contract's.
        by_law = case.is_("construction_work") == YES and case.law("construction.suspension_right") is True
        days = case.law("construction.suspension_notice_days") if by_law else None
        if isinstance(days, Decimal):
            return words.day(self.case.as_of + timedelta(days=int(days) + 1))
        return Blank("day on which work stops, as the contract or the law allows")

    def _limit(self) -> str:
        found = next((d for d in self.case.advice.deadlines if d.clock in TIME_TO_SUE), None)
        day = found and (found.date or found.safe_date)
        return words.day(day) if day else Blank("last day to sue")

    def _fee(self) -> str:
        low, high = self.option.cost.low, self.option.cost.high
        if low is None:
            return Blank("filing fee, from the clerk")
        one = words.money(Decimal(low.amount), low.currency)
        return one if high is None or high == low else f"{one} to {words.money(Decimal(high.amount), high.currency)}"

    def _certified(self) -> bool:
        above, amount = self.case.law("government.certification_above"), self.case.principal
        return isinstance(above, Decimal) and (amount is None or amount > above)

    def _interest_words(self) -> Marked:
        acc = self.case.account
        if acc.row is None:
            return rich(Blank("rate of interest and what it rests on"))
        return rich(convention(acc.row), " (", acc.citation, ")")

    def old_debt_notice(self) -> str:
        case = self.case
        if case.is_("time_barred") == NO or case.is_("consumer_debt") == NO or case.law("conduct.time_barred_disclosure") is None:
            return ""
        return Blank("the words that the law of the customer's place asks for on an old debt stand here; see the notes")

    # -- what is announced

    @property
    def announced(self) -> tuple[str, ...]:
        """The options that the paper may announce: on its list, open in this case, and in the place of one another."""
        found = [o for o in self.kind.announces if self._may_announce(o)]
        if "small_claims" in found:
            found = [o for o in found if o != "civil_court"]
        return tuple(found)

    def _may_announce(self, option_id: str) -> bool:
        case = self.case
        status = case.status(option_id)
        if status != "available" and (status != "premature" or option_id in ONLY_OPEN):
            return False
        if option_id not in EVEN_LATE and case.is_("time_barred") != NO:
            return False
        if option_id == "arbitration":
            return self.facts.contract.arbitration in {"optional", "mandatory"}
        if option_id == "suspend_work":
            return bool(self.facts.claim.still_supplying)
        return True

    def _consequence(self, option_id: str) -> Marked:
        said = CONSEQUENCES[option_id]
        forum = self.case.advice.options[option_id].forum if option_id in WITH_FORUM else None
        return rich(self.case.words.say(said.format(forum=f": {forum}" if forum else "")))

    # -- inserts

    def inserts(self) -> dict[str, tuple[Part, ...]]:
        return {
            "sums": (self._sums(),),
            "invoices": self._invoices(),
            "account": self._account(),
            "schedule": self._schedule(),
            "log": self._log(),
            "petition_sums": (self._petition_sums(),),
            "letterhead": self._letterhead(),
            "evidence": self._evidence(),
        }

    def _letterhead(self) -> tuple[Part, ...]:
        return (
            Lines(tuple(_cell(line) for line in self._creditor_lines)),
            Lines((_cell(words.day(self.case.as_of)),)),
            Lines(tuple(_cell(line) for line in self._customer_lines)),
        )

    @property
    def _creditor_lines(self) -> tuple[str, ...]:
        creditor = self.facts.creditor
        return _address(creditor.name, "your name or business name", creditor.address, "your address")

    @property
    def _customer_lines(self) -> tuple[str, ...]:
        customer = self.facts.customer
        return _address(customer.name, "customer's exact name", customer.address, "customer's address")

    def _sums(self) -> Table:
        case = self.case
        what = "The judgment's sum still unpaid" if case.account.judged else "The invoiced sum still unpaid"
        rows: list[tuple[Text, ...]] = [(text(what), _cell(case.money(case.principal, "unpaid sum")))]
        rows += [(text(what), _cell(case.money(sum_))) for what, sum_, _ in self.asked]
        if len(rows) > 1:
            rows.append((text("Together"), _cell(case.money(self.total))))
        return Table("", ("What", "Sum"), tuple(rows), right=(1,), last_is_total=len(rows) > 1)

    def _petition_sums(self) -> Table:
        """What was owed on the day of the filing: no later interest, and no guess where a payment came after."""
        case = self.case
        filed = case.situation.term("customer.bankruptcy.petition_on").exact
        then = account_of(case.inference, filed) if isinstance(filed, date) and filed <= case.as_of else None
        paid = case.situation.term("claim.payments")
        payments = paid.items[0] if paid.items else ()
        after = not isinstance(filed, date) or any(not isinstance(p.on, date) or p.on > filed for p in payments)
        option = "contract_late_charge" if then and then.charge_id == "contract.interest_rate" else "statutory_late_interest"
        wanted = not after and case.chargeable(option) and case.facts.choices.claim_interest is not False
        interest = then.interest if then and then.of_right and wanted else None
        rows: list[tuple[Text, ...]] = [
            (text("The invoiced sum unpaid"), _cell(case.money(None if after else case.principal, "sum unpaid on the day of the filing"))),
            (text("Interest to the day of the filing"), _cell(case.money(interest, "interest to the day of the filing, if any"))),
        ]
        total = case.principal + interest if case.principal is not None and interest is not None else None
        rows.append((text("Together"), _cell(case.money(total, "together"))))
        return Table("", ("What", "Sum"), tuple(rows), right=(1,), last_is_total=True)

    def _invoices(self) -> tuple[Part, ...]:
        listed = self.facts.claim.invoices or ()
        if len(listed) < 2:
            return ()
        rows = tuple(
            (
                _cell(i.number or Blank("number")),
                _cell(words.day(i.invoiced_on) if isinstance(i.invoiced_on, date) else Blank("date")),
                _cell(words.day(i.due_on) if isinstance(i.due_on, date) else Blank("due date")),
                _cell(self.case.money(i.amount, "unpaid sum")),
            )
            for i in listed
        )
        return (Table("", ("Invoice", "Sent on", "Due on", "Unpaid"), rows, right=(3,)),)

    def _account(self) -> tuple[Part, ...]:
        acc, case = self.case.account, self.case
        if acc.interest is None or not acc.entries:
            return (Para(text(f"No interest is shown: {acc.why_not or 'none has run yet'}.")),)
        rows = [
            (
                text(case.money(e.on)),
                text(e.first.isoformat()),
                text(e.last.isoformat()),
                text(str(e.days)),
                text(f"{words.number(e.rate)}%"),
                text(f"{e.sum:,.4f}"),
            )
            for e in acc.entries
        ]
        rows.append((text("Together"), (), text(acc.until.isoformat()), (), (), text(case.money(acc.interest))))
        headers = ("On", "From", "To", "Days", "Rate a year", "Interest")
        made: list[Part] = [
            Table("", headers, tuple(rows), right=(3, 4, 5), last_is_total=True),
            Para(text(f"Convention: {case.advice.money.interest_to_date.convention} ({acc.citation}).")),
        ]
        if case.advice.money.per_day.sum:
            made.append(Para(text(f"Each further day adds {case.money(acc.per_day)}.")))
        return tuple(made)

    def _schedule(self) -> tuple[Part, ...]:
        if self.plan:
            return (plans.schedule(self.plan, self.case.currency),)
        blank = (_cell(Blank("date")), _cell(Blank("sum")))
        return (Table("", ("No.", "Due on", "To pay"), tuple((text(str(n)), *blank) for n in (1, 2, 3)), right=(2,)),)

    def _log(self) -> tuple[Part, ...]:
        history = self.facts.history
        kinds_ = (
            (history.reminders, "reminder"),
            (history.calls, "call"),
            (history.demand_letters, "demand letter"),
            (history.mediations, "mediation"),
        )
        rows: list[tuple[date, tuple[Text, ...]]] = []
        for events, what in kinds_:
            for event in events or ():
                on = event.on if isinstance(event.on, date) else None
                summary = event.summary or Blank("one line, facts only")
                cells = (words.day(on) if on else Blank("date"), what, event.method or Blank("how"), summary)
                rows.append((on or date.max, tuple(_cell(c) for c in cells)))
        rows.sort(key=lambda r: r[0])
        empty = tuple(_cell(Blank(name)) for name in ("date", "what", "how", "one line, facts only"))
        headers = ("Date", "What", "How", "Summary")
        return (Table("", headers, (*(r for _, r in rows), empty, empty)),)

    def _evidence(self) -> tuple[Part, ...]:
        named = catalogue.facts()["claim.evidence"].question.words
        have = [named.get(e, e.replace("_", " ")) for e in self.facts.claim.evidence or ()]
        gather = [g for g in catalogue.options()[self.kind.option].gathers if g not in have]
        items = [*(f"{h} (at hand)" for h in have), *gather]
        return (papers.Checks(tuple(text(i) for i in items)),)


def _stopped(name: str | None, missing: str) -> Marked:
    """A name at the end of a sentence: one full stop, also after "Inc."."""
    if name is None:
        return rich(Blank(missing), ".")
    return rich(name if clean(name).endswith(".") else f"{clean(name)}.")


def _capital(said: Marked) -> Marked:
    """The same with a capital at its beginning."""
    return Marked(re.sub(r"[a-z]", lambda m: m[0].upper(), said, count=1)) if said[1:2].islower() else said


def _cell(value: str) -> Text:
    return pieces(papers.fence(value))


def _address(name: str | None, no_name: str, address: str | None, no_address: str) -> tuple[str, ...]:
    lines = [line.strip() for line in (address or "").splitlines() if clean(line)]
    return (name or Blank(no_name), *(lines or [Blank(no_address)]))
