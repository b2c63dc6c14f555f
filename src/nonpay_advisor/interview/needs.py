"""What a case still lacks: which missing facts an open rule or a shown figure reads.

A need is told with what hangs on it: options whose status is open, and shown figures by name (`money`, `deadline`, `path`,
`attorney`, `needs`, `forum`). The causes come from the engine; nothing is guessed here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from nonpay_advisor.engine.charges import governing_charge
from nonpay_advisor.engine.inference import Inference
from nonpay_advisor.engine.possible import NO, UNKNOWN, YES, Cause, Possible
from nonpay_advisor.engine.situation import Held, Situation
from nonpay_advisor.law import library
from nonpay_advisor.law.model import ChargeRow, ClockRow
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import NONE, Option

SHUT = frozenset({"barred", "not_applicable"})
OPEN = frozenset({"available", "premature"})
_URGENCY = ("routine", "consider", "soon", "now")
_LATE = {"limitation", "nonclaim"}
# How many steps of a stage the path takes at most (advice/path.py); of the others, one.
_TAKEN = {"talk": 2, "file": 2}


@dataclass
class Need:
    """One missing fact, and what hangs on it."""

    fact: str
    options: dict[str, int] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)

    @property
    def power(self) -> float:
        """How much the answer is expected to settle: an option that lacks little counts more than one that lacks much."""
        return sum(1.0 / lacking for lacking in self.options.values()) + 0.5 * len(self.shown)


class Lacking:
    """Gathers the needs of one case."""

    def __init__(self, inference: Inference, statuses: dict[str, str], skipped: frozenset[str] = frozenset()) -> None:
        self.inference = inference
        self.skipped = skipped
        self.situation = inference.situation
        self.program = inference.program
        self.statuses = statuses
        self.needs: dict[str, Need] = {}

    def gather(self) -> dict[str, Need]:
        """Every need of the case, by fact id."""
        for option_id, status in self.statuses.items():
            if status == "undetermined":
                self._option(option_id)
        self._steps()
        self._path()
        self._attorney()
        self._deadlines()
        self._money()
        self._forums()
        return self.needs

    # -- gathering

    def _need(self, fact_id: str) -> Need:
        return self.needs.setdefault(fact_id, Need(fact_id))

    def _missing(self, causes: Iterable[Cause]) -> set[str]:
        """The facts among causes that can be asked: not given yet, tables before their parts."""
        return {fact for cause in causes if cause[0] == "fact" for fact in [self.askable(cause[1])] if fact}

    def askable(self, fact_id: str) -> str | None:
        """The fact to ask in order to learn one: the table or the question it hangs on, where that is open; None where it is given."""
        fact = catalogue.facts().get(fact_id)
        if fact is None:
            return None
        if fact.table is not None and fact.table not in self.situation.flat:
            return self.askable(fact.table)
        if fact_id in self.situation.flat:
            return None
        first = hangs_on(fact_id, self.situation, self.skipped)
        return self.askable(first) if first else fact_id

    def _option(self, option_id: str) -> None:
        if option_id in catalogue.option_sets()["after_judgment"] and self._is_shut(option_id):
            # Nothing can be collected, whatever is learned (in an insolvency, say): what the customer owns is not worth a question.
            return
        causes = self.inference.causes(option_id)
        if any(c[0] == "place" and c[2] for c in self.inference.wild(option_id)):
            causes = self._closing(option_id)
        missing = self._missing(causes)
        # What the law held does not settle is settled by a fact only where that closes the option anyway.
        weight = len(missing) + 3 * sum(c[0] != "fact" for c in causes)
        for fact_id in missing:
            self._need(fact_id).options[option_id] = weight

    def _is_shut(self, option_id: str) -> bool:
        """Whether an option is barred or beside the point, whichever it is, on another ground than lateness."""
        bars = [n for n in self.program.by_option[option_id].bar if self.inference.rules[n] == YES]
        otherwise = any(self.program.effects[(n, "bar", option_id)].ground not in _LATE for n in bars)
        return otherwise and self.inference.possible(option_id) <= SHUT

    def _closing(self, option_id: str) -> frozenset[Cause]:
        """What facts could still close an option of which law that is not held may speak: nothing else can be settled of it."""
        by, found = self.program.by_option[option_id], set[Cause]()
        sides = []
        for numbers in (by.concern, by.bar):
            open_rules = [n for n in numbers if self.inference.rules[n] == UNKNOWN and self._can_hold(n, set())]
            sides.append(any(self.inference.rules[n] == YES for n in numbers) or bool(open_rules))
            for number in open_rules:
                self.inference.rule_causes(number, found, set())
        return frozenset(found) if all(sides) else frozenset()

    def _can_hold(self, number: int, seen: set[int]) -> bool:
        """Whether facts alone could make a rule apply: none of its conditions looks at law that is not held."""
        if number in seen:
            return False
        seen.add(number)
        line = self.program.lines[number]
        return all(self._can_be_known(i, seen) for i in (*line.when, *line.unless) if self.inference.conditions[i] == UNKNOWN)

    def _can_be_known(self, condition: int, seen: set[int]) -> bool:
        conclusion = self.program.asked[condition].conclusion
        if conclusion:
            makers = [n for n in self.program.concluded_by.get(conclusion, ()) if self.inference.rules[n] == UNKNOWN]
            return any(self._can_hold(n, seen) for n in makers)
        found: set[Cause] = set()
        self.inference.condition_causes(condition, found, set())
        return all(cause[0] == "fact" for cause in found)

    def _show(self, what: str, causes: Iterable[Cause]) -> None:
        for fact_id in self._missing(causes):
            self._need(fact_id).shown.add(what)

    def _of_rule(self, number: int) -> set[Cause]:
        found: set[Cause] = set()
        self.inference.rule_causes(number, found, set())
        return found

    # -- what is shown beside the statuses

    def _steps(self) -> None:
        """Steps that must come first: a second one may still be required where one is known to be."""
        for option_id, status in self.statuses.items():
            if status == "premature":
                for number in self.program.by_option[option_id].require:
                    if self.inference.rules[number] == UNKNOWN:
                        self._show("needs", self._of_rule(number))

    def _path(self) -> None:
        from nonpay_advisor.advice.path import AFTER, BEFORE

        for name in ("judgment_held", "award_held", "time_barred"):
            if self.inference.conclusion(name) == UNKNOWN:
                found: set[Cause] = set()
                self.inference.conclusion_causes(name, found, set())
                self._show("path", found)
        after = max(self.inference.conclusion("judgment_held"), self.inference.conclusion("award_held"))
        stages = {YES: set(AFTER), NO: set(BEFORE)}.get(after, {*AFTER, *BEFORE})
        for stage in stages:
            self._preferences([o for o in catalogue.options().values() if o.stage == stage])

    def _preferences(self, options: list[Option]) -> None:
        """Rules that may still prefer a step: only where it could then be taken before those that are certain."""
        ranks = {o.id: self._certain_rank(o.id) for o in options}
        sure = sorted(r for o, r in ranks.items() if r is not None and self.statuses[o] in OPEN)
        stage = options[0].stage if options else ""
        taken = _TAKEN.get(stage, 1)
        limit = sure[taken - 1] if len(sure) >= taken and stage != "special" else None
        for option in options:
            if not self._may_be_open(option.id):
                continue
            best = ranks[option.id]
            for number in self.program.by_option[option.id].prefer:
                if self.inference.rules[number] != UNKNOWN:
                    continue
                rank = self.program.effects[(number, "prefer", option.id)].rank
                if (best is None or rank < best) and (limit is None or rank <= limit):
                    self._show("path", self._of_rule(number))

    def _may_be_open(self, option_id: str) -> bool:
        return self.statuses[option_id] in OPEN or bool(
            self.statuses[option_id] == "undetermined" and self.inference.possible(option_id) & OPEN
        )

    def _certain_rank(self, option_id: str) -> int | None:
        numbers = [n for n in self.program.by_option[option_id].prefer if self.inference.rules[n] == YES]
        return min((self.program.effects[(n, "prefer", option_id)].rank for n in numbers), default=None)

    def _attorney(self) -> None:
        graded = [
            (max(_URGENCY.index(e.attorney) for e in self.program.lines[n].rule.effect if e.attorney), n)
            for n in dict.fromkeys(self.program.attorney)
        ]
        sure = max((grade for grade, n in graded if self.inference.rules[n] == YES), default=0)
        for grade, number in graded:
            if grade > sure and self.inference.rules[number] == UNKNOWN:
                self._show("attorney", self._of_rule(number))

    def _deadlines(self) -> None:
        from nonpay_advisor.advice.deadlines import ALWAYS

        wanted = dict.fromkeys(ALWAYS)
        for option in catalogue.options().values():
            if option.clocks and self.statuses[option.id] != "not_applicable" and not self._closed_otherwise(option.id):
                wanted.update(dict.fromkeys(option.clocks))
        for clock_id in wanted:
            held, causes = self.situation.held(clock_id)
            rows = [h for h in held if isinstance(h.row, ClockRow) and h.row.value != "none"]
            if not rows and held:
                continue
            if not rows:
                self._show("deadline", causes)
                continue
            ending = self.situation.term("clock." + clock_id)
            if not isinstance(ending.exact, date) and ending.items != (NONE,):
                self._show("deadline", ending.causes | causes)

    def _closed_otherwise(self, option_id: str) -> bool:
        """Whether an option is certainly barred on another ground than lateness, so that its deadline is not shown."""
        if self.statuses[option_id] == "undetermined":
            return self._is_shut(option_id)
        if self.statuses[option_id] != "barred":
            return False
        certain = False
        open_bars = []
        for number in self.program.by_option[option_id].bar:
            if self.program.effects[(number, "bar", option_id)].ground in _LATE:
                continue
            certain = certain or self.inference.rules[number] == YES
            if self.inference.rules[number] == UNKNOWN:
                open_bars.append(number)
        if not certain:
            for number in open_bars:
                self._show("deadline", self._of_rule(number))
        return certain

    # -- money

    def _term(self, what: str, name: str) -> Possible:
        value = self.situation.term(name)
        if value.exact is None:
            self._show(what, value.causes)
        return value

    def _money(self) -> None:
        if self.situation.term("history.judgment").exact is True:
            # The judgment takes the claim's place: its sum, its day, and what its interest hangs on.
            for fact_id in ("history.judgment.amount", "history.judgment.on"):
                self._term("money", fact_id)
            self._show("money", self.situation.held("interest.postjudgment")[1])
            return
        self._term("money", "claim.amount")
        place = self._term("money", "customer.jurisdiction")
        if not (isinstance(place.exact, str) and library.chain(place.exact)) and not place.open:
            self._term("money", "claim.currency")
        self._late_fee()
        held, row = self._charge()
        if row is None:
            return
        if held is not None and not held.datum.id.startswith("government."):
            self._construction()
        due = self._term("money", row.starts if held else "derived.due_on")
        if held and row.demand_first:
            self._term("money", "history.demand_letters")
        if row.fixed_sums and due.exact is not NONE:
            self._term("money", "derived.overdue")

    def _charge(self) -> tuple[Held | None, ChargeRow | None]:
        if self._term("money", "contract.interest_rate").open:
            return None, None
        held, row, _ = governing_charge(self.situation)
        if row is None:
            for law_id in ("interest.statutory_late", "interest.prejudgment"):
                _, causes = self.situation.held(law_id)
                self._show("money", causes)
        # The contract's own rate has the same shape as a row of law.
        return held, row  # type: ignore[return-value]

    def _construction(self) -> None:
        """The interest of a prompt-payment law for construction, which goes before the general one where it applies."""
        from nonpay_advisor.advice.figures import CONSTRUCTION, claimable

        if self.inference.conclusion("construction_work") == NO or not (
            self.statuses["prompt_payment_claim"] == "undetermined" or claimable(self.inference, "prompt_payment_claim")
        ):
            return
        rows, causes = self.situation.held(CONSTRUCTION)
        if len(rows) != 1:
            self._show("money", causes)
        for held in rows:
            if isinstance(held.row, ChargeRow) and held.row.value is None:
                self._term("money", held.row.starts)
                if held.row.demand_first:
                    self._term("money", "history.demand_letters")

    def _late_fee(self) -> None:
        fee = self._term("money", "contract.late_fee")
        if not fee.open and fee.items != (NONE,):
            self._term("money", "contract.late_charge_agreed_when")

    def _forums(self) -> None:
        for option in catalogue.options().values():
            if self.statuses[option.id] in OPEN:
                for law_id in (*option.forum, *option.fee):
                    self._term("forum", "law." + law_id)


def hangs_on(fact_id: str, situation: Situation, skipped: frozenset[str]) -> str | None:
    """The fact that must be known first, since its answer may put this one beside the point; None where there is none to ask."""
    for gate in catalogue.facts()[fact_id].question.asked_when:
        first = gate[0]
        if first in catalogue.facts() and first not in situation.flat and first not in skipped and situation.gate(gate) == UNKNOWN:
            return str(first)
    return None


def read_by_open_rules(inference: Inference) -> frozenset[str]:
    """Every fact that a condition not yet settled may read, now or once others are known."""
    program = inference.program
    found: set[str] = set()
    for number, truth in enumerate(inference.rules):
        if truth == UNKNOWN:
            line = program.lines[number]
            for i in (*line.when, *line.unless):
                if inference.conditions[i] == UNKNOWN:
                    found |= program.reads[i]
    return frozenset(found)


def lacking(inference: Inference, statuses: dict[str, str], skipped: frozenset[str] = frozenset()) -> dict[str, Need]:
    """Every missing fact on which something still hangs; what is skipped leads on to what hangs on it."""
    return Lacking(inference, statuses, skipped).gather()
