"""Why an option stands as it does: a tree of questions, rules, conditions, facts and authorities."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nonpay_advisor.advice import words
from nonpay_advisor.advice.advising import advise_on
from nonpay_advisor.advice.model import Advice
from nonpay_advisor.engine.flat import CHOICES_UNMADE, lay
from nonpay_advisor.engine.inference import Inference, infer
from nonpay_advisor.engine.possible import NO, UNKNOWN, YES
from nonpay_advisor.engine.situation import Situation
from nonpay_advisor.errors import FactsError
from nonpay_advisor.report import conditions, marks
from nonpay_advisor.report.blocks import clean
from nonpay_advisor.report.content import BANNER, option_whys
from nonpay_advisor.report.local import words_of
from nonpay_advisor.rulebase.library import never_settled
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import STATUS_WORDS
from nonpay_advisor.vocabulary.reading import read_facts

# A conclusion inside a conclusion inside a conclusion: deeper than this only the truth is told.
DEEPEST = 4
QUESTIONS = (
    ("concern", "Does it concern this case?", "Rules say so", "No rule says that it concerns this case."),
    ("bar", "Does anything close it?", "It is closed", "Nothing closes it."),
    ("open", "Does anything open it?", "It is opened", "Nothing opens it."),
    ("require", "Must something come first?", "Something must come first", "Nothing must come first."),
)
_APPLIES = {YES: "applies", UNKNOWN: "may apply", NO: "does not apply"}


@dataclass
class Node:
    """One line of the tree, and what stands under it."""

    said: str
    under: list[Node] = field(default_factory=list)


def check_option(option_id: str) -> str:
    """An option's id; raises FactsError with the nearest where there is none."""
    wanted = option_id.strip().lower().replace("-", "_")
    if wanted in catalogue.options():
        return wanted
    titles = {o.title.lower(): o.id for o in catalogue.options().values()}
    if option_id.strip().lower() in titles:
        return titles[option_id.strip().lower()]
    close = difflib.get_close_matches(wanted, list(catalogue.options()), n=3, cutoff=0.5)
    near = f"; near it: {', '.join(close)}" if close else ""
    raise FactsError([f"OPTION: read {clean(option_id)!r}, the id of an option is needed, like small_claims{near}"])


def explain(given: Any, option_id: str, as_of: date, width: int = 80) -> str:
    """Why an option has its status, as text."""
    flat, ordinary = lay(read_facts(given))
    return explain_in(advise_on(given, as_of), infer(Situation(flat, as_of)), frozenset(ordinary), check_option(option_id), width)


def explain_in(advice: Advice, inference: Inference, ordinary: frozenset[str], option_id: str, width: int = 80) -> str:
    """The same, where the case has been worked out already.

    ordinary  the ids of the facts that were taken as ordinary
    """
    return _Explainer(advice, inference, ordinary, option_id, width).text()


