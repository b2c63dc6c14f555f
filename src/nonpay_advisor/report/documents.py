"""Letters and papers filled from a case, each only where the law and the contract leave its option open.

A kind is named as the option that it serves. What is missing is a marked blank, never a guess. What a letter may announce comes
from one fixed list, each entry tied to an option that is open in this very case; nothing else can be announced.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from nonpay_advisor.advice import words
from nonpay_advisor.advice.deadlines import TIME_TO_SUE
from nonpay_advisor.engine.account import ZERO
from nonpay_advisor.engine.possible import NO, YES
from nonpay_advisor.errors import FactsError
from nonpay_advisor.law import library
from nonpay_advisor.report import papers
from nonpay_advisor.report import plan as plans
from nonpay_advisor.report.blocks import Heading, Para, clean, text
from nonpay_advisor.report.case import Case
from nonpay_advisor.report.content import URGENCY_WORDS
from nonpay_advisor.report.footnotes import Noted, cited
from nonpay_advisor.report.paper_kinds import ALL, KINDS, Kind
from nonpay_advisor.report.papers import Paper, Part
from nonpay_advisor.report.plan import Plan
from nonpay_advisor.report.wording import CONSEQUENCES, IF_SO
from nonpay_advisor.vocabulary.catalogue import NONE
from nonpay_advisor.vocabulary.facts import Facts

__all__ = [
    "CONSEQUENCES",
    "KINDS",
    "Case",
    "DocumentRefused",
    "Kind",
    "check",
    "closing",
    "document",
    "heading",
    "kinds",
    "offered",
    "plan_of",
]


class DocumentRefused(FactsError):
    """A document that would be unlawful, premature or beside the point in this case; `problems` says why."""


def kinds() -> tuple[Kind, ...]:
    """Every document that can be made, in the order in which people usually need them."""
    return ALL


def document(given: Case | Facts | Mapping[str, Any] | None, kind: str, as_of: date | None = None, plan: Plan | None = None) -> Paper:
    """Make a document of a case.

    given  the facts, as for `advise`; or a `Case`, of which several papers are made
    kind   an id of `kinds()`
    as_of  the day of the paper; today where left out
    plan   for `payment_plan`: its instalments; the schedule stays blank where left out
    Raises DocumentRefused where it would be unlawful, premature or beside the point in this case, FactsError where the facts
    or the kind are at fault.
    """
    if kind not in KINDS:
        raise FactsError([f"kind: read {kind!r}, which is no document{library.nearest(kind, KINDS)}; `document --list` shows all of them"])
    return _Maker(given if isinstance(given, Case) else Case(given, as_of or date.today()), KINDS[kind], plan).paper()


def check(case: Case, kind: str) -> tuple[str, ...]:
    """Refuse a document with the reason (DocumentRefused), or return what must be said loudly above it."""
    return _Maker(case, KINDS[kind], None).check()


def plan_of(case: Case, instalments: int, every: plans.Every, first: date, rate: Decimal | None = None) -> Plan:
    """A plan for what can be asked for today: the unpaid principal with its interest and charges."""
    if case.principal is None:
        raise FactsError(["claim.amount is not known, so there is no sum to pay in instalments"])
    charges = sum((c[1] for c in case.charges), ZERO)
    return plans.make(case.principal, instalments, every, first, case.as_of, charges=charges, rate=rate)


def heading(title: str) -> tuple[Part, ...]:
    """The title of a paper that has no template."""
    return (Heading(title),)


def closing(case: Case) -> tuple[Part, ...]:
    """What stands at the end of every paper that has no notes: the attorney and the disclaimer."""
    said: tuple[Part, ...] = (
        Heading("An attorney", level=4),
        Para(text(URGENCY_WORDS[case.advice.attorney.urgency])),
        Para(text(case.advice.disclaimer)),
    )
    return case.words.all_of(said)


def offered(case: Case) -> dict[str, str]:
    """For every kind: nothing where it can be made in this case, else why it is refused."""
    found = {}
    for kind in ALL:
        try:
            _Maker(case, kind, None).check()
            found[kind.id] = ""
        except DocumentRefused as refused:
            found[kind.id] = refused.problems[0]
    return found


# --- whether it may be made


class _Maker(Noted):
    """Makes one document, or refuses."""

    def check(self) -> tuple[str, ...]:
        """Refuse with the reason, or return what must be said loudly above the paper."""
        if self.kind.reaches_customer:
            self._check_customer()
        if self.kind.to == "guarantor" and self.facts.customer.guarantors in (None, ()):
            self._refuse("the case names no guarantor")
        if self.kind.to != "self" and self.case.principal == 0:
            self._refuse("nothing is unpaid: the principal in the case is zero")
        option, alerts = self.option, []
        if option.status == "barred":
            bar = option.bars[0] if option.bars else None
            why = f"{bar.text} {cited(bar.citation)}".strip() if bar else next((r.text for r in option.reasons), "the law closes it")
            self._refuse(why, f"What could change that: {bar.lifted_by}." if bar and bar.lifted_by else "")
        if option.status == "not_applicable":
            self._refuse("it is not in this case: its subject is not there, or the place has no such thing")
        if self.kind.only_overdue:
            if self.case.overdue is False:
                due = self.case.day("derived.due_on", "the due date")
                self._refuse(f"nothing is late yet: payment is due on {due}")
            if self.case.is_("plan_running") == YES:
                self._refuse("an agreed payment plan is being kept, so nothing is due beyond its instalments")
        if option.status == "premature":
            said = " ".join(_need(n.text, n.consequence, n.citation) for n in option.needs) or " ".join(r.text for r in option.reasons)
            if not self.kind.when_early:
                self._refuse(f"it is too early. {said}")
            alerts.append(f"Not yet: {said}")
        if option.status == "undetermined":
            alerts.append(self._unclear())
        self._check_special()
        if self.kind.to == "customer" and self.case.is_("time_barred") == YES:
            alerts.append("The time to sue has ended. Asking stays possible, but not in words that suggest a suit.")
        alerts += self._too_late()
        if self.kind.id != "prevention":
            alerts += [f"Not clear from what was given: {doubt.text}" for doubt in self.case.advice.doubts]
        return tuple(alerts)

    def _refuse(self, *why: str) -> None:
        said = " ".join(clean(w) for w in why if w)
        raise DocumentRefused([f"{self.kind.id} ({self.case.words.say(self.kind.title)}) is not made: {self.case.words.say(said)}"])

    def _check_customer(self) -> None:
        """Nothing goes to the customer or the family where there is, or may be, a stay, a discharge or a death."""
        case = self.case
        for conclusion, said in (
            ("stay", "an insolvency stay forbids every act to collect the debt; the claim goes to the court or office-holder"),
            ("discharged", "the debt was discharged in insolvency, and asking for it is forbidden"),
            ("dead", "the customer has died; the claim goes to the estate, and the family is not asked to pay"),
        ):
            truth = case.is_(conclusion)
            if truth == YES:
                bar = next((b for b in self.option.bars), None)
                self._refuse(said, cited(bar.citation) if bar else "")
            if truth != NO:
                self._refuse(
                    f"it is not known that the law lets anybody write to this customer: if it is so that {IF_SO[conclusion]}, a letter is "
                    "forbidden. The facts customer.bankruptcy and customer.died_on settle it"
                )
        stage, after = case.situation.term("customer.bankruptcy.stage"), case.is_("post_petition_debt")
        if stage.exact in {"open", "plan", "discharged"} and after != YES:
            self._refuse("the customer is or was in an insolvency case, and it is not settled whether this debt may still be asked for")

    def _unclear(self) -> str:
        asked = [d.question for d in self.option.depends_on[:4]]
        said = "Depends: on what is known it is not settled that this step is open"
        said += ". It depends on: " + " ".join(asked) if asked else ""
        if not self.kind.when_unclear:
            self._refuse(said[0].lower() + said[1:])
        return f"{said.rstrip('.')}{'' if said.endswith('?') else '.'} The paper is a draft until that is settled."

    def _too_late(self) -> list[str]:
        """Whether the time to sue ends before the day that the letter names."""
        days, _ = self.answer_days()
        found = next((d for d in self.case.advice.deadlines if d.clock in TIME_TO_SUE), None)
        last = found and (found.date or found.safe_date)
        if not self.kind.announces or days is None or not last or not self.case.as_of <= last <= self.case.as_of + timedelta(days=days):
            return []
        return [f"The time to sue may end on {words.day(last)}, before the day that this letter names; the letter does not stop it."]

    def _check_special(self) -> None:
        case = self.case
        if self.kind.id == "mechanics_lien":
            self._check_lien()
        if self.kind.id == "freelancer_act_claim" and case.law("freelancer_act.name") is None:
            self._refuse("the act that would be named in it is not known on the facts given")

    def _check_lien(self) -> None:
        case = self.case
        held = case.situation.held("mechanics_lien.preliminary_notice")[0]
        last = case.situation.term("clock.mechanics_lien.preliminary_notice")
        needed = any(n for n in self.option.needs if "notice" in (n.step or ""))
        if (not held or last.items == (NONE,)) and not needed:
            self._refuse("the law held asks for no preliminary notice in this case", case.law_note("mechanics_lien.preliminary_notice"))
        if self.facts.history.preliminary_notice not in (None, False):
            self._refuse("the preliminary notice has been given already")
        owner = self.facts.claim.property_owner
        if owner != "other" and max(case.is_("stay"), case.is_("discharged"), case.is_("dead")) != NO:
            self._refuse("the owner may be the customer, who may be in an insolvency case or dead; an attorney gives such a notice")

    # -- the paper

    def paper(self) -> Paper:
        alerts = self.check()
        if self.kind.id == "payment_plan" and self.plan:
            alerts += plans.consumer_limits(self.case.inference, self.plan)[:1]
        local = self.case.words
        body = papers.fill(self.kind.id, self.values(), self.inserts(), local.say)
        made = Paper(self.kind.id, local.say(self.title()), self.case.as_of, local.all_of(alerts), body, ())
        return Paper(made.kind, made.title, made.as_of, made.alerts, made.body, local.all_of(self.notes(made)))

    def title(self) -> str:
        return "Letter before a claim" if self.kind.id == "demand_letter" and self.before_claim else self.kind.title


def _need(said: str, consequence: str, citation: str) -> str:
    return f"{said} {consequence[:1].upper() + consequence[1:] + '.' if consequence else ''} {cited(citation)}".strip()
