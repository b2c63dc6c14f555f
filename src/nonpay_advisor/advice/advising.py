"""`advise`: the one function in the middle. Facts and a day in, an Advice out; no I/O beyond the data files, no clock."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from nonpay_advisor.advice import deadlines as timing
from nonpay_advisor.advice import figures, words
from nonpay_advisor.advice.doubts import doubts
from nonpay_advisor.advice.model import (
    Advice,
    Attorney,
    Bar,
    Cost,
    LawUsed,
    Money,
    Need,
    NotHeld,
    OptionAdvice,
    Place,
    Reason,
    Recommended,
    Unknown,
)
from nonpay_advisor.advice.path import lay_out
from nonpay_advisor.advice.version import VERSION
from nonpay_advisor.advice.whatif import WhatIf, would_change
from nonpay_advisor.engine import places
from nonpay_advisor.engine.flat import lay, ordinary_of_others, settle
from nonpay_advisor.engine.inference import Inference, infer, infer_plainly
from nonpay_advisor.engine.possible import UNKNOWN, YES, Cause, as_day_ends
from nonpay_advisor.engine.situation import Held, Situation
from nonpay_advisor.errors import FactsError
from nonpay_advisor.law import library
from nonpay_advisor.law.model import ChargeRow, ClockRow, ValueRow
from nonpay_advisor.rulebase.library import expand
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import GROUNDS, NONE, ROLES, STATUS_WORDS
from nonpay_advisor.vocabulary.data import data_dir
from nonpay_advisor.vocabulary.facts import Facts
from nonpay_advisor.vocabulary.kinds import FIRST_DAY, LAST_DAY, NO_ORDINARY
from nonpay_advisor.vocabulary.places import place_name
from nonpay_advisor.vocabulary.reading import read_facts

DISCLAIMER = (
    "This is general information about what the law allows on the facts given, not legal advice, and no attorney-client "
    "relationship arises from it. Law changes and cases differ: before you act on anything that matters, see a licensed attorney "
    "where the customer or the work is. The sources and the days on which they were read are shown so that they can be checked."
)
_URGENCY = ("routine", "consider", "soon", "now")
_HELP = ("help.bar_referral", "help.legal_aid", "help.self_help")


@cache
def _fact_order() -> dict[str, int]:
    return {fact_id: number for number, fact_id in enumerate(catalogue.facts())}


@cache
def law_version() -> str:
    """A hash over every file of law and rules, so that two advices can be told to rest on the same data."""
    digest = hashlib.sha256()
    for folder in ("jurisdictions", "rules"):
        for file in sorted((data_dir() / folder).rglob("*.toml")):
            digest.update(str(file.relative_to(data_dir())).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def advise_on(given: Facts | Mapping[str, Any] | None, as_of: date) -> Advice:
    """Advise on facts as of a day (see `nonpay_advisor.advise`)."""
    if isinstance(as_of, datetime):
        as_of = as_of.date()
    if not isinstance(as_of, date) or not FIRST_DAY <= as_of <= LAST_DAY:
        raise FactsError([f"as_of: read {as_of!r}, a date between {FIRST_DAY} and {LAST_DAY} is needed"])
    facts = read_facts(given)
    flat, ordinary = lay(facts)
    return _Adviser(infer(Situation(flat, as_of)), ordinary, facts).advice()


class _Adviser:
    """Selects and presents what follows from one case."""

    def __init__(self, inference: Inference, ordinary: tuple[str, ...], facts: Facts) -> None:
        self.inference = inference
        self.facts = facts
        self.situation = inference.situation
        self.program = inference.program
        # What cannot matter in the case was taken as nothing.
        self.ordinary = tuple(f for f in ordinary if not inference.situation.is_beside_the_point(catalogue.facts()[f]))
        self.statuses = inference.settled()
        self.figures = figures.work_out(inference, declined=facts.choices.claim_interest is False)
        self.currency = self.figures.currency
        self.what_if = WhatIf(inference, self.currency)
        self.if_ordinary = _statuses_if_ordinary(inference) if "undetermined" in self.statuses.values() else {}
        self.running = timing.run_all(inference, self.statuses)
        self.until = {o: timing.until(self.running, o, self.situation.as_of) for o in catalogue.options()}
        self.causes: dict[str, frozenset[Cause]] = {o: inference.causes(o) for o, s in self.statuses.items() if s == "undetermined"}
        self._facts_read: dict[int, tuple[str, ...]] = {}
        self._reasons: dict[int, Reason] = {}

    def advice(self) -> Advice:
        needs = {o: self._needs(o) for o in catalogue.options() if self.statuses[o] in {"premature", "undetermined"}}
        path = lay_out(self.inference, self.statuses, needs, self.until)
        attorney = self._attorney()
        return Advice(
            law_version=law_version(),
            tool_version=VERSION,
            as_of=self.situation.as_of,
            jurisdiction={role: self._place(role) for role in sorted(ROLES)},
            options={o: self._option(o, needs.get(o, ())) for o in catalogue.options()},
            law_used=self._law_used(),
            recommended=self._recommended(path, attorney),
            path=tuple(path),
            deadlines=tuple(r.deadline for r in self.running),
            money=self.figures.lines,
            attorney=attorney,
            doubts=doubts(self.situation, self.currency),
            unknown=self._unknown(),
            taken_as_ordinary=self.ordinary,
            law_not_held=self._not_held(),
            disclaimer=DISCLAIMER,
        )

    # -- places

    def _place(self, role: str) -> Place:
        value = self.situation.place(role)
        codes = sorted(str(p) for p in value.items if p is not NONE)
        one = codes[0] if len(codes) == 1 and len(value.items) == 1 else None
        return Place(
            place=one,
            name=place_name(one) if one else None,
            basis=places.BASIS[role],
            candidates=tuple(codes),
            held=bool(codes) and all(c in library.held_places() for c in codes),
        )

    # -- one option

    def _option(self, option_id: str, needs: tuple[Need, ...]) -> OptionAdvice:
        option, status = catalogue.options()[option_id], self.statuses[option_id]
        if status == "not_applicable" and not option.fee:
            return _not_in_the_case(option_id)
        by = self.program.by_option[option_id]
        deciding = {
            "available": by.concern + by.open,
            "premature": by.require,
            "barred": by.bar,
            "not_applicable": [],
            "undetermined": by.deciding(),
        }
        reasons = [
            self._reason(n)
            for n in dict.fromkeys(deciding[status])
            if self.inference.rules[n] == YES or (status == "undetermined" and self.inference.rules[n] == UNKNOWN)
        ]
        barred = status == "barred"
        return OptionAdvice(
            title=option.title,
            stage=option.stage,
            status=status,
            printed=STATUS_WORDS[status],
            reasons=tuple(sorted((r for r in reasons if r.text), key=lambda r: r.rule)) + self._after_judgment(option_id, status),
            needs=needs,
            if_ordinary=self.if_ordinary.get(option_id) if status == "undetermined" else None,
            depends_on=self.what_if.depends_on(option_id, self.causes[option_id]) if status == "undetermined" else (),
            bars=self._bars(option_id) if barred else (),
            would_change=would_change(self.inference, option_id, self.currency) if barred else (),
            cautions=self._cautions(option_id) if status != "not_applicable" else (),
            until=self.until[option_id] if status != "not_applicable" else None,
            amount=self._amount(option_id) if status not in {"not_applicable", "barred"} else None,
            forum=self._forum(option_id) if status != "not_applicable" else None,
            cost=self._cost(option_id),
            time=option.time,
            risk=option.risk,
            stops_clock=option.unlocks_clock,
        )

    def _after_judgment(self, option_id: str, status: str) -> tuple[Reason, ...]:
        if "after_judgment" not in catalogue.options()[option_id].sets or self.inference.conclusion("judgment_held") == YES:
            return ()
        text = {
            "premature": "This collects on a judgment, and there is none yet.",
            "barred": "This collects on a judgment, there is none, and every way to one is closed.",
        }.get(status, "")
        own = Reason(rule="engine.after_judgment", text=text, citation="", source="", checked_on=None, facts=("history.judgment",))
        return (own,) if text else ()

    def _read(self, number: int) -> tuple[str, ...]:
        """The known facts that a rule rests on, through conclusions too, in the vocabulary's order."""
        found = self._facts_read.get(number)
        if found is None:
            seen: set[int] = set()
            read = self._walk(number, seen)
            found = self._facts_read[number] = tuple(sorted((f for f in read if f in self.situation.flat), key=_fact_order().__getitem__))
        return found

    def _walk(self, number: int, seen: set[int]) -> set[str]:
        if number in seen:
            return set()
        seen.add(number)
        line = self.program.lines[number]
        found: set[str] = set()
        for i in line.when:
            asked = self.program.asked[i]
            if asked.conclusion:
                for maker in self.program.concluded_by.get(asked.conclusion, ()):
                    if self.inference.rules[maker]:
                        found |= self._walk(maker, seen)
            elif not str(asked.key[0]).startswith("place."):
                found |= self.program.reads[i]
        return found

    def _authority(self, number: int) -> tuple[str, str, date | None]:
        line = self.program.lines[number]
        rule = line.rule
        if rule.citation.startswith(("law.", "clock.", "charge.")):
            held = self._rows(line.terms.get(rule.citation, rule.citation))
            if not held:
                return "", "", None
            rows = [h.row for h in held]
            return "; ".join(dict.fromkeys(r.citation for r in rows)), rows[0].source, min(r.checked_on for r in rows)
        return rule.citation, rule.source, rule.checked_on

    def _rows(self, term: str) -> list[Held]:
        return self.situation.held(term.partition(".")[2])[0]

    def _reason(self, number: int) -> Reason:
        found = self._reasons.get(number)
        if found is None:
            found = self._reasons[number] = self._put_in_words(number)
        return found

    def _put_in_words(self, number: int) -> Reason:
        line = self.program.lines[number]
        citation, source, checked = self._authority(number)
        text = self._unsettled(number) or words.fill(line.rule.reason, self.inference, self.currency, line)
        if line.rule.note:
            text = f"{text} {line.rule.note}".strip()
        return Reason(
            rule=line.rule.id,
            text=text,
            citation=citation,
            source=source,
            checked_on=checked,
            facts=self._read(number),
            certain=self.inference.rules[number] == YES,
        )

    def _unsettled(self, number: int) -> str:
        """What a rule that is not decided is about, where its sentence has a gap: a term that nothing is known of."""
        if self.inference.rules[number] != UNKNOWN:
            return ""
        line = self.program.lines[number]
        said = [name for name in words.named(line.rule.reason) if not name.startswith("conclusion.")]
        terms = [self.situation.term(line.terms.get(name, name)) for name in said]
        causes = {cause for term in terms if term.open for cause in term.causes}
        if not causes:
            return ""
        laws = {f"“{catalogue.law_ids()[c[1]].title}” is not held for {place_name(c[2])}" for c in causes if c[0] == "law" and c[2]}
        asked = {f"it hangs on “{catalogue.facts()[c[1]].question.text}”" for c in causes if c[0] == "fact"}
        told = sorted(laws) + sorted(asked) or ["it is not known whose law governs"]
        return f"{line.rule.title}? That is not settled: {'; '.join(told)}."

    def _needs(self, option_id: str) -> tuple[Need, ...]:
        found = []
        for number in dict.fromkeys(self.program.by_option[option_id].require):
            truth = self.inference.rules[number]
            if truth not in {YES, UNKNOWN}:
                continue
            effect = self.program.effects[(number, "require", option_id)]
            line = self.program.lines[number]
            reason = self._reason(number)
            day = None
            if effect.wait_until:
                bounds = as_day_ends(self.situation.term(line.terms.get(effect.wait_until, effect.wait_until)))
                day = bounds[1] if bounds else None
            found.append(
                Need(
                    rule=line.rule.id,
                    step=effect.step or None,
                    not_before=day,
                    text=reason.text,
                    consequence=words.fill(effect.consequence, self.inference, self.currency, line),
                    citation=reason.citation,
                    certain=truth == YES,
                )
            )
        return tuple(sorted(found, key=lambda n: (n.not_before or date.min, n.rule)))

    def _bars(self, option_id: str) -> tuple[Bar, ...]:
        found = []
        for number in dict.fromkeys(self.program.by_option[option_id].bar):
            if self.inference.rules[number] != YES:
                continue
            effect = self.program.effects[(number, "bar", option_id)]
            line, reason = self.program.lines[number], self._reason(number)
            found.append(
                Bar(
                    rule=reason.rule,
                    ground=effect.ground,
                    kind=effect.kind,
                    text=reason.text,
                    lifted_by=words.fill(effect.lifted_by, self.inference, self.currency, line),
                    citation=reason.citation,
                    source=reason.source,
                    checked_on=reason.checked_on,
                )
            )
        return tuple(sorted(found, key=lambda b: (GROUNDS.index(b.ground), b.rule)))

    def _cautions(self, option_id: str) -> tuple[Reason, ...]:
        numbers = dict.fromkeys(n for n in self.program.by_option[option_id].caution if self.inference.rules[n] == YES)
        return tuple(sorted((self._reason(n) for n in numbers), key=lambda r: r.rule))

    def _amount(self, option_id: str) -> Money | None:
        option = catalogue.options()[option_id]
        if self.currency is None or (
            not {"against_customer", "third_party", "insolvency"} & set(option.sets) and option_id != "estate_claim"
        ):
            return None
        if "after_judgment" in option.sets and not self.figures.account.judged:
            return None
        total = self.figures.lines.total.sum
        if total is None or self.figures.most is None:
            return None
        principal, multiple = self.figures.account.principal, self.situation.term("law.freelancer_act.damages_multiple").exact
        if option_id == "freelancer_act_claim" and principal is not None and isinstance(multiple, Decimal):
            return Money(amount=f"{Decimal(total.amount) + (multiple - 1) * principal:.2f}", currency=self.currency)
        if "needs_court" in option.sets:
            # A court may give what cannot be asked for as of right.
            total = Money(amount=f"{self.figures.most:.2f}", currency=self.currency)
        if option_id == "small_claims":
            limit, claimed = self.situation.term("law.small_claims.limit").exact, self.situation.term("derived.small_claims_sum").exact
            waived = self.situation.term("choices.waive_excess").exact is True
            if waived and isinstance(limit, Decimal) and isinstance(claimed, Decimal) and Decimal(total.amount) > limit:
                return Money(amount=f"{min(limit, Decimal(total.amount)):.2f}", currency=self.currency)
        return total

    def _text_law(self, law_id: str) -> str | None:
        value = self.situation.term("law." + law_id).exact
        return value if isinstance(value, str) else None

    def _forum(self, option_id: str) -> str | None:
        names = catalogue.options()[option_id].forum
        if option_id != "civil_court":
            return next((text for text in map(self._text_law, names) if text), None)
        fitting = [self._text_law(f"court.{level}.name") for level in ("lower", "middle", "upper") if self._court_takes(level)]
        return " or ".join(dict.fromkeys(n for n in fitting if n)) or None

    def _court_takes(self, level: str) -> bool:
        amount = self.situation.term("claim.amount").exact
        if not isinstance(amount, Decimal):
            return True
        low = self.situation.term(f"law.court.{level}.minimum").exact
        high = self.situation.term(f"law.court.{level}.limit").exact if level != "upper" else NONE
        return not (isinstance(low, Decimal) and amount < low) and not (isinstance(high, Decimal) and amount > high)

    def _cost(self, option_id: str) -> Cost:
        option = catalogue.options()[option_id]
        low = high = None
        if option.fee and self.currency:
            low, high = (self._fee(law_id, pick) for law_id, pick in zip(option.fee, (min, max), strict=True))
        return Cost(text=option.cost, low=low, high=high)

    def _fee(self, law_id: str, pick: Callable[[Iterable[Decimal]], Decimal]) -> Money | None:
        """A filing fee; where it goes by the sum claimed, which may or may not hold the interest, the lower or the higher of the two."""
        found = [there.term("law." + law_id).exact for there in (self.situation, *self._with_charges)]
        figures_ = [f for f in found if isinstance(f, Decimal)]
        return Money(amount=f"{pick(figures_):.2f}", currency=self.currency or "") if len(figures_) == len(found) else None

    @property
    def _figured(self) -> Iterator[str]:
        """The law behind the figures shown with the options that are in the case."""
        for option in catalogue.options().values():
            if self.statuses[option.id] not in {"not_applicable", "barred"}:
                yield from option.fee
                if option.id == "freelancer_act_claim":
                    yield "freelancer_act.damages_multiple"

    @cached_property
    def _with_charges(self) -> tuple[Situation, ...]:
        """The case with interest and charges in the sum claimed, where there are any."""
        principal, most = self.figures.account.principal, self.figures.most
        if principal is None or most is None or most == principal:
            return ()
        return (Situation({**self.situation.flat, "claim.amount": most}, self.situation.as_of),)

    # -- the whole

    def _recommended(self, path: list[Any], attorney: Attorney) -> Recommended:
        barred_by_time = self.inference.conclusion("time_barred") == YES
        for step in path:
            sets = catalogue.options()[step.option].sets
            if step.status == "available" and not (barred_by_time and {"court_claim", "press"} & set(sets)) and "file" not in sets:
                return Recommended(option=step.option, title=step.title, why=self._why(step))
        for step in path:
            if step.status == "available" and attorney.urgency in {"routine", "consider"}:
                return Recommended(option=step.option, title=step.title, why=self._why(step))
        option = catalogue.options()["consult_attorney"]
        return Recommended(option="consult_attorney", title=option.title, why="No other step is certainly open on the facts given.")

    def _why(self, step: Any) -> str:
        for number in self.program.by_option[step.option].prefer:
            if self.inference.rules[number] == YES and self.program.lines[number].rule.reason:
                return words.fill(self.program.lines[number].rule.reason, self.inference, self.currency, self.program.lines[number])
        if step.protective and step.latest:
            return f"A deadline is running: {words.day(step.latest)} is the last safe day."
        return "It is the first open step that people in this position usually consider."

    def _attorney(self) -> Attorney:
        found: dict[str, Reason] = {}
        urgency = 0
        for number in dict.fromkeys(self.program.attorney):
            if self.inference.rules[number] == YES and self._concerns_the_case(number):
                line = self.program.lines[number]
                urgency = max(urgency, *(_URGENCY.index(e.attorney) for e in line.rule.effect if e.attorney))
                found[line.rule.id] = self._reason(number)
        where = tuple(text for text in map(self._text_law, _HELP) if text)
        return Attorney(urgency=_URGENCY[urgency], reasons=tuple(found[k] for k in sorted(found)), where=where)

    def _concerns_the_case(self, number: int) -> bool:
        """Whether a rule speaks of an option that is in the case (or of none: then it speaks of the case itself)."""
        options = {o for effect in self.program.lines[number].rule.effect for o in expand(effect.options, effect.excluded)}
        return not options or any(self.statuses[o] != "not_applicable" for o in options)

    def _unknown(self) -> tuple[Unknown, ...]:
        counts = Counter(c[1] for causes in self.causes.values() for c in causes if c[0] == "fact")
        facts = catalogue.facts()
        ordered = sorted(counts, key=lambda f: (-counts[f], facts[f].question.ease, f))
        return tuple(Unknown(fact=f, question=facts[f].question.text, find=facts[f].question.find, options=counts[f]) for f in ordered)

    def _not_held(self) -> tuple[NotHeld, ...]:
        asked: dict[tuple[str, str], list[str]] = {}
        for option_id, causes in self.causes.items():
            for cause in causes:
                if cause[0] in {"law", "place"} and (cause[0] == "law" or cause[2]):
                    asked.setdefault((cause[1], cause[2]), []).append(option_id)
        for option_id, causes in self.causes.items():
            if not causes:
                # Nothing is missing but law that opens or closes it: the topic itself is not held.
                asked.setdefault((option_id, self.situation.place("forum").exact or ""), []).append(option_id)
        found = []
        for (law_id, place), option_ids in sorted(asked.items()):
            entry = catalogue.law_ids().get(law_id)
            found.append(
                NotHeld(
                    id=law_id,
                    title=entry.title if entry else places.BASIS.get(law_id) or catalogue.options()[law_id].title,
                    place=place,
                    why=_why_not_held(law_id, place) if law_id not in catalogue.options() else self._why_unsettled(law_id),
                    options=tuple(o for o in catalogue.options() if o in option_ids),
                )
            )
        return tuple(found)

    def _why_unsettled(self, option_id: str) -> str:
        told = [self._reason(number).text for number in self.inference.unsettled(option_id)]
        return " ".join(told) or "no rule held opens or closes it on facts like these"

    def _law_used(self) -> tuple[LawUsed, ...]:
        rows: dict[int, Held] = {}

        def keep(held: Held) -> None:
            rows[id(held.row)] = held

        for name in dict.fromkeys(
            n for number, truth in enumerate(self.inference.rules) if truth == YES for n in self.program.law_terms[number]
        ):
            for held in self._rows(name):
                keep(held)
        for running in self.running:
            for held in running.rows:
                keep(held)
        for held in self.figures.used:
            keep(held)
        for law_id in self._figured:
            for held in self.situation.held(law_id)[0]:
                keep(held)
        return tuple(
            sorted(
                (_row_used(h, self.situation.as_of) for h in rows.values()),
                key=lambda r: (r.id, r.place, r.in_force_from, r.citation, r.shown),
            )
        )


