"""What changed between two cases, or one case on two days, and whether by law, by the date or by the facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from nonpay_advisor.advice import words
from nonpay_advisor.advice.advising import advise_on, row_words
from nonpay_advisor.advice.model import Advice, Deadline, OptionAdvice, Sum
from nonpay_advisor.engine.flat import lay
from nonpay_advisor.engine.inference import Inference, infer
from nonpay_advisor.engine.possible import NO
from nonpay_advisor.engine.situation import Held, Situation
from nonpay_advisor.law import library
from nonpay_advisor.report import conditions, marks
from nonpay_advisor.report.blocks import clean
from nonpay_advisor.report.content import BANNER, MONEY_LABELS, first_sentence, money
from nonpay_advisor.report.local import words_of
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.places import place_name
from nonpay_advisor.vocabulary.reading import read_facts

NOT_GIVEN = "not given"
INNER = "  "
FACTS, LAW, DATE = "by the facts", "by law", "by the date"


@dataclass(frozen=True)
class Side:
    """One of the two: its name, its inference and its advice."""

    name: str
    inference: Inference
    advice: Advice


def side(name: str, given: Any, as_of: date) -> Side:
    """Work out one of the two."""
    flat, _ = lay(read_facts(given))
    return Side(name, infer(Situation(flat, as_of)), advise_on(given, as_of))


def compare(before: Side, after: Side, width: int = 80) -> str:
    """What changed from one to the other, as text."""
    return _Comparison(before, after, width).text()


class _Comparison:
    """Finds what changed, and by what."""

    def __init__(self, before: Side, after: Side, width: int) -> None:
        self.before, self.after, self.width = before, after, width
        self.words = words_of(after.advice)
        self.facts = self._facts_changed()
        self.numbers = [{line.rule.id: n for n, line in enumerate(s.inference.program.lines)} for s in (before, after)]
        self._rows: dict[str, bool] = {}

    def text(self) -> str:
        parts: list[tuple[str, list[str]]] = [
            ("Facts that differ", [self._fact_line(f) for f in self.facts]),
            ("Law that differs", self._law_lines()),
            ("Options", self._option_lines()),
            ("What people usually consider first", self._recommended()),
            ("The path", self._path()),
            ("Money", self._money()),
            ("Deadlines", self._deadlines()),
            ("Attorney", self._attorney()),
        ]
        lines = [marks.wrap("What changed", self.width)]
        lines += [
            marks.wrap(f"{label}: {clean(s.name)}, as of {words.day(s.advice.as_of)}", self.width)
            for label, s in (("From", self.before), ("To", self.after))
        ]
        for title, said in parts:
            if said:
                lines += ["", marks.wrap(self.words.say(title), self.width), *map(self._wrapped, said)]
        if not any(said for _, said in parts):
            lines += ["", "Nothing: statuses, money, deadlines and path are the same."]
        return "\n".join([*lines, "", marks.wrap(self.words.say(BANNER), self.width)]) + "\n"

    def _wrapped(self, line: str) -> str:
        inner = INNER if line.startswith(INNER) else ""
        return marks.wrap(self.words.say(clean(line)), self.width, f"{inner}- ", f"{inner}  ")

    # -- facts and law

    def _facts_changed(self) -> list[str]:
        one, other = self.before.inference.situation.flat, self.after.inference.situation.flat
        return [f for f in catalogue.facts() if repr(one.get(f)) != repr(other.get(f)) or (f in one) != (f in other)]

    def _fact_line(self, fact_id: str) -> str:
        said = []
        for s in (self.before, self.after):
            given = fact_id in s.inference.situation.flat
            said.append(self._fact_words(fact_id, s) if given else NOT_GIVEN)
        return f"{conditions.term_words(fact_id)}: {said[0]} → {said[1]}"

    def _fact_words(self, fact_id: str, s: Side) -> str:
        """A fact as it was given; a list item by item, so that what differs can be seen."""
        value, currency = s.inference.situation.flat[fact_id], s.advice.money.currency
        if not isinstance(value, tuple) or not value:
            return conditions.value_words(fact_id, s.inference, currency)
        return "; ".join(_place_or_words(item, currency) for item in value)

    def _law_lines(self) -> list[str]:
        """The rows of law that differ though they are the same place's: a change of law, not of place."""
        kept = [{(r.id, r.place): r for r in s.advice.law_used} for s in (self.before, self.after)]
        ids = sorted({i for i, _ in kept[0]} | {i for i, _ in kept[1]})
        found = []
        for law_id in ids:
            if not self._law_differs(law_id):
                continue
            rows = [s.inference.situation.held(law_id)[0] for s in (self.before, self.after)]
            if all(rows) and [self._row(h) for h in rows[0]] != [self._row(h) for h in rows[1]]:
                places = " and ".join(dict.fromkeys(place_name(h.place) for h in (*rows[0], *rows[1])))
                was, now = ("; ".join(self._row(h) for h in held) for held in rows)
                since = max(h.row.starts_on for h in rows[1])
                cited = "; ".join(dict.fromkeys(h.row.citation for h in rows[1]))
                found.append(f"{catalogue.law_ids()[law_id].title} ({places}): {was} → {now}, in force from {words.day(since)} ({cited})")
        return found

    def _row(self, held: Held) -> str:
        return row_words(held, library.jurisdiction(held.place).currency)

    def _law_differs(self, law_id: str) -> bool:
        """Whether the rows of law read are other ones, of the same places, and not because a fact picks another row."""
        if law_id not in self._rows:
            rows = [s.inference.situation.held(law_id)[0] for s in (self.before, self.after)]
            same_places = [h.place for h in rows[0]] == [h.place for h in rows[1]]
            others = [id(h.row) for h in rows[0]] != [id(h.row) for h in rows[1]]
            term = {"value": "law.", "clock": "clock.", "charge": "charge."}.get(catalogue.law_ids()[law_id].kind, "law.") + law_id
            picked = set(self.before.inference.program.reader.of(term)) & set(self.facts)
            self._rows[law_id] = bool(rows[0] and rows[1]) and same_places and others and not picked
        return self._rows[law_id]

    # -- options

    def _option_lines(self) -> list[str]:
        by_cause: dict[str, list[str]] = {}
        for option_id, was in self.before.advice.options.items():
            now = self.after.advice.options[option_id]
            if was.status != now.status:
                said = f"{now.title}: {was.printed} → {now.printed}." + self._why(now)
                by_cause.setdefault(self._by_what(option_id), []).append(said)
        found = []
        for cause, lines in by_cause.items():
            found += [f"Changed {cause}:", *(INNER + line for line in lines)]
        return found

    def _why(self, now: OptionAdvice) -> str:
        """Why it stands so now, in short."""
        if now.status == "undetermined":
            return f" It now depends on: {now.depends_on[0].question}" if now.depends_on else ""
        if now.status == "not_applicable":
            return ""
        why = [b.text for b in now.bars] + [n.text for n in now.needs] + [r.text for r in now.reasons]
        return f" {first_sentence(why[0])}" if why else ""

    def _by_what(self, option_id: str) -> str:
        """By what a status changed: the facts, the law or the date that the rules that changed read."""
        found: dict[str, dict[str, None]] = {}
        seen: set[str] = set()
        for rule_id in self._deciding(option_id):
            self._trace(rule_id, found, seen)
        if not found and "after_judgment" in catalogue.options()[option_id].sets:
            for option in (*catalogue.option_sets()["way_to_judgment"],):
                for rule_id in self._deciding(option):
                    self._trace(rule_id, found, seen)
        if not found:
            found[FACTS if self.facts else DATE] = {}
        return " and ".join(f"{kind}" + (f" ({'; '.join(names)})" if names else "") for kind, names in sorted(found.items()))

    def _deciding(self, option_id: str) -> list[str]:
        ids: dict[str, None] = {}
        for s in (self.before, self.after):
            program = s.inference.program
            ids |= dict.fromkeys(program.lines[n].rule.id for n in program.by_option[option_id].deciding())
        return [i for i in ids if self._truth(0, i) != self._truth(1, i)]

    def _truth(self, which: int, rule_id: str) -> int:
        number = self.numbers[which].get(rule_id)
        inference = (self.before, self.after)[which].inference
        return NO if number is None else inference.rules[number]

    def _trace(self, rule_id: str, found: dict[str, dict[str, None]], seen: set[str]) -> None:
        if rule_id in seen:
            return
        seen.add(rule_id)
        first, second = (n.get(rule_id) for n in self.numbers)
        if first is None or second is None:
            # The rules of another place were read.
            moved = [f for f in self.facts if catalogue.facts()[f].kind == "place"] or self.facts
            found.setdefault(FACTS, {}).update(dict.fromkeys(map(conditions.term_words, moved)))
            return
        sides = (self.before.inference, self.after.inference)
        keys: list[dict[str, int]] = []
        for inference, number in zip(sides, (first, second), strict=True):
            line = inference.program.lines[number]
            keys.append({repr(inference.program.asked[i].key): i for i in (*line.when, *line.unless)})
        for name in keys[0]:
            if name not in keys[1] or sides[0].conditions[keys[0][name]] == sides[1].conditions[keys[1][name]]:
                continue
            self._blame(keys[0][name], rule_id, found, seen)

    def _blame(self, i: int, rule_id: str, found: dict[str, dict[str, None]], seen: set[str]) -> None:
        program = self.before.inference.program
        asked = program.asked[i]
        if asked.conclusion:
            for s in (self.before, self.after):
                for maker in s.inference.program.concluded_by.get(asked.conclusion, ()):
                    made = s.inference.program.lines[maker].rule.id
                    if self._truth(0, made) != self._truth(1, made):
                        self._trace(made, found, seen)
            return
        facts = [f for f in self.facts if f in program.reads[i]]
        laws = [t for t in conditions.read_terms(asked) if t.startswith(("law.", "clock.", "charge."))]
        changed = [t.partition(".")[2].partition("@")[0] for t in laws]
        changed = [law_id for law_id in changed if self._law_differs(law_id)]
        rule = program.lines[self.numbers[0][rule_id]].rule
        if facts:
            found.setdefault(FACTS, {}).update(dict.fromkeys(map(conditions.term_words, facts)))
        if changed:
            found.setdefault(LAW, {}).update(dict.fromkeys(catalogue.law_ids()[c].title for c in changed))
        elif not facts:
            came = rule.in_force is not None and asked.key in {
                ("derived.today", "on_or_after", rule.in_force.starts_on),
                ("derived.today", "on_or_before", rule.in_force.until),
            }
            found.setdefault(LAW if came else DATE, {}).update(
                {rule.title: None} if came else {conditions.asked_words(asked.key, None): None}
            )

    # -- the rest

    def _recommended(self) -> list[str]:
        was, now = self.before.advice.recommended, self.after.advice.recommended
        return [f"{was.title} → {now.title}. {now.why}"] if was.option != now.option else []

    def _path(self) -> list[str]:
        was, now = ([s.title for s in a.advice.path] for a in (self.before, self.after))
        if was == now:
            return []
        found = [f"no longer on it: {t}" for t in was if t not in now] + [f"new on it: {t}" for t in now if t not in was]
        return found or [f"in another order: {'; '.join(now)}"]

    def _money(self) -> list[str]:
        found = []
        for key, label in MONEY_LABELS:
            was, now = (self._sum(getattr(s.advice.money, key)) for s in (self.before, self.after))
            if was != now:
                found.append(f"{label}: {was} → {now}")
        return found

    def _sum(self, line: Sum) -> str:
        return money(line.sum) if line.sum else f"not known ({line.reason})"

    def _deadlines(self) -> list[str]:
        was, now = ({d.clock: d for d in s.advice.deadlines} for s in (self.before, self.after))
        days = self.before.advice.as_of, self.after.advice.as_of
        found = []
        for clock in dict.fromkeys([*was, *now]):
            one, other = self._deadline(was.get(clock), days[0]), self._deadline(now.get(clock), days[1])
            if one != other:
                found.append(f"{(now.get(clock) or was[clock]).what}: {one} → {other}")
        return found

    def _deadline(self, one: Deadline | None, as_of: date) -> str:
        if one is None:
            return "not in the case"
        if one.date:
            return words.day(one.date) + (" (passed)" if one.passed else "")
        if not one.safe_date:
            return "no day named"
        gone = " (the safe day has gone by)" if one.safe_date < as_of else ""
        return f"no day named, safe until {words.day(one.safe_date)}{gone}"

    def _attorney(self) -> list[str]:
        was, now = self.before.advice.attorney, self.after.advice.attorney
        return [f"{was.urgency} → {now.urgency}"] if was.urgency != now.urgency else []


def _place_or_words(item: Any, currency: str | None) -> str:
    try:
        return place_name(item) if isinstance(item, str) else words.listed(item, currency)
    except ValueError:
        return words.listed(item, currency)
