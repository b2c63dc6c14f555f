"""The cases over a grid of dates: each day on which the law of a place changes, the day before and after, today, and five years on.

`python tests/time_grid.py [--every N]` runs all cases (or every Nth) and tells what it finds: a contradiction between conclusions, or a
gap, where an option depends on law not held on a day although it is held before and after it, and says the same there.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from cases import all_cases
from nonpay_advisor.engine.flat import lay
from nonpay_advisor.engine.inference import Inference, infer_plainly
from nonpay_advisor.engine.possible import YES
from nonpay_advisor.engine.situation import Situation
from nonpay_advisor.errors import LawNotHeld
from nonpay_advisor.law import library
from nonpay_advisor.rulebase.library import conclusions, scope
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.reading import read_facts

TODAY = date(2026, 11, 22)
YEARS_BACK, YEARS_ON = 3, 5


def change_dates(code: str, first: date, last: date) -> set[date]:
    """The days between two days on which the law or a rule of a place changes."""
    found: set[date] = set()
    for place in library.chain(code):
        for datum in library.jurisdiction(place).data.values():
            if datum.version_by == "as_of":
                found |= {v.starts_on for v in datum.versions}
        for rule in scope(place.lower()).rules:
            if rule.in_force:
                found |= {d for d in (rule.in_force.starts_on, rule.in_force.until) if d}
    return {d for d in found if first <= d <= last}


def grid(code: str) -> list[date]:
    """The days on which the cases of a place are tried."""
    first, last = TODAY.replace(year=TODAY.year - YEARS_BACK), TODAY.replace(year=TODAY.year + YEARS_ON)
    days = {first, TODAY, TODAY + timedelta(days=1), last}
    for day in change_dates(code, first, last):
        days |= {day - timedelta(days=1), day, day + timedelta(days=1)}
    return sorted(days)


def cases_of(code: str) -> list[tuple[str, dict[str, Any]]]:
    """The cases written for a place."""
    return [(name, case) for name, case in all_cases() if name.startswith(code.lower() + "/")]


def waits_for_law(there: Inference, option_id: str) -> bool:
    """Whether an option is undetermined for want of law only."""
    if there.status(option_id) != "undetermined":
        return False
    causes = there.causes(option_id)
    return bool(causes) and all(c[0] == "law" for c in causes)


def contradictions(there: Inference) -> list[str]:
    """The pairs of conclusions that exclude each other and both hold."""
    held = {c.id for c in conclusions().values() if there.conclusion(c.id) == YES}
    return sorted(f"{c} and {other}" for c in held for other in conclusions()[c].excludes if other in held and c < other)


def datum_gaps(code: str) -> list[str]:
    """Dated values that leave a part of the facts without a row between two days on which they have one."""
    told = []
    for datum in library.jurisdiction(code).data.values():
        whole = [v.parts[-1].otherwise or v.parts[0].when is None for v in datum.versions]
        for v, version in enumerate(datum.versions):
            if not whole[v] and any(whole[:v]) and any(whole[v + 1 :]):
                told.append(f"{code} {datum.id}: the row from {version.starts_on} has no otherwise, those before and after it do")
        try:
            datum.in_force(TODAY)
        except LawNotHeld:
            if datum.version_by == "as_of":
                told.append(f"{code} {datum.id}: nothing is in force on {TODAY}")
    return told


def check(code: str, every: int = 1) -> tuple[list[str], int]:
    """What the grid finds in a place, and how many times a case was reasoned about."""
    told, ran = datum_gaps(code), 0
    days = grid(code)
    for name, case in cases_of(code)[::every]:
        flat, _ = lay(read_facts(case["facts"]))
        # By option and day: its status, or None where it waits for law.
        waiting: dict[str, list[str | None]] = {o: [] for o in catalogue.options()}
        for day in days:
            there = infer_plainly(Situation(flat, day))
            ran += 1
            told += [f"{code} {name} on {day}: {pair} both hold" for pair in contradictions(there)]
            for option_id, seen in waiting.items():
                seen.append(None if waits_for_law(there, option_id) else there.status(option_id))
        told += list(_gaps(code, name, days, waiting))
    return list(dict.fromkeys(told)), ran


def _gaps(code: str, name: str, days: list[date], waiting: dict[str, list[str | None]]) -> Iterable[str]:
    for option_id, seen in waiting.items():
        for position, status in enumerate(seen):
            before = next((s for s in reversed(seen[:position]) if s), None)
            after = next((s for s in seen[position:] if s), None)
            if status is None and before and before == after:
                yield f"{code} {name}: {option_id} waits for law not held on {days[position]}, and is {before} before and after"
                break


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="The cases over a grid of dates")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth case of a place")
    parser.add_argument("place", nargs="*", help="only these places")
    args = parser.parse_args(argv)
    total = 0
    for code in args.place or [c for c in library.held_places() if cases_of(c)]:
        told, ran = check(code, args.every)
        total += len(told)
        print(f"{code}: {len(grid(code))} days, {ran} runs, {len(told)} findings", *told, sep="\n  ")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