class _Explainer:
    """Explains one option of one case."""

    def __init__(self, advice: Advice, inference: Inference, ordinary: frozenset[str], option_id: str, width: int) -> None:
        self.advice = advice
        self.inference = inference
        self.program = inference.program
        self.ordinary = ordinary
        self.option_id = option_id
        self.option = advice.options[option_id]
        self.currency = advice.money.currency
        self.width = width
        self.shown: set[int] = set()
        self.words = words_of(advice)

    def text(self) -> str:
        option = self.option
        lines = [marks.wrap(f"{self.words.say(clean(option.title))} ({self.option_id}): {option.printed}", self.width)]
        lines += [marks.wrap(f"As of {words.day(self.advice.as_of)}. {catalogue.options()[self.option_id].sentence}", self.width), ""]
        for node in self._tree():
            lines += [*self._lines(node, 0), ""]
        for title, items in option_whys(self.advice, self.option_id):
            lines.append(marks.wrap(title, self.width))
            for head, under in items:
                lines.append(marks.wrap(self.words.say(head), self.width, "- ", "  "))
                lines += [marks.wrap(self.words.say(line), self.width, "  ") for line in under]
            lines.append("")
        lines.append(marks.wrap(self.words.say(BANNER), self.width))
        return "\n".join(lines) + "\n"

    def _lines(self, node: Node, depth: int) -> Iterator[str]:
        mark = "- " if depth else ""
        indent = "  " * max(0, depth - 1)
        yield marks.wrap(self.words.say(clean(node.said)), self.width, indent + mark, indent + " " * len(mark))
        for inner in node.under:
            yield from self._lines(inner, depth + 1)

    # -- the four questions, in the order of decision

    def _tree(self) -> list[Node]:
        found = []
        by = self.program.by_option[self.option_id]
        for number, (verb, asked, _, none) in enumerate(QUESTIONS, 1):
            rules = list(dict.fromkeys(getattr(by, verb)))
            truth = max((self.inference.rules[n] for n in rules), default=NO)
            wild = self.inference.wild(self.option_id) if truth == NO else frozenset()
            said = conditions.TRUTHS[UNKNOWN if wild else truth].capitalize()
            node = Node(f"{number}. {asked} {said}.")
            for wanted in (YES, UNKNOWN):
                node.under += [self._rule(n, 0) for n in rules if self.inference.rules[n] == wanted]
            if wild:
                node.under.append(Node("A place whose law would speak of it is not known, or its law is not held."))
            stopped = [n for n in rules if self.inference.rules[n] == NO]
            if truth == NO and not wild:
                node.under.append(Node(none))
            if stopped:
                node.under.append(Node("Looked at, and they do not apply:", self._all_stopped(stopped)))
            found.append(node)
        found += self._after_judgment()
        decided = STATUS_WORDS[self.option.status]
        found.append(Node(f"So it stands at: {decided}." + self._tried()))
        return found

    def _tried(self) -> str:
        """Where the answers that are missing were tried one by one, and all agree."""
        tried = self.option.status != "undetermined" and len(self.inference.possible(self.option_id)) > 1
        return " Some facts are missing, but every combination of their answers comes to the same." if tried else ""

    def _after_judgment(self) -> list[Node]:
        if "after_judgment" not in catalogue.options()[self.option_id].sets or self.inference.conclusion("judgment_held") == YES:
            return []
        ways = [catalogue.options()[o].title for o in catalogue.option_sets()["way_to_judgment"]]
        truth = conditions.TRUTHS[self.inference.conclusion("judgment_held")]
        return [Node(f"It collects on a judgment. Is there one? {truth.capitalize()}.", [Node(f"The ways to one: {'; '.join(ways)}.")])]

    # -- rules and conditions

    def _authority(self, number: int) -> str:
        rule = self.program.lines[number].rule
        if rule.kind == "practice":
            return "practice, not law"
        if rule.citation.startswith(("law.", "clock.", "charge.")):
            spelled = self.program.lines[number].terms.get(rule.citation, rule.citation)
            return "; ".join(dict.fromkeys(citation for _, citation in conditions.law_words(spelled, self.inference)))
        return rule.citation

    def _rule(self, number: int, depth: int) -> Node:
        line = self.program.lines[number]
        truth = self.inference.rules[number]
        authority = self._authority(number)
        node = Node(f"The rule “{line.rule.title}” {_APPLIES[truth]} ({line.rule.id})" + (f": {authority}." if authority else "."))
        if number in self.shown:
            node.under.append(Node("Its conditions stand above."))
            return node
        self.shown.add(number)
        if line.rule.reason:
            node.under.append(Node(f"What it says: {words.fill(line.rule.reason, self.inference, self.currency, line)}"))
        node.under += [self._condition(i, depth) for i in line.when]
        node.under += [self._condition(i, depth, unless=True) for i in line.unless]
        if not line.when:
            node.under.append(Node("It holds in every case." if not line.unless else "It holds in every case, unless the above is so."))
        return node

    def _condition(self, i: int, depth: int, unless: bool = False) -> Node:
        asked = self.program.asked[i]
        truth = self.inference.conditions[i]
        said = f"{'Unless: ' if unless else ''}{conditions.asked_words(asked.key, self.currency)}? {conditions.TRUTHS[truth]}."
        node = Node(said[0].upper() + said[1:])
        if asked.conclusion:
            node.under += self._makers(asked.conclusion, depth)
        else:
            for term in conditions.read_terms(asked):
                node.under += self._value(term)
        return node

    def _makers(self, name: str, depth: int) -> list[Node]:
        if name.startswith("rule:") or depth >= DEEPEST:
            return []
        makers = self.program.concluded_by.get(name, [])
        speaking = [n for n in makers if self.inference.rules[n] != NO]
        if speaking:
            return [self._rule(n, depth + 1) for n in speaking]
        if name in never_settled():
            return [Node("What would settle it is not held here, or courts differ.")]
        if self.inference.floors.get(name):
            return [Node("A rule of a place that is not known could say so.")]
        return self._all_stopped(makers)

    def _all_stopped(self, numbers: list[int]) -> list[Node]:
        """Rules that do not apply, by the condition that stops them."""
        by_why: dict[str, list[str]] = {}
        for number in numbers:
            rule = self.program.lines[number].rule
            by_why.setdefault(self._stop(number), []).append(f"“{rule.title}” ({rule.id})")
        return [Node(f"{why} This stops {'; '.join(rules)}.") for why, rules in by_why.items()]

    def _stop(self, number: int) -> str:
        """The first condition that stops a rule."""
        line, truths = self.program.lines[number], self.inference.conditions
        i = next((i for i in line.when if truths[i] == NO), None)
        said = "Not so: "
        if i is None:
            i, said = next((i for i in line.unless if truths[i] == YES), None), "It is so: "
        if i is None:
            return "It does not hold here."
        asked = self.program.asked[i]
        return f"{said}{conditions.asked_words(asked.key, self.currency)}{self._here(i)}."

    def _here(self, i: int) -> str:
        found = []
        for term in conditions.read_terms(self.program.asked[i]):
            cited = "; ".join(dict.fromkeys(c for _, c in conditions.law_words(term, self.inference)))
            found.append(conditions.value_words(term, self.inference, self.currency) + (f" by {cited}" if cited else ""))
        return f" (here: {' and '.join(found)})" if found else ""

    def _value(self, term: str) -> list[Node]:
        law = conditions.law_words(term, self.inference)
        if law:
            found = [Node(f"{said} ({citation}).") for said, citation in law]
            if term.startswith("clock."):
                found.insert(0, Node(f"{conditions.term_words(term)}: {conditions.value_words(term, self.inference, self.currency)}."))
            return found
        bare = term.partition("@")[0]
        if bare == "derived.today":
            return [Node(f"Today: {words.day(self.advice.as_of)}.")]
        value = conditions.value_words(term, self.inference, self.currency)
        origin = ""
        if bare in catalogue.facts():
            given = bare in self.inference.situation.flat
            unmade = bare in CHOICES_UNMADE and self.inference.situation.flat.get(bare) is False
            origin = (
                " (unless you choose otherwise)"
                if unmade
                else " (taken as ordinary)"
                if bare in self.ordinary
                else " (given)"
                if given
                else ""
                if value == words.NOT_KNOWN
                else " (beside the point here)"
            )
        elif bare.startswith(("law.", "clock.", "charge.")):
            return [Node(f"{conditions.term_words(term)}: {'not held, or not known whose' if value == words.NOT_KNOWN else value}.")]
        return [Node(f"{conditions.term_words(term)}: {value}{origin}.")]
