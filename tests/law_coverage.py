"""Coverage of the law: which rules the cases fire, almost fire and override, in each place that has them.

`python tests/law_coverage.py --write` writes docs/law-coverage.md (the solver proves which cells cannot be; it takes a minute);
tests/test_deep.py holds it to what the cases do.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from cases import all_cases, made_cases
from nonpay_advisor.engine.flat import lay
from nonpay_advisor.engine.inference import Inference, infer_plainly
from nonpay_advisor.engine.possible import NO, YES
from nonpay_advisor.engine.program import ELSEWHERE, Line
from nonpay_advisor.engine.situation import Situation
from nonpay_advisor.law import library
from nonpay_advisor.rulebase.library import scope, scope_names
from nonpay_advisor.rulebase.model import Rule
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.reading import read_facts

DOC = Path(__file__).parent.parent / "docs" / "law-coverage.md"
CARRIED = Path(__file__).parent / "carried.toml"
FIRED, ALMOST, OVERRIDDEN = "F", "A", "O"
# How many cases of other places are tried in one that has none of its own for a rule.
MOST_CARRIED = 8
CANNOT, GAP = "–", "·"


@cache
def places() -> tuple[str, ...]:
    """The places that a case can be in: those that are no other's parent."""
    held = library.held_places()
    parents = {library.jurisdiction(c).header.parent for c in held}
    return tuple(c for c in held if c not in parents)


@cache
def under(code: str) -> tuple[str, ...]:
    """A place and the places of which it is the parent, as far as a case can be in them."""
    return tuple(p for p in places() if code in (p, library.jurisdiction(p).header.parent))


@cache
def rules() -> list[Rule]:
    """Every rule, scope by scope."""
    return [rule for name in scope_names() for rule in scope(name).rules]


def has(place: str, rule: Rule) -> bool:
    """Whether a place has a rule."""
    return rule.scope == "common" or rule.scope.upper() in library.chain(place)


@cache
def _roles(rule_id: str) -> frozenset[str]:
    return roles_of(next(r for r in rules() if r.id == rule_id))


def roles_of(rule: Rule) -> frozenset[str]:
    """The roles whose place a rule is about."""
    if rule.place:
        return frozenset({"creditor_place", "customer_place"} if rule.place == "freelancer" else {rule.place})
    found = set()
    for condition in (*rule.when, *rule.unless):
        for term in condition:
            prefix, _, law_id = str(term).partition(".")
            if prefix in {"law", "clock", "charge"} and law_id in catalogue.law_ids():
                role = catalogue.law_ids()[law_id].role
                found |= {"creditor_place", "customer_place"} if role == "freelancer" else {role}
    return frozenset(found or {"customer_place", "forum", "work_place", "creditor_place"})


@dataclass
class Coverage:
    """What the cases do, by rule and place, and by rule wherever the case is (some need no place)."""

    anywhere: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    cells: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, there: Inference, *, carried: bool = False) -> bool:
        """Take in what a case did (in small letters, where it was carried there from another place); whether that was new."""
        new = False
        s = there.situation
        where = {role: {str(p) for p in s.place(role).items} for role in catalogue.ROLES}
        for number, line in enumerate(there.program.lines):
            marks = marks_of(there, number, line)
            if not marks:
                continue
            if carried:
                marks = {mark.lower() for mark in marks}
            else:
                self.anywhere[line.rule.id] |= marks
            here = set().union(*(where[role] for role in _roles(line.rule.id)))
            # A federal body's law is every place's of the country.
            for place in {p for code in here for p in under(code)}:
                if has(place, line.rule):
                    cell = self.cells[(line.rule.id, place)]
                    new = new or not marks <= cell | {mark.lower() for mark in cell}
                    cell |= marks
        return new


def marks_of(there: Inference, number: int, line: Line) -> set[str]:
    """Whether a case fires a rule, misses it by one condition, or has it overridden."""
    if there.rules[number] == YES:
        return {FIRED}
    against = [i for i in line.when if there.conditions[i] != YES]
    stopped = [i for i in line.unless if there.conditions[i] != NO and there.program.asked[i].key[0] != ELSEWHERE]
    if len(against) + len(stopped) != 1:
        return set()
    if against:
        return {ALMOST}
    by_rule = str(there.program.asked[stopped[0]].conclusion).startswith("rule:")
    return {ALMOST, OVERRIDDEN} if by_rule else {ALMOST}