@cache
def _not_in_the_case(option_id: str) -> OptionAdvice:
    """An option that is not in the case: the same in every case."""
    option = catalogue.options()[option_id]
    return OptionAdvice(
        title=option.title,
        stage=option.stage,
        status="not_applicable",
        printed=STATUS_WORDS["not_applicable"],
        reasons=(),
        needs=(),
        if_ordinary=None,
        depends_on=(),
        bars=(),
        would_change=(),
        cautions=(),
        until=None,
        amount=None,
        forum=None,
        cost=Cost(text=option.cost),
        time=option.time,
        risk=option.risk,
        stops_clock=option.unlocks_clock,
    )


_USED: dict[tuple[int, bool], tuple[Held, LawUsed]] = {}


def _row_used(held: Held, as_of: date) -> LawUsed:
    """A row as the advice shows it: made once for each side of its review date, since rows never change."""
    past_review = as_of > held.row.review_by
    kept = _USED.get((id(held), past_review))
    if kept is not None and kept[0] is held:
        return kept[1]
    row = held.row
    entry = catalogue.law_ids()[held.datum.id]
    used = LawUsed(
        id=held.datum.id,
        title=entry.title,
        place=held.place,
        value=_plain_value(held, library.jurisdiction(held.place).currency),
        shown=row_words(held, library.jurisdiction(held.place).currency),
        unit=entry.unit,
        in_force_from=row.starts_on,
        citation=row.citation,
        source=row.source,
        source_kind=row.source_kind,
        checked_on=row.checked_on,
        review_by=row.review_by,
        past_review=past_review,
        confidence=row.confidence,
        note=row.note,
    )
    _USED[(id(held), past_review)] = (held, used)
    return used


