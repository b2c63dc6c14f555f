"""Letters and papers filled from a case, each only where the law and the contract leave its option open.

A kind is named as the option that it serves. What is missing is a marked blank, never a guess. What a letter may announce comes
from one fixed list, each entry tied to an option that is open in this very case; nothing else can be announced.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from nonpay_advisor.advice import words
from nonpay_advisor.advice.advising import advise_on, row_words
from nonpay_advisor.advice.model import Advice, OptionAdvice
from nonpay_advisor.engine.flat import lay
from nonpay_advisor.engine.inference import infer
from nonpay_advisor.engine.possible import NO, YES
from nonpay_advisor.engine.situation import Situation
from nonpay_advisor.errors import FactsError
from nonpay_advisor.law import library
from nonpay_advisor.report import papers
from nonpay_advisor.report import plan as plans
from nonpay_advisor.report.account import ZERO, Account, account
from nonpay_advisor.report.blocks import Bullets, Heading, Item, Para, Table, Text, clean, text
from nonpay_advisor.report.content import URGENCY_WORDS
from nonpay_advisor.report.papers import Blank, Lines, Marked, Paper, Part, pieces, rich
from nonpay_advisor.report.plan import Plan
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import NONE, STATUS_WORDS
from nonpay_advisor.vocabulary.facts import Facts
from nonpay_advisor.vocabulary.places import place_name
from nonpay_advisor.vocabulary.reading import read_facts

To = Literal["customer", "guarantor", "others", "self"]


class DocumentRefused(FactsError):
    """A document that would be unlawful, premature or beside the point in this case; `problems` says why."""


@dataclass(frozen=True)
class Kind:
    """A document that can be made.

    id             as the option it serves, where there is one of its own
    option         whose status decides whether it is made
    to             who gets it: nothing goes to the customer under a stay, a discharge or a death
    when_early     whether it is made while the option is premature, since it is itself a step on the way
    when_unclear   whether it is made while the option depends on what is not known
    only_overdue   whether it is wrong before anything is late
    announces      the options it may announce (see CONSEQUENCES)
    """

    id: str
    option: str
    title: str
    to: To = "customer"
    when_early: bool = False
    when_unclear: bool = True
    only_overdue: bool = False
    announces: tuple[str, ...] = ()


# What a letter may announce, in the words in which it does: nothing else is ever announced. {forum} is the forum of the advice.
CONSEQUENCES: dict[str, str] = {
    "refuse_new_work": "to take no new orders until the sum is paid",
    "suspend_work": "to pause further work until the sum is paid, as far as the contract and the law allow",
    "demand_letter": "to send a formal demand for payment",
    "mediation": "to propose mediation",
    "attorney_letter": "to pass the matter to an attorney",
    "collection_agency": "to hand the account to a collection agency",
    "arbitration": "to begin arbitration",
    "adjudication": "to refer the dispute to adjudication",
    "payment_bond_claim": "to claim on the payment bond",
    "mechanics_lien": "to record the lien that the law gives for this work",
    "freelancer_act_claim": "to bring a claim under the act that protects freelancers{forum}",
    "government_claim": "to present a formal claim as the law for public bodies provides",
    "small_claims": "to bring a claim in the small-claims procedure{forum}",
    "order_for_payment": "to ask for an order for payment",
    "civil_court": "to bring a claim in court{forum}",
}
_SOFT = ("refuse_new_work", "suspend_work", "demand_letter", "collection_agency")
_FIRM = tuple(o for o in CONSEQUENCES if o != "demand_letter")
# These are announced only where they are wholly open: a step on the way to them is still missing otherwise.
_ONLY_OPEN = {"suspend_work", "mechanics_lien", "payment_bond_claim", "refuse_new_work", "collection_agency", "adjudication"}
# Where the time to sue has ended, or may have, nothing is announced that suggests a suit.
_EVEN_LATE = {"refuse_new_work", "suspend_work", "mediation", "demand_letter"}
_WITH_FORUM = {"freelancer_act_claim", "small_claims", "civil_court"}

_ALL = (
    Kind("document_interactions", "document_interactions", "Log of every contact", to="self"),
    Kind("reminder", "reminder", "Friendly reminder"),
    Kind("second_reminder", "reminder", "Second reminder", only_overdue=True),
    Kind("phone_call", "phone_call", "Call script and note of the call"),
    Kind("contact_billing_department", "contact_billing_department", "Letter to the billing department"),
    Kind("final_warning", "final_warning", "Final warning before a formal demand", only_overdue=True, announces=_SOFT),
    Kind("payment_plan", "payment_plan", "Payment plan agreement"),
    Kind("discount_settlement", "discount_settlement", "Settlement and release"),
    Kind("debt_acknowledgment", "debt_acknowledgment", "Acknowledgment of the debt"),
    Kind("tolling_agreement", "tolling_agreement", "Agreement that the time limit stops", when_unclear=False),
    Kind("statutory_late_interest", "statutory_late_interest", "Notice of interest for late payment", only_overdue=True),
    Kind("suspend_work", "suspend_work", "Notice that work will be suspended", when_early=True, when_unclear=False, only_overdue=True),
    Kind("demand_letter", "demand_letter", "Formal demand letter", only_overdue=True, announces=_FIRM),
    Kind("attorney_letter", "attorney_letter", "Demand for an attorney to send", only_overdue=True, announces=_FIRM[4:]),
    Kind("mediation", "mediation", "Invitation to mediate, with agenda and checklist", when_early=True),
    Kind("freelancer_act_claim", "freelancer_act_claim", "Demand under the act that protects freelancers", only_overdue=True),
    Kind("pursue_guarantor", "pursue_guarantor", "Letter to the guarantor", to="guarantor", only_overdue=True),
    Kind("government_claim", "government_claim", "Notice of claim to the public body", when_early=True),
    Kind("payment_bond_claim", "payment_bond_claim", "Notice of claim on the payment bond", to="others", when_early=True),
    Kind("mechanics_lien", "mechanics_lien", "Preliminary lien notice", to="others", when_early=True),
    Kind("bankruptcy_proof_of_claim", "bankruptcy_proof_of_claim", "Worksheet for the claim in the insolvency", to="self", when_early=True),
    Kind("estate_claim", "estate_claim", "Claim against the estate", to="others", when_early=True),
    Kind("small_claims", "small_claims", "Small-claims worksheet and hearing checklist", to="self", when_early=True),
    Kind("collection_agency", "collection_agency", "Hand-over sheet for a collection agency", to="others", only_overdue=True),
    Kind("write_off", "write_off", "Note of writing the debt off", to="self"),
    Kind("statement_of_account", "review_file", "Statement of account, with interest line by line", to="self"),
    Kind("prevention", "prevention", "Checklist and sample terms for next time", to="self"),
)
KINDS: dict[str, Kind] = {k.id: k for k in _ALL}
# Interest and charges are part of what these ask for; the others ask for the unpaid principal alone.
_WITH_CHARGES = frozenset(KINDS) - {"reminder", "second_reminder", "phone_call", "contact_billing_department"}
# The law whose rows are shown in the notes of each paper.
_FORMS: dict[str, tuple[str, ...]] = {
    "demand_letter": (
        "court.letter_before_action_required",
        "court.letter_before_action_days",
        "small_claims.demand_required",
        "small_claims.demand_wait_days",
    ),
    "attorney_letter": ("court.letter_before_action_required", "court.letter_before_action_days"),
    "statutory_late_interest": ("interest.statutory_late", "interest.prejudgment"),
    "suspend_work": ("construction.suspension_right", "construction.suspension_notice_days"),
    "mechanics_lien": ("mechanics_lien.preliminary_notice", "mechanics_lien.homestead_rule"),
    "payment_bond_claim": ("payment_bond.citation", "payment_bond.notice"),
    "government_claim": (
        "government.claim_required",
        "government.claim_notice",
        "government.certification_above",
        "government.forum",
    ),
    "freelancer_act_claim": ("freelancer_act.threshold", "freelancer_act.remedy", "freelancer_act.suit"),
    "estate_claim": ("estate.small_note", "estate.claim"),
    "bankruptcy_proof_of_claim": ("insolvency.proof_of_claim", "insolvency.stay"),
    "small_claims": ("small_claims.demand_required", "small_claims.hearing_time", "small_claims.appeal", "court.fee_waiver"),
    "collection_agency": ("conduct.agency_licence", "conduct.agency_bond"),
    "write_off": ("tax.bad_debt", "tax.vat_relief_months", "tax.sales_tax_relief"),
    "phone_call": ("conduct.recording_consent", "conduct.contact_hours"),
    "payment_plan": ("consumer.instalments_regulated_above",),
}
# Fewer days than this between what a paper names and the last day to sue are said to be close.
_CLOSE = 30
# What no case holds, left open for the one who sends the paper.
BLANKS = {
    "accepted": "who accepted the work, and when",
    "agency": "name and address of the agency",
    "agent": "name and address of the registered agent, from the public register",
    "answer": "what was asked, and your answer with its proof",
    "attorney": "attorney's name and office",
    "attorney_address": "attorney's address",
    "attorney_notices": "notices that the law asks of an attorney who collects, if any",
    "bond": "number of the bond, from the public owner",
    "case_number": "court or office, and number of the case",
    "certificate": "the certificate in the words of the law; see the notes",
    "contacts": "each message and call with its day",
    "contract_copy": "a copy of the contract or order",
    "contract_number": "number of the contract, and the office that made it",
    "costs": "what it would cost and bring",
    "costs_clause": "who bears the costs of collecting, as far as the law of the place allows",
    "cure": "how many days",
    "customer_claims": "complaints and claims about this work that the customer gives up, if any",
    "days": "how many days",
    "decided": "name and date",
    "deposit": "sum or share",
    "email": "your email or telephone",
    "found": "how this is known",
    "forms": "the forms that the rule of the place asks to enclose; see the notes, and strike this out if there are none",
    "form": "the form of the law",
    "goods": "none, or what, when and for how much",
    "grace": "how many days",
    "guarantee": "name and date of the paper in which the guarantee stands",
    "guarantor": "guarantor's exact name",
    "guarantor_address": "guarantor's address",
    "guarantor_kept": "goes on answering for the rest, or is released: choose one and have the guarantor sign",
    "if_consumer": "consumer",
    "keep": "keep only what you truly intend",
    "lender": "name and address",
    "mediator": "one or two names, or a programme",
    "meeting": "day, hour and place",
    "notice_days": "how many days",
    "notices": "address, email",
    "oath": "form, oath or witness, or none",
    "officer": "the officer or office that the law names for claims",
    "officer_address": "its address",
    "order": "number of the order",
    "owner": "name of the owner, from the land register",
    "owner_address": "address of the owner",
    "person": "name",
    "place": "place",
    "place_date": "place and date",
    "price": "price",
    "prime": "name of the prime or direct contractor",
    "prime_address": "its address",
    "priority": "none, or which and why",
    "project": "name, place and number of the project",
    "promised": "what, and by which day",
    "proof": "proof that the work was delivered",
    "property": "address, and what identifies it in the land register",
    "public_owner": "the public owner",
    "rate": "rate",
    "received": "day",
    "representative": "name of the executor or administrator",
    "representative_address": "address of the executor or administrator",
    "said": "facts only",
    "security": "none, or which",
    "sent": "day",
    "sent_how": "the way that the law asks for",
    "setoff": "nothing, or what",
    "settle_by": "last day",
    "settled": "sum of the settlement",
    "signer": "name and position",
    "story": "what was agreed, what was done, how it was accepted, what is unpaid: each with its paper",
    "surety": "name of the surety",
    "suspend_ground": "the clause of the contract or the law",
    "tolling": "it runs on as the law says, or: it does not run while the plan is kept; choose one, where the law of the place allows it",
    "tolling_end": "day",
    "when": "day and hour",
    "when_pay": "by which day, or in which parts",
}


def kinds() -> tuple[Kind, ...]:
    """Every document that can be made, in the order in which people usually need them."""
    return _ALL


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
    return (
        Heading("An attorney", level=4),
        Para(text(URGENCY_WORDS[case.advice.attorney.urgency])),
        Para(text(case.advice.disclaimer)),
    )


def offered(case: Case) -> dict[str, str]:
    """For every kind: nothing where it can be made in this case, else why it is refused."""
    found = {}
    for kind in _ALL:
        try:
            _Maker(case, kind, None).check()
            found[kind.id] = ""
        except DocumentRefused as refused:
            found[kind.id] = refused.problems[0]
    return found


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

    @cached_property
    def charges(self) -> tuple[tuple[str, Decimal, str], ...]:
        """Interest and charges that can be asked for today as of right: what, how much, by what convention."""
        if self.facts.choices.claim_interest is False:
            return ()
        found: list[tuple[str, Decimal, str]] = []
        lines, acc = self.advice.money, self.account
        by_contract = acc.charge_id == "contract.interest_rate"
        option = {"contract.interest_rate": "contract_late_charge", "government.prompt_payment_interest": "prompt_payment_claim"}.get(
            acc.charge_id, "statutory_late_interest"
        )
        if acc.interest and acc.of_right and self.status(option) == "available":
            found.append((f"Interest to {words.day(self.as_of)}", acc.interest, f"{acc.convention} ({acc.citation})"))
        late, fixed = _amount(lines.late_charges.sum), _amount(lines.fixed_compensation.sum)
        if late and self.status("contract_late_charge") == "available":
            found.append(("Late charge agreed in the contract", late, f"{lines.late_charges.convention} ({lines.late_charges.rule})"))
        if fixed and not by_contract and self.status("statutory_late_interest") == "available":
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


# --- whether it may be made


class _Maker:
    """Makes one document, or refuses."""

    def __init__(self, case: Case, kind: Kind, plan: Plan | None) -> None:
        self.case = case
        self.kind = kind
        self.plan = plan
        self.option: OptionAdvice = case.advice.options[kind.option]
        self.facts = case.facts

    def check(self) -> tuple[str, ...]:
        """Refuse with the reason, or return what must be said loudly above the paper."""
        if self.kind.to == "customer":
            self._check_customer()
        if self.kind.to == "guarantor" and self.facts.customer.guarantors in (None, ()):
            self._refuse("the case names no guarantor")
        if self.kind.to != "self" and self.case.principal == 0:
            self._refuse("nothing is unpaid: the principal in the case is zero")
        option, alerts = self.option, []
        if option.status == "barred":
            bar = option.bars[0] if option.bars else None
            why = f"{bar.text} {_cited(bar.citation)}".strip() if bar else next((r.text for r in option.reasons), "the law closes it")
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
        return tuple(alerts)

    def _refuse(self, *why: str) -> None:
        said = " ".join(clean(w) for w in why if w)
        raise DocumentRefused([f"{self.kind.id} ({self.kind.title}) is not made: {said}"])

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
                self._refuse(said, _cited(bar.citation) if bar else "")
            if truth != NO:
                self._refuse(
                    f"it is not known that the law lets anybody write to this customer: if it is so that {_IF_SO[conclusion]}, a letter is "
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
        body = papers.fill(self.kind.id, self.values(), self.inserts())
        made = Paper(self.kind.id, self.title(), self.case.as_of, alerts, body, ())
        return Paper(made.kind, made.title, made.as_of, made.alerts, made.body, self.notes(made))

    def title(self) -> str:
        return "Letter before a claim" if self.kind.id == "demand_letter" and self.before_claim else self.kind.title

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
            "creditor_lines": _address(facts.creditor.name, "your name or business name", facts.creditor.address, "your address"),
            "customer_lines": _address(facts.customer.name, "customer's exact name", facts.customer.address, "customer's address"),
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
            "charged": "yes" if self._charges else "",
            "consequences": [self._consequence(o) for o in self.announced],
            "contacts": self._contacts(),
            "before_claim": "yes" if self.before_claim else "",
            "consumer": "yes" if case.is_("consumer_debt") == YES else "",
            "old_debt_notice": self._old_debt_notice(),
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
            "act_remedy": case.law("freelancer_act.remedy") or "",
            "certified": "yes" if self._certified() else "",
            "petition_on": case.day("customer.bankruptcy.petition_on", "day of the filing"),
            "claims_bar_on": case.day("customer.bankruptcy.claims_bar_on", "last day for claims, from the court's notice"),
            "died_on": case.day("customer.died_on", "date of death"),
            "bond_law": case.law("payment_bond.citation") or "",
            "lien": case.law("mechanics_lien.name") or Blank("name of the lien in this place"),
            "payments": self._payments(),
            "disputed_words": _DISPUTED.get(facts.dispute.status or "", Blank("yes or no, and what about")),
            "I_will_pay": "I will pay soon",
            **{f"blank_{name}": Blank(said) for name, said in BLANKS.items()},
        }

    @property
    def _charges(self) -> tuple[tuple[str, Decimal, str], ...]:
        return self.case.charges if self.kind.id in _WITH_CHARGES else ()

    @property
    def total(self) -> Decimal | None:
        """What the paper asks for."""
        principal = self.case.principal
        return None if principal is None else principal + sum((c[1] for c in self._charges), ZERO)

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
            "oral": f"the agreement made by word of mouth{on}",
            "implied": "the work that was ordered and accepted",
            "none": "the work that was done and accepted",
        }
        return rich(named[contract.form]) if contract.form else rich(Blank("what was agreed, in what form and when"))

    def _contacts(self) -> list[Marked]:
        history = self.facts.history
        found: list[tuple[Any, Marked]] = []
        for events, what in ((history.reminders, "reminder"), (history.calls, "call"), (history.demand_letters, "demand letter")):
            for event in events or ():
                on = words.day(event.on) if isinstance(event.on, date) else Blank("date")
                by = f" by {event.method}" if event.method and what == "reminder" else ""
                found.append((event.on if isinstance(event.on, date) else date.max, rich(f"{what}{by} on ", on)))
        return [said for _, said in sorted(found, key=lambda f: f[0])]

    # -- dates that a letter names

    def _answer_days(self) -> tuple[int | None, bool]:
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
        days, _ = self._answer_days()
        if days is None:
            return Blank("last day to answer; the place's rule sets it")
        return words.day(self.case.as_of + timedelta(days=days))

    def _answer_days_words(self) -> str:
        days, _ = self._answer_days()
        return f"{days} days" if days is not None else Blank("days that the place's rule sets")

    def _suspend_days(self) -> str:
        days = self.case.law("construction.suspension_notice_days") if self.case.is_("construction_work") == YES else None
        if isinstance(days, Decimal):
            return words.day(self.case.as_of + timedelta(days=int(days) + 1))
        return Blank("day on which work stops, as the contract or the law allows")

    def _limit(self) -> str:
        found = next((d for d in self.case.advice.deadlines if d.clock == "limitation.contract"), None)
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
        if not acc.convention:
            return rich(Blank("rate of interest and what it rests on"))
        return rich(acc.convention, " (", acc.citation, ")")

    def _old_debt_notice(self) -> str:
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
        if status != "available" and (status != "premature" or option_id in _ONLY_OPEN):
            return False
        if option_id not in _EVEN_LATE and case.is_("time_barred") != NO:
            return False
        if option_id == "arbitration":
            return self.facts.contract.arbitration in {"optional", "mandatory"}
        if option_id == "suspend_work":
            return bool(self.facts.claim.still_supplying)
        return True

    def _consequence(self, option_id: str) -> Marked:
        said = CONSEQUENCES[option_id]
        forum = self.case.advice.options[option_id].forum if option_id in _WITH_FORUM else None
        return rich(said.format(forum=f" ({forum})" if forum else ""))

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
        values = self.values()
        return (
            Lines(tuple(pieces(papers.fence(v)) for v in values["creditor_lines"])),
            Lines((pieces(papers.fence(values["today"])),)),
            Lines(tuple(pieces(papers.fence(v)) for v in values["customer_lines"])),
        )

    def _sums(self) -> Table:
        case = self.case
        rows: list[tuple[Text, ...]] = [(text("The invoiced sum still unpaid"), _cell(case.money(case.principal, "unpaid sum")))]
        rows += [(text(what), _cell(case.money(sum_))) for what, sum_, _ in self._charges]
        if len(rows) > 1:
            rows.append((text("Together"), _cell(case.money(self.total))))
        return Table("", ("What", "Sum"), tuple(rows), right=(1,), last_is_total=len(rows) > 1)

    def _petition_sums(self) -> Table:
        """What was owed on the day of the filing: no later interest, and no guess where a payment came after."""
        case = self.case
        filed = case.situation.term("customer.bankruptcy.petition_on").exact
        then = account(case.inference, filed) if isinstance(filed, date) and filed <= case.as_of else None
        paid = case.situation.term("claim.payments")
        payments = paid.items[0] if paid.items else ()
        after = not isinstance(filed, date) or any(not isinstance(p.on, date) or p.on > filed for p in payments)
        option = "contract_late_charge" if then and then.charge_id == "contract.interest_rate" else "statutory_late_interest"
        closed = [b for b in case.advice.options[option].bars if b.ground != "stay"]
        wanted = not after and not closed and case.facts.choices.claim_interest is not False
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
            Para(text(f"Convention: {acc.convention} ({acc.citation}). Each further day adds {case.money(acc.per_day)}.")),
        ]
        if acc.paid:
            made.append(Para(text(_PAYMENTS_SET)))
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

    # -- notes

    def notes(self, made: Paper) -> tuple[Part, ...]:
        case, option, advice = self.case, self.option, self.case.advice
        parts: list[Part] = [Para(text(f"{option.title}: {STATUS_WORDS[option.status]} on {words.day(case.as_of)}. {option.risk}"))]
        if self.kind.to != "self":
            parts.append(Para(text(_SENDING)))
        if made.blanks:
            parts += [Heading("Left open, for you to fill", level=4), Bullets(tuple(Item(text(b)) for b in made.blanks))]
        for title, lines in (
            ("What it depends on", self._open_questions()),
            ("What the sums rest on", self._sum_notes()),
            ("What the letter announces", self._announced_notes()),
            ("What the law of the place asks for", self._form_notes()),
            ("What to look out for", self._cautions()),
            ("The time limit to sue", self._clock_notes()),
        ):
            if lines:
                parts += [Heading(title, level=4), Bullets(tuple(Item(text(line)) for line in dict.fromkeys(lines)))]
        parts.append(Heading("An attorney", level=4))
        parts.append(Para(text(URGENCY_WORDS[advice.attorney.urgency], *(f" {r.text}" for r in advice.attorney.reasons))))
        parts.append(Para(text(advice.disclaimer)))
        return tuple(parts)

    def _open_questions(self) -> list[str]:
        if self.option.status != "undetermined":
            return []
        return [
            d.question + (f" ({'; '.join(f'{a.answer}: {STATUS_WORDS[a.status]}' for a in d.answers)})" if d.answers else "")
            for d in self.option.depends_on
        ]

    def _sum_notes(self) -> list[str]:
        case, acc = self.case, self.case.account
        said = [f"{what}: {how}." for what, _, how in self._charges]
        if self.kind.id not in _WITH_CHARGES or (self.kind.to == "self" and not said):
            return said
        if case.principal is not None and case.currency and "given" != case.advice.money.currency_read_from:
            said.append(f"Currency: {case.advice.money.currency_read_from}.")
        if case.facts.choices.claim_interest is False:
            said.append("Interest is left out, as you chose.")
        elif acc.interest and not acc.of_right:
            sum_ = case.money(acc.interest)
            said.append(f"Interest of {sum_} lies in a court's discretion ({acc.citation}); it is not asked for here.")
        elif acc.why_not:
            said.append(f"No interest is asked for: {acc.why_not}.")
        elif self._charges and case.facts.choices.claim_interest is None:
            said.append("Interest and charges may be left out; you have not said whether you claim them.")
        if acc.interest is not None and not acc.simple:
            shown = case.advice.money.interest_to_date.sum
            if shown and Decimal(shown.amount) != acc.interest:
                other = words.money(Decimal(shown.amount), case.currency)
                said.append(
                    f"Interest is worked out invoice by invoice and payment by payment; the report's {other} takes what is unpaid today "
                    "from the oldest due day."
                )
        return said

    def _announced_notes(self) -> list[str]:
        if not self.kind.announces:
            return []
        said = [f"{self.case.advice.options[o].title}: {STATUS_WORDS[self.case.status(o)]}." for o in self.announced]
        if not said:
            return ["Nothing is announced: no further step is certainly open on what is known."]
        return ["Only steps that are open in this case stand in it. A letter that announces what is not meant weakens the next one.", *said]

    def _form_notes(self) -> list[str]:
        case, said = self.case, []
        for law_id in _FORMS.get(self.kind.id, ()):
            for held in case.situation.held(law_id)[0][:2]:
                value = row_words(held, library.jurisdiction(held.place).currency)
                row = held.row
                past = " Its review date has passed." if case.as_of > row.review_by else ""
                title = catalogue.law_ids()[law_id].title
                note = row.note if row.note and row.note not in " ".join(said) else ""
                said.append(f"{title}, {place_name(held.place)}: {value.rstrip('.')}. {note} ({row.citation}){past}")
        days, asked = self._answer_days()
        if self.kind.id in {"demand_letter", "attorney_letter"} and days is not None:
            why = "what a law or the contract asks for" if asked else "usual practice; no longer one is known to be asked for"
            said.append(f"The letter leaves {days} days: {why}.")
        if self._old_debt_notice():
            rows = case.situation.held("conduct.time_barred_disclosure")[0]
            cited = "; ".join(dict.fromkeys(h.row.citation for h in rows))
            said.append(f"On an old consumer debt: {case.law('conduct.time_barred_disclosure')} ({cited})")
        return said

    def _cautions(self) -> list[str]:
        return [f"{r.text} {_cited(r.citation)}".strip() for r in self.option.cautions]

    def _clock_notes(self) -> list[str]:
        case = self.case
        if self.plan and self.kind.id == "payment_plan":
            return list(plans.effect_on_limitation(case.inference, case.as_of, self.plan.instalments[-1].due_on).sentences)
        if self.kind.id == "payment_plan":
            return list(plans.effect_on_limitation(case.inference, case.as_of, case.as_of).sentences)
        if self.kind.to == "self":
            return []
        found = next((d for d in case.advice.deadlines if d.clock == "limitation.contract"), None)
        stops = {"stops": "This step stops it.", "maybe": "Whether this step stops it depends on the place or on what is agreed."}
        said = [stops.get(self.option.stops_clock, "This paper does not stop it.")]
        day = found and (found.date or found.safe_date)
        if found and day:
            ended = "It ended on" if found.passed else "It ends on" if found.date else "On what is known a suit is safe until"
            said.append(f"{ended} {words.day(day)} ({found.authority}).")
            days, _ = self._answer_days()
            if not found.passed and days is not None and day < case.as_of + timedelta(days=days + _CLOSE):
                said.append("That is close to the day that this paper names, so people in this position usually ask an attorney now.")
        return said


_IF_SO = {"stay": "an insolvency case is open", "discharged": "the debt was discharged", "dead": "the customer has died"}


_SENDING = "People usually send a paper like this in a way that proves delivery, keep a copy, and write down the day."
_PAYMENTS_SET = (
    "Part payments are set against the principal, between invoices against the oldest, unless the payer or the contract said "
    "otherwise; a sum that was paid bore interest to the day it came."
)
_DISPUTED = {
    "admitted": "no, the customer admits it",
    "undisputed": "no",
    "queried": "the customer has asked about it",
    "part_disputed": "a part of it",
    "disputed": "yes",
}


def _capital(said: Marked) -> Marked:
    """The same with a capital at its beginning."""
    return Marked(re.sub(r"[a-z]", lambda m: m[0].upper(), said, count=1)) if said[1:2].islower() else said


def _need(said: str, consequence: str, citation: str) -> str:
    return f"{said} {consequence[:1].upper() + consequence[1:] + '.' if consequence else ''} {_cited(citation)}".strip()


def _cited(citation: str) -> str:
    return f"({citation})" if citation else ""


def _cell(value: str) -> Text:
    return pieces(papers.fence(value))


def _address(name: str | None, no_name: str, address: str | None, no_address: str) -> tuple[str, ...]:
    lines = [line.strip() for line in (address or "").splitlines() if clean(line)]
    return (name or Blank(no_name), *(lines or [Blank(no_address)]))

