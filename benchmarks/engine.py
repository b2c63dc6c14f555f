"""How fast the rules are decided, beside durable-rules' stock `Host`, beside the plain evaluator, and beside all of `advise()`.

    python benchmarks/engine.py [--cases N] [--host-cases N] [--seed N]

N generated cases (1,000), of every 20: 12 ordinary and complete, 5 partial, 3 unusual. The rules' part is deciding every rule
from the truths of its conditions, both evaluators and their comparison included. `Host` decides the same rules, cut into the same
rulesets, with a session for each case; it never lets a session go, so it gets fewer cases, in a process of its own, and its time is
scaled. Everything is processor time, so that other work on the machine counts for little, measured in one run; the ratios are what
counts. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

import generate  # noqa: E402
from nonpay_advisor.engine import durable, inference, plain, program, remembered  # noqa: E402
from nonpay_advisor.engine.flat import lay  # noqa: E402
from nonpay_advisor.engine.possible import NO, UNKNOWN, YES  # noqa: E402
from nonpay_advisor.engine.situation import Situation  # noqa: E402

# The program, the truths of its conditions, and the conclusions that rules not loaded could draw.
Prepared = tuple[program.Program, list[int], dict[str, int]]


def prepare(cases: list[Any]) -> list[Prepared]:
    """Ask every condition of every case."""
    found = []
    for facts in cases:
        s = Situation(lay(facts)[0], generate.AS_OF)
        made = program.program(program.scopes_for(s))
        found.append((made, inference._conditions(made, s), inference._floors(s)))
    return found


def each(work: Callable[[Any], Any], things: list[Any], times: int = 3) -> float:
    """Milliseconds for each thing: the best of several passes over all of them."""
    best = float("inf")
    for _ in range(times):
        gc.collect()
        start = time.process_time()
        for thing in things:
            work(thing)
        best = min(best, time.process_time() - start)
    return best / len(things) * 1000


# --- durable-rules as it comes


def host_part(cases: list[Any]) -> dict[str, Any]:
    """The same rules through the stock `Host`: milliseconds for each case, and how many it answered otherwise than the plain evaluator."""
    from durable.engine import Host, MessageNotHandledException, MessageObservedException

    prepared = prepare(cases)
    host = Host()
    names: dict[int, str] = {}
    fired: list[str] = []

    def firing(name: str) -> Callable[[Any], None]:
        return lambda context: fired.append(name)

    for made, _, _ in prepared:
        for stratum in durable._rulesets(made):
            for ruleset in stratum:
                if id(ruleset.engine) not in names:
                    names[id(ruleset.engine)] = f"host_{len(names)}"
                    shape = next(text for text, engine in durable._ENGINES.items() if engine is ruleset.engine)
                    definition = json.loads(shape)
                    for name, rule in definition.items():
                        rule["run"] = firing(name)
                    host.register_rulesets({names[id(ruleset.engine)]: definition})

    def decide(session: int, made: program.Program, base: list[int], floors: dict[str, int]) -> list[int]:
        truths, rules = list(base), [NO] * len(made.lines)
        for stratum, fills in zip(durable._rulesets(made), made.fills, strict=True):
            for i in fills:
                truths[i] = plain.of_conclusion(made, i, rules, floors)
            for ruleset in stratum:
                fact: dict[str, Any] = {"id": 1, "sid": str(session), "always": 1}
                fact |= {f"c{position}": truths[i] for position, i in enumerate(ruleset.conditions)}
                fired.clear()
                try:
                    host.assert_fact(names[id(ruleset.engine)], fact)
                except (MessageNotHandledException, MessageObservedException):
                    continue
                for name in list(fired):
                    verdict, _, position = name.partition("_")
                    number = ruleset.rules[int(position)]
                    rules[number] = max(rules[number], YES if verdict == "applies" else UNKNOWN)
        return rules

    otherwise = 0
    start = time.process_time()
    answers = [decide(session, *one) for session, one in enumerate(prepared)]
    seconds = time.process_time() - start
    for one, answer in zip(prepared, answers, strict=True):
        otherwise += answer != plain.decide(*one)
    return {"ms": seconds / len(prepared) * 1000, "cases": len(prepared), "answered_otherwise": otherwise}


def measured_host(count: int, seed: int) -> dict[str, Any] | None:
    """Run `host_part` in a process of its own, since the library can end the process."""
    arguments = [sys.executable, __file__, "--only-host", "--host-cases", str(count), "--seed", str(seed)]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode:
        print(f"Host ended with {done.returncode}: {done.stderr[-300:]}")
        return None
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


# --- start-up


def started(*arguments: str, times: int = 7) -> float:
    """Milliseconds that a new Python process takes: the median of several."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    found = []
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], env=environment, check=False, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(found) * 1000