def situations() -> Iterable[tuple[str, Situation]]:
    """Every rule's examples, every case by hand and every case that the solver made, each with its name."""
    for rule in rules():
        for number, example in enumerate(rule.example, start=1):
            yield f"{rule.id}, example {number}", Situation(lay(read_facts({"ordinary": True, **example.facts}))[0], example.as_of)
    for name, case in all_cases():
        yield name, Situation(lay(read_facts(case["facts"]))[0], case["as_of"])
    for made in made_cases():
        yield made["name"], Situation(lay(read_facts(made["facts"]))[0], made["as_of"])


def measure() -> Coverage:
    """What all cases do where they are, and what those of tests/carried.toml do in the places that they are carried to."""
    made, named = Coverage(), {}
    for name, one in situations():
        made.add(infer_plainly(one))
        named[name] = one
    for name, to in read_carried().items():
        for place in to if name in named else ():
            made.add(infer_plainly(carried(named[name], place)), carried=True)
    return made


def carry_all(never: set[tuple[str, str, str]]) -> dict[str, list[str]]:
    """The cases that cover, carried to another place, what no case of its own covers there: where each is carried to.

    never  what is proved impossible: (rule, place, mark)
    """
    made = Coverage()
    by_mark: dict[tuple[str, str], list[tuple[str, Situation]]] = defaultdict(list)
    for name, one in situations():
        there = infer_plainly(one)
        made.add(there)
        for number, line in enumerate(there.program.lines):
            for mark in marks_of(there, number, line):
                by_mark[(line.rule.id, mark)].append((name, one))
    found: dict[str, list[str]] = defaultdict(list)
    over = overridden_rules()
    for place in places():
        tried: set[str] = set()
        for rule in rules():
            at = (rule.id, place)
            for mark in wanted(rule, over) if has(place, rule) else ():
                for name, one in by_mark[(rule.id, mark)][:MOST_CARRIED] if (*at, mark) not in never else ():
                    if {mark, mark.lower()} & made.cells[at]:
                        break
                    if name not in tried:
                        tried.add(name)
                        if made.add(infer_plainly(carried(one, place)), carried=True):
                            found[name].append(place)
    return dict(sorted(found.items()))


def read_carried() -> dict[str, list[str]]:
    """tests/carried.toml: by name of a case, the places that it is carried to."""
    return {c["case"]: c["to"] for c in tomllib.loads(CARRIED.read_text("utf-8")).get("carried", [])} if CARRIED.is_file() else {}


def write_carried(made: dict[str, list[str]]) -> None:
    """Write tests/carried.toml."""
    lines = ["# Cases tried in other places too, for what no case there covers. Made by `python tests/law_coverage.py --write`."]
    for name, to in made.items():
        lines += ["", "[[carried]]", f"case = {json.dumps(name, ensure_ascii=False)}", f"to = {json.dumps(to)}"]
    CARRIED.write_text("\n".join(lines) + "\n", "utf-8")


def carried(case: Situation, place: str) -> Situation:
    """The same case in another place: its parties, its work and its courts are there."""
    where = ("customer.jurisdiction", "claim.place_of_work", "creditor.jurisdiction")
    home = next((case.flat[i] for i in where if isinstance(case.flat.get(i), str)), None)
    currency = library.jurisdiction(place).header.currency
    flat: dict[str, Any] = {} if home else dict.fromkeys(where, place)
    for fact_id, value in case.flat.items():
        kind = catalogue.facts()[fact_id].kind if fact_id in catalogue.facts() else None
        if kind in {"place", "places"}:
            value = tuple(place if v == home else v for v in value) if isinstance(value, tuple) else place if value == home else value
        flat[fact_id] = currency if kind == "currency" else value
    return Situation(flat, case.as_of)


def wanted(rule: Rule, overridden: set[str]) -> list[str]:
    """What some case should do with a rule: fire it, miss it by one condition, override it."""
    found = [FIRED]
    # A condition that only names the rule's own place again misses together with the place.
    own = [c for c in (*rule.when, *rule.unless) if tuple(c[1:]) != ("within", rule.scope.upper())]
    if own:
        found.append(ALMOST)
    if rule.id in overridden:
        found.append(OVERRIDDEN)
    return found


def overridden_rules() -> set[str]:
    """The rules that some rule overrides."""
    return {other for rule in rules() for other in rule.overrides}