def _statuses_if_ordinary(inference: Inference) -> dict[str, str]:
    """The statuses if nothing unusual is so: every fact left out that has an ordinary value takes it."""
    flat = dict(inference.situation.flat)
    for fact in catalogue.facts().values():
        if fact.table is not None:
            if flat.get(fact.table) is NONE:
                flat.setdefault(fact.id, NONE)
        elif fact.id not in flat and fact.question.ordinary is not NO_ORDINARY:
            flat[fact.id] = settle(fact, fact.question.ordinary)
    flat |= ordinary_of_others(flat)
    if flat == inference.situation.flat:
        return {option_id: inference.status(option_id) for option_id in catalogue.options()}
    there = infer_plainly(Situation(flat, inference.situation.as_of))
    return {option_id: there.status(option_id) for option_id in catalogue.options()}


def _why_not_held(law_id: str, place: str) -> str:
    for code in library.chain(place):
        for missing in library.jurisdiction(code).not_held:
            if missing.id == law_id:
                return missing.why
    return (
        "no law is held for this place"
        if place not in library.held_places()
        else "not held for this place, or not for that day or kind of case"
    )


def _plain_value(held: Held, currency: str) -> Money | bool | int | str:
    """A row's value as another program reads it."""
    row = held.row
    if isinstance(row, ChargeRow) and row.rate is not None:
        return words.number(row.rate)
    if not isinstance(row, ValueRow) or row.between is not None or isinstance(row.value, str):
        return row_words(held, currency)
    if isinstance(row.value, bool):
        return row.value
    exact = Decimal(row.value)
    if held.datum.unit == "money":
        return Money(amount=f"{exact:.2f}", currency=currency)
    return int(exact) if held.datum.unit != "percent" and exact == int(exact) else words.number(exact)


def row_words(held: Held, currency: str) -> str:
    """A row's value in words."""
    row = held.row
    if isinstance(row, ValueRow):
        if row.between is not None:
            low, high = row.between
            if held.datum.unit == "money":
                return f"between {words.money(low, currency)} and {words.money(high, currency)}"
            return f"between {words.number(low)} and {words.number(high)}"
        value = row.value
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, str):
            return value
        exact = Decimal(value)
        return words.money(exact, currency) if held.datum.unit == "money" else words.number(exact)
    if isinstance(row, ClockRow):
        if row.value == "none":
            return "none"
        start = timing.trigger_words(row)
        ends = f", to the {row.day_of_month}th of the month" if row.month_of_trigger_ends and row.day_of_month else ""
        return f"{row.period} {row.unit.replace('_', ' ')} from {start}{ends}" if row.period else f"the day of {start}{ends}"
    if isinstance(row, ChargeRow):
        return "none" if row.value == "none" else figures.convention(row)
    return ""
