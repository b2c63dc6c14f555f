"""How many questions the interview asks, and how fast: complete cases answered from the truth.

    python benchmarks/interview.py [--cases N] [--jobs N] [--places CODE ...]

For each place held (or each named), N generated complete cases (500) are answered to the end. The questions asked are counted
(clearing a group is one question, as is each circumstance that is then asked by itself) against asking everything relevant in
vocabulary order: every fact that the case's other facts do not put beside the point, but names, addresses and choices. The last
line is one JSON object. Start-up is measured in new processes, beside Python's own.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

import generate  # noqa: E402
import simulated  # noqa: E402
from nonpay_advisor.engine.flat import CHOICES_UNMADE  # noqa: E402
from nonpay_advisor.interview.answers import Answers  # noqa: E402

# Never asked by the interview, so not counted against it either.
LEFT_OUT = frozenset({*CHOICES_UNMADE, "creditor.name", "creditor.address", "customer.name", "customer.address", "claim.currency"})


def relevant(held: simulated.Simulated) -> int:
    """How many questions asking everything relevant takes, in vocabulary order."""
    full = Answers()
    asked = 0
    for fact_id, fact in generate.FACTS.items():
        if fact_id in LEFT_OUT or (fact.table is not None and full.given.get(fact.table) is not True):
            continue
        if fact_id == "claim.due_about_on" and "claim.due_on" in full.given:
            continue
        s = generate.Situation(generate.lay(full.facts())[0], held.as_of)
        if s.is_beside_the_point(fact):
            continue
        asked += 1
        try:
            full.put(fact_id, held.value(fact_id))
        except ValueError:
            full.skip(fact_id)
    return asked


def one(job: tuple[str, int]) -> dict[str, Any]:
    """Answer one case of a place to the end."""
    place, seed = job
    truth = simulated.truth_of("unusual" if seed % 20 >= 17 else "ordinary", seed)
    for fact_id in ("customer.jurisdiction", "creditor.jurisdiction", "claim.place_of_work"):
        if truth.get(fact_id) in generate.HELD:
            truth[fact_id] = place
    held = simulated.Simulated(truth, seed)
    times = []
    while True:
        before = time.perf_counter()
        step = held.step()
        times.append(time.perf_counter() - before)
        if step is None:
            break
    return {"place": place, "asked": len(held.asked), "relevant": relevant(held), "times": times}


def start_up() -> tuple[float, float]:
    """Seconds to the first question from a cold start, and of Python's own start: the middle of seven each."""

    def timed(code: str) -> float:
        env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        spent = []
        for _ in range(7):
            before = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], input=b"", capture_output=True, check=True, env=env)
            spent.append(time.perf_counter() - before)
        return statistics.median(spent)

    first = (
        "import os\n"
        "from datetime import date\n"
        "from nonpay_advisor.interview import terminal\n"
        "from prompt_toolkit.input import create_pipe_input\n"
        "from prompt_toolkit.output import DummyOutput\n"
        "with create_pipe_input() as keys:\n"
        "    keys.send_text('\\x03')\n"
        "    front = terminal.TerminalFront(input=keys, output=DummyOutput())\n"
        "    terminal.hold(front, None, None, date(2026, 11, 21))\n"
    )
    return timed(first), timed("pass")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=500, help="cases for each place")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--places", nargs="+", metavar="CODE", choices=generate.HELD, default=generate.HELD, help="the places (all held)")
    args = parser.parse_args()
    first, python = start_up()
    jobs = [(place, seed) for place in args.places for seed in range(args.cases)]
    with multiprocessing.Pool(args.jobs) as pool:
        rows = pool.map(one, jobs, chunksize=10)
    told: dict[str, Any] = {"cases_per_place": args.cases, "places": {}}
    for place in (*args.places, "all"):
        mine = [r for r in rows if place in (r["place"], "all")]
        asked = sorted(r["asked"] for r in mine)
        line = {
            "asked_mean": round(statistics.mean(asked), 1),
            "asked_p90": asked[int(len(asked) * 0.9)],
            "relevant_mean": round(statistics.mean(r["relevant"] for r in mine), 1),
            "ratio_mean": round(statistics.mean(r["asked"] / r["relevant"] for r in mine), 3),
        }
        told["places"][place] = line
        print(f"{place:8} asked {line['asked_mean']} (p90 {line['asked_p90']}) of {line['relevant_mean']}: {line['ratio_mean']:.0%}")
    times = sorted(t for r in rows for t in r["times"])
    told["next_question_ms_median"] = round(statistics.median(times) * 1000, 1)
    told["next_question_ms_p90"] = round(times[int(len(times) * 0.9)] * 1000, 1)
    told["first_question_s"] = round(first, 3)
    told["python_s"] = round(python, 3)
    print(f"next question {told['next_question_ms_median']} ms at the median, {told['next_question_ms_p90']} ms at the 90th percentile")
    print(f"cold start to the first question {first:.2f} s, Python's own {python:.2f} s")
    print(json.dumps(told))


if __name__ == "__main__":
    main()