def impossible(as_of: date) -> set[tuple[str, str, str]]:
    """What is proved to be impossible: (rule, place, mark)."""
    from nonpay_advisor.engine.deep.checks import Pair
    from nonpay_advisor.engine.deep.values import both, either, negated

    found: set[tuple[str, str, str]] = set()
    over = overridden_rules()
    for place in places():
        pair = Pair(place, as_of)
        world = pair.loose
        for number, line in enumerate(world.program.lines):
            rule = line.rule
            if not has(place, rule):
                continue
            here = world.one(f"place.{rule.place}").val == world.names.of(place) if rule.place and rule.place != "freelancer" else True
            if not pair.can(world.applies[number], *([] if here is True else [here])):
                found.add((rule.id, place, FIRED))
            short = []
            for i in (*line.when, *line.unless):
                rest = both(*(world.yes[j] for j in line.when if j != i), *(world.no[j] for j in line.unless if j != i))
                miss = negated(world.yes[i] if i in line.when else world.no[i])
                by_rule = str(world.program.asked[i].conclusion).startswith("rule:")
                if rule.id in over and by_rule and i in line.unless and not pair.can(rest, miss):
                    found.add((rule.id, place, OVERRIDDEN))
                short.append(both(rest, miss))
            if short and not pair.can(either(*short)):
                found.add((rule.id, place, ALMOST))
            if rule.id in over and not any(str(world.program.asked[i].conclusion).startswith("rule:") for i in line.unless):
                found.add((rule.id, place, OVERRIDDEN))
    return found


def cell(marks: set[str], asked: list[str], cannot: set[str]) -> str:
    """One cell of the table: what cases do there, `–` for what cannot be, `·` for what no case does."""
    told = ""
    for mark in asked:
        shown = next((m for m in (mark, mark.lower()) if m in marks), None)
        told += shown or (CANNOT if mark in cannot else GAP)
    return told


def as_doc(made: Coverage, cannot: set[tuple[str, str, str]], as_of: date) -> str:
    """The document."""
    held, over = places(), overridden_rules()
    rows: dict[str, list[str]] = defaultdict(list)
    done: dict[tuple[str, str], int] = defaultdict(int)
    for rule in rules():
        cells = []
        asked = wanted(rule, over)
        for place in held:
            if not has(place, rule):
                cells.append(" ")
                continue
            never = {m for m in asked if (rule.id, place, m) in cannot}
            marks = made.cells.get((rule.id, place), set())
            cells.append(f"`{cell(marks, asked, never)}`")
            for mark in asked:
                state = "done" if mark in marks else "carried" if mark.lower() in marks else "cannot" if mark in never else "open"
                done[(place, f"{mark} {state}")] += 1
        rows[f"{rule.scope}/{rule.topic}"].append(f"| {rule.id} | {' | '.join(cells)} |")
    lines = [
        "# Which law the cases cover",
        "",
        "Made by `python tests/law_coverage.py --write`; held by tests/test_deep.py. A case is one of tests/cases, a rule's own",
        "example, or one that the solver made (tests/made.toml).",
        "For each rule and each place that has it: `F` a case there fires it; `A` a case there misses it by one condition (that does",
        "not hold, or is not known); `O` a case there has it overridden; a small letter: a case of another place does so when it is",
        f"carried there, under the law there; `{CANNOT}` proved impossible there under the law held on {as_of} (law not held counts as",
        f"never); `{GAP}` no case does it yet.",
        "",
        "| | " + " | ".join(held) + " |",
        "|---|" + "---|" * len(held),
    ]
    for mark, title in ((FIRED, "fired"), (ALMOST, "almost fired"), (OVERRIDDEN, "overridden")):
        for state, said in (
            ("done", title),
            ("carried", f"{title}: carried"),
            ("cannot", f"{title}: impossible"),
            ("open", f"{title}: no case yet"),
        ):
            lines.append(f"| {said} | " + " | ".join(str(done[(p, f"{mark} {state}")]) for p in held) + " |")
    for topic in sorted(rows, key=lambda t: (not t.startswith("common"), t)):
        lines += ["", f"## {topic}", "", "| rule | " + " | ".join(held) + " |", "|---|" + "---|" * len(held), *rows[topic]]
    return "\n".join(lines) + "\n"


def read_doc() -> dict[tuple[str, str], str]:
    """The cells of the document as it stands."""
    found: dict[tuple[str, str], str] = {}
    heads: list[str] = []
    for line in DOC.read_text("utf-8").splitlines() if DOC.is_file() else []:
        parts = [p.strip() for p in line.strip("|").split("|")]
        if line.startswith("| rule |"):
            heads = parts[1:]
        elif line.startswith("| ") and heads and "." in parts[0]:
            for place, text in zip(heads, parts[1:], strict=True):
                found[(parts[0], place)] = text.strip("`")
    return found


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Coverage of the law by the cases")
    parser.add_argument("--write", action="store_true", help="write docs/law-coverage.md")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 11, 21))
    args = parser.parse_args(argv)
    never = impossible(args.as_of)
    if args.write:
        write_carried(carry_all(never))
    text = as_doc(measure(), never, args.as_of)
    if args.write:
        DOC.write_text(text, "utf-8")
    print("\n".join(text.splitlines()[:18]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
