"""Which question next: the one expected to settle the most for the least effort, or none where nothing more can matter.

Pure: the same facts and day give the same question.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from nonpay_advisor.engine.flat import lay, settle, with_change
from nonpay_advisor.engine.inference import Inference, infer_plainly
from nonpay_advisor.engine.possible import UNKNOWN
from nonpay_advisor.engine.situation import Situation
from nonpay_advisor.interview import groups
from nonpay_advisor.interview.needs import Need, hangs_on, lacking, read_by_open_rules
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.facts import Facts
from nonpay_advisor.vocabulary.kinds import NO_ORDINARY

# Nearly everything hangs on these, and everybody knows them; they come first, in the order in which a person would tell them.
FIRST = (
    "customer.jurisdiction",
    "customer.kind",
    "customer.government_level",
    "claim.purpose",
    "claim.amount",
    "claim.due_on",
    "claim.due_about_on",
    "dispute.reason",
    "creditor.jurisdiction",
    "creditor.kind",
    "contract.form",
)
# A group of one is asked as what it is: a question.
SMALLEST_GROUP = 2
# Only a person orders for themselves; what these order is for their business or purpose (see claim.purpose).
PERSONS = frozenset({"individual", "sole_trader"})
# Effort, by `question.ease`.
_EFFORT = {1: 1.0, 2: 1.6, 3: 3.0}


@dataclass(frozen=True)
class Question:
    """One fact to ask, with the options and shown figures that hang on it."""

    fact: str
    options: tuple[str, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True)
class GroupClearing:
    """Unusual circumstances to clear at once: none of them is so, or some are asked one by one."""

    group: str
    facts: tuple[str, ...]
    options: tuple[str, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Stock:
    """Where a case stands: what is settled, what comes next, and about how much is left."""

    facts: Facts
    inference: Inference
    statuses: dict[str, str]
    needs: dict[str, Need]
    next: Question | GroupClearing | None
    left: int

    @property
    def counts(self) -> Counter[str]:
        """How many options have each status."""
        return Counter(self.statuses.values())

    @cached_property
    def as_usual(self) -> Inference:
        """What follows if nothing that is not known is unusual: against this an answer's effect can be told."""
        return infer_plainly(_situation(self.facts.model_copy(update={"ordinary": True}), self.inference.situation.as_of))


def implied(facts: Facts) -> dict[str, str]:
    """What follows from an answer by what the words mean: an organisation does not order for personal use."""
    kind = facts.customer.kind
    if kind is not None and kind not in PERSONS and facts.claim.purpose is None:
        return {"claim.purpose": "business"}
    return {}


def _situation(facts: Facts, as_of: date) -> Situation:
    flat, _ = lay(facts)
    for fact_id, value in implied(facts).items():
        flat = with_change(flat, fact_id, value)
    return Situation(flat, as_of)


def take_stock(facts: Facts, as_of: date, skipped: frozenset[str] = frozenset(), to_ask: frozenset[str] = frozenset()) -> Stock:
    """See where a case stands.

    skipped  facts that are not known and are not asked again
    to_ask   unusual facts that are to be asked by themselves, not as part of a group
    """
    inference = infer_plainly(_situation(facts, as_of))
    statuses = inference.settled()
    needs = {f: n for f, n in lacking(inference, statuses, skipped).items() if not _is_skipped(f, skipped, inference)}
    gathered = _grouped(needs, skipped, to_ask, inference)
    waiting = [f for f in catalogue.facts() if f in to_ask and f not in needs and _is_waiting(f, inference)]
    chosen = _choose(needs, to_ask, gathered, waiting)
    return Stock(facts, inference, statuses, needs, chosen, _about_left(needs, to_ask, gathered) + len(waiting))


def next_question(
    facts: Facts, as_of: date, skipped: frozenset[str] = frozenset(), to_ask: frozenset[str] = frozenset()
) -> Question | GroupClearing | None:
    """The next question of a case, or None where nothing else would change the answer."""
    return take_stock(facts, as_of, skipped, to_ask).next


def _is_waiting(fact_id: str, inference: Inference) -> bool:
    """Whether a fact that was ticked is still to be told, though nothing open hangs on it: it belongs to the record of the case."""
    return fact_id not in inference.situation.flat and not inference.situation.is_beside_the_point(catalogue.facts()[fact_id])