_ONE_PLACE = (
    "import nonpay_advisor\n"
    "from nonpay_advisor.engine import durable, program\n"
    "made = program.program(('common', 'us', 'us-ky'))\n"
    "durable._rulesets(made)\n"
)


def start_up() -> dict[str, float]:
    """New processes: Python's own start, the rules of one place loaded and handed to durable-rules, `--help`."""
    return {
        "python": started("-c", "pass"),
        "one_place": started("-c", _ONE_PLACE),
        "help": started("-m", "nonpay_advisor", "--help"),
    }


# --- all of it


def advising(cases: list[Any]) -> float | None:
    """All of `advise()`, milliseconds for each case; None where it is not there."""
    try:
        from nonpay_advisor import advise
    except ImportError:
        return None
    for facts in cases[:20]:
        advise(facts, generate.AS_OF)
    return each(lambda facts: advise(facts, generate.AS_OF), cases, times=1)


def row(name: str, ms: float, note: str = "") -> None:
    """Print one line of the table."""
    print(f"{name:34}{ms:9.3f} ms{'   ' + note if note else ''}")


def main() -> None:
    """Measure, print a table, and the same as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--host-cases", type=int, default=100)
    parser.add_argument("--advise-cases", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only-host", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only_host:
        # The process ends without waiting for the threads of `Host`.
        print(json.dumps(host_part(generate.cases(given.host_cases, given.seed))), flush=True)
        os._exit(0)

    cases = generate.cases(given.cases, given.seed)
    prepared = prepare(cases)
    conditions = each(lambda facts: prepare([facts]), cases, times=1)
    for one in prepared:
        remembered.decide_anew(*one)
    both = each(lambda one: remembered.decide_anew(*one), prepared)
    by_plain = each(lambda one: plain.decide(*one), prepared)
    by_durable = each(lambda one: durable.decide(*one), prepared)
    remembered.forget()
    first_pass = each(lambda one: remembered.decide(*one), prepared, times=1)
    distinct = len(remembered._KEPT)
    kept = each(lambda one: remembered.decide(*one), prepared)
    host = measured_host(given.host_cases, given.seed)
    whole = advising(cases[: given.advise_cases])
    starts = start_up()

    rules = statistics.mean(len(made.lines) for made, _, _ in prepared)
    print(f"{len(cases)} cases, {rules:.0f} rules each on average, {distinct} distinct situations")
    row("conditions asked", conditions)
    row("rules decided, both evaluators", both)
    row("  durable-rules alone", by_durable)
    row("  plain evaluator alone", by_plain, f"{both / by_plain:.1f} times as long with both")
    row("remembering, each case once", first_pass, f"{both / first_pass:.1f} times as fast as without")
    row("remembering, the same again", kept, f"{both / kept:.0f} times as fast as without")
    if host:
        row(
            "the same rules, stock Host",
            host["ms"],
            f"on {host['cases']} cases; ours is {host['ms'] / both:.1f} times as fast without remembering",
        )
        print(f"{'':45}{host['answered_otherwise']} of these cases it answered otherwise than the plain evaluator")
    if whole is not None:
        row("all of advise()", whole, f"on {min(given.advise_cases, len(cases))} cases; deciding rules is {first_pass / whole:.1%} of it")
    row("start-up: python -c pass", starts["python"])
    for name, words in (("one_place", "one place's rules"), ("help", "--help")):
        row(f"start-up: {words}", starts[name], f"{starts[name] / starts['python']:.1f} times Python's own")
    result = {
        "cases": len(cases),
        "rules": round(rules),
        "distinct": distinct,
        "ms": {
            "conditions": conditions,
            "both": both,
            "durable": by_durable,
            "plain": by_plain,
            "remembered_first": first_pass,
            "remembered": kept,
            "host": host and host["ms"],
            "advise": whole,
        },
        "ratios": {
            "host_to_both": host and host["ms"] / both,
            "host_to_remembered": host and host["ms"] / kept,
            "both_to_plain": both / by_plain,
            "both_to_remembered_first": both / first_pass,
            "both_to_remembered": both / kept,
            "one_place_to_python": starts["one_place"] / starts["python"],
            "help_to_python": starts["help"] / starts["python"],
        },
        "start_ms": starts,
        "host": host,
    }
    print(json.dumps(result, default=lambda value: round(value, 3)))


if __name__ == "__main__":
    main()
