"""The notes of a paper: what is left open, what the sums rest on, what the law asks for, the time limit, an attorney."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from nonpay_advisor.advice import words
from nonpay_advisor.advice.advising import row_words
from nonpay_advisor.advice.deadlines import TIME_TO_SUE
from nonpay_advisor.law import library
from nonpay_advisor.report import plan as plans
from nonpay_advisor.report.blocks import Bullets, Heading, Item, Para, text
from nonpay_advisor.report.content import URGENCY_WORDS
from nonpay_advisor.report.filling import Filling
from nonpay_advisor.report.paper_kinds import WITH_CHARGES
from nonpay_advisor.report.papers import Paper, Part
from nonpay_advisor.report.wording import CLOSE, FORMS, SENDING
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import STATUS_WORDS
from nonpay_advisor.vocabulary.places import place_name


class Noted(Filling):
    """A paper with its notes."""

    def notes(self, made: Paper) -> tuple[Part, ...]:
        case, option, advice = self.case, self.option, self.case.advice
        parts: list[Part] = [Para(text(f"{option.title}: {STATUS_WORDS[option.status]} on {words.day(case.as_of)}. {option.risk}"))]
        if self.kind.to != "self" and self.kind.id != "phone_call":
            parts.append(Para(text(SENDING)))
        if made.blanks:
            parts += [Heading("Left open, for you to fill", level=4), Bullets(tuple(Item(text(b)) for b in made.blanks))]
        for title, lines in (
            ("What it depends on", self._open_questions()),
            ("What the sums rest on", self._sum_notes()),
            ("What the letter announces", self._announced_notes()),
            ("What the law of the place asks for", self._form_notes()),
            ("What to look out for", self._cautions()),
            ("Days that matter", self._clock_notes()),
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
        if self.kind.id not in WITH_CHARGES:
            return []
        said = [f"{what}: {how}." for what, _, how in self.asked]
        if case.principal is not None and case.currency and "given" != case.advice.money.currency_read_from:
            said.append(f"Currency: {case.advice.money.currency_read_from}.")
        lines = case.advice.money
        for name, line in (
            ("Interest", lines.interest_to_date), ("Late charges", lines.late_charges), ("The fixed sum", lines.fixed_compensation),
        ):  # fmt: skip
            if line.sum and not line.in_total and Decimal(line.sum.amount):
                said.append(f"{name} of {case.money(Decimal(line.sum.amount))}: {line.convention} ({line.rule}).")
        if acc.why_not:
            said.append(f"No interest is asked for: {acc.why_not}.")
        elif self.asked and case.facts.choices.claim_interest is None:
            said.append("Interest and charges may be left out; you have not said whether you claim them.")
        return said

    def _announced_notes(self) -> list[str]:
        if not self.kind.announces:
            return []
        said = [f"{self.case.advice.options[o].title}: {STATUS_WORDS[self.case.status(o)]}." for o in self.announced]
        if not said:
            return ["Nothing is announced: no further step is certainly open on what is known."]
        return ["Only steps that are open in this case stand in it. A letter that announces what is not meant weakens the next one.", *said]

    def _form_notes(self) -> list[str]:
        case = self.case
        said: list[str] = []
        for law_id in FORMS.get(self.kind.id, ()):
            for held in case.situation.held(law_id)[0][:2]:
                value = row_words(held, library.jurisdiction(held.place).currency)
                row = held.row
                past = " Its review date has passed." if case.as_of > row.review_by else ""
                title = catalogue.law_ids()[law_id].title
                note = row.note if row.note and row.note not in " ".join(said) else ""
                said.append(f"{title}, {place_name(held.place)}: {value.rstrip('.')}. {note} ({row.citation}){past}")
        days, asked = self.answer_days()
        if self.kind.id in {"demand_letter", "attorney_letter"} and days is not None:
            why = "what a law or the contract asks for" if asked else "usual practice; no longer one is known to be asked for"
            said.append(f"The letter leaves {days} days: {why}.")
        if self.old_debt_notice():
            rows = case.situation.held("conduct.time_barred_disclosure")[0]
            cited = "; ".join(dict.fromkeys(h.row.citation for h in rows))
            said.append(f"On an old consumer debt: {case.law('conduct.time_barred_disclosure')} ({cited})")
        return said

    def _cautions(self) -> list[str]:
        return [f"{r.text} {cited(r.citation)}".strip() for r in self.option.cautions]

    def _clock_notes(self) -> list[str]:
        case = self.case
        if self.plan and self.kind.id == "payment_plan":
            return list(plans.effect_on_limitation(case.inference, case.as_of, self.plan.instalments[-1].due_on).sentences)
        if self.kind.id == "payment_plan":
            return list(plans.effect_on_limitation(case.inference, case.as_of, case.as_of).sentences)
        own = catalogue.options()[self.kind.option].clocks
        said = []
        for one in case.advice.deadlines:
            last = one.date or one.safe_date
            if one.clock in own and one.clock not in TIME_TO_SUE and last:
                safe = "" if one.date else ", a safe day; the last day itself is not certain"
                said.append(f"{one.what}: {words.day(last)}{safe}{' (passed)' if one.passed else ''}. {cited(one.authority)}")
        if self.kind.to == "self":
            return said
        found = next((d for d in case.advice.deadlines if d.clock in TIME_TO_SUE), None)
        stops = {"stops": "this step stops it.", "maybe": "whether this step stops it depends on the place or on what is agreed."}
        said.append("The time limit to sue: " + stops.get(self.option.stops_clock, "this paper does not stop it."))
        day = found and (found.date or found.safe_date)
        if found and day:
            ended = "It ended on" if found.passed else "It ends on" if found.date else "On what is known a suit is safe until"
            said.append(f"{ended} {words.day(day)} ({found.authority}).")
            days, _ = self.answer_days()
            if not found.passed and days is not None and day < case.as_of + timedelta(days=days + CLOSE):
                said.append("That is close to the day that this paper names, so people in this position usually ask an attorney now.")
        return said


def cited(citation: str) -> str:
    return f"({citation})" if citation else ""