def _is_skipped(fact_id: str, skipped: frozenset[str], inference: Inference) -> bool:
    """Whether a fact is not asked because it, or what it is about, is not known.

    Who does not know whether the customer is a public body is not asked which; what can be cleared in a group still is.
    """
    if fact_id in skipped or any(fact_id.startswith(s + ".") for s in skipped):
        return True
    gates = catalogue.facts()[fact_id].question.asked_when
    if fact_id == "claim.due_about_on" or has_ordinary(fact_id):
        return False
    return any(gate[0] in skipped and inference.situation.gate(gate) == UNKNOWN for gate in gates)


def _grouped(needs: dict[str, Need], skipped: frozenset[str], to_ask: frozenset[str], inference: Inference) -> dict[str, list[str]]:
    """The needs that can be cleared together, by group, in the groups' own order.

    What an open rule may come to read stands in the same list, so that it need not be gone through twice.
    """
    reads = read_by_open_rules(inference)
    found: dict[str, list[str]] = {}
    for group in groups.GROUPS:
        able = [f for f in group.labels if f not in skipped and f not in to_ask and has_ordinary(f)]
        if sum(f in needs for f in able) == 0:
            continue
        # What hangs on an answer that is still to come is asked, if at all, after it.
        members = [
            f
            for f in able
            if f in needs or (f in reads and inference.situation.term(f).open and not hangs_on(f, inference.situation, skipped))
        ]
        if len(members) >= SMALLEST_GROUP:
            found[group.id] = members
    return found


def has_ordinary(fact_id: str) -> bool:
    """Whether the vocabulary declares what is ordinarily so."""
    return catalogue.facts()[fact_id].question.ordinary is not NO_ORDINARY


def _hang(needs: dict[str, Need], members: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    options = {o for f in members if f in needs for o in needs[f].options}
    shown = {s for f in members if f in needs for s in needs[f].shown}
    return tuple(o for o in catalogue.options() if o in options), tuple(sorted(shown))


def _question(needs: dict[str, Need], fact_id: str) -> Question:
    return Question(fact_id, *_hang(needs, [fact_id]))


def _choose(
    needs: dict[str, Need], to_ask: frozenset[str], gathered: dict[str, list[str]], waiting: list[str]
) -> Question | GroupClearing | None:
    for fact_id in FIRST:
        if fact_id in needs:
            return _question(needs, fact_id)
    # What was ticked in a group, and the parts of what is known to be there, are asked while the person thinks of them.
    started = [f for f in needs if f in to_ask or catalogue.facts()[f].table is not None]
    if started:
        return _question(needs, _best(needs, started))
    if waiting:
        return _question(needs, waiting[0])
    # Clearing what is unusual takes away most of what single questions would have been asked for.
    if gathered:
        best = max(gathered, key=lambda g: _group_value(needs, gathered[g]))
        return GroupClearing(best, tuple(gathered[best]), *_hang(needs, gathered[best]))
    return _question(needs, _best(needs, list(needs))) if needs else None


def _value(need: Need) -> float:
    return need.power / _EFFORT[catalogue.facts()[need.fact].question.ease]


def _group_value(needs: dict[str, Need], members: list[str]) -> float:
    # Clearing a group is one look at one list, with the paper at hand where it speaks of the contract.
    return sum(needs[f].power for f in members if f in needs) / (1.0 + 0.15 * len(members))


def _best(needs: dict[str, Need], among: list[str]) -> str:
    order = list(catalogue.facts())
    return min(among, key=lambda f: (-_value(needs[f]), order.index(f)))


def _about_left(needs: dict[str, Need], to_ask: frozenset[str], gathered: dict[str, list[str]]) -> int:
    """About how many questions are left: the groups, and of the single facts those that usually remain to be asked."""
    inside = {f for members in gathered.values() for f in members}
    single = [f for f in needs if f not in inside]
    sure = sum(f in FIRST or f in to_ask for f in single)
    # Clearing the groups takes many of the others away; once they are cleared, most of the rest is asked.
    return max(1, len(gathered) + sure + round((len(single) - sure) * (0.4 if gathered else 0.9))) if needs else 0


def ordinary_value(fact_id: str) -> object:
    """The value that clears a fact, as a file gives it."""
    value = catalogue.facts()[fact_id].question.ordinary
    return [] if value == () else value


def as_engine(fact_id: str, value: object) -> object:
    """A value as the engine holds it, for "what if"."""
    return settle(catalogue.facts()[fact_id], value)
