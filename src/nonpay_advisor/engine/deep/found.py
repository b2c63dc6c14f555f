"""Cases that the solver finds: made into facts, run through the engine, made small, and written as a file one can run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import z3

from nonpay_advisor.engine.deep.world import World
from nonpay_advisor.engine.flat import lay
from nonpay_advisor.engine.inference import Inference, infer_plainly
from nonpay_advisor.engine.situation import Situation
from nonpay_advisor.errors import FactsError
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import Fact
from nonpay_advisor.vocabulary.kinds import NO_ORDINARY
from nonpay_advisor.vocabulary.reading import read_facts

Case = dict[str, Any]
Test = Callable[[Inference], bool]


def _solid(model: Any, thing: Any) -> Any:
    return model.eval(thing, model_completion=True)


def _is(model: Any, thing: Any) -> bool:
    return bool(z3.is_true(_solid(model, thing)))


def case_of(world: World, model: Any) -> Case:
    """The facts of a model, by fact id, as a file gives them; those beside the point are left out."""
    case: Case = {}
    for fact in catalogue.facts().values():
        if fact.table is not None and case.get(fact.table) is not True:
            continue
        if fact.id in world.beside and _is(model, world.beside[fact.id]):
            if fact.kind == "table":
                case[fact.id] = False
            continue
        value = _value(world, model, fact)
        if value is not None:
            case[fact.id] = value
    return case


def _value(world: World, model: Any, fact: Fact) -> Any:
    raw = world.raw[fact.id]
    if "none" in raw and _is(model, raw["none"]):
        return [] if fact.kind in {"list", "places", "choices"} else False
    if fact.kind == "table":
        return True
    if fact.kind == "list":
        return _items(world, model, fact)
    if fact.kind == "late_fee":
        return Decimal("25.00")
    if "val" not in raw:
        return None
    found = _solid(model, raw["val"])
    match fact.kind:
        case "yes_no":
            return z3.is_true(found)
        case "choice" | "place" | "text" | "currency":
            return world.names.spelled[found.as_long()]
        case "places":
            return [world.names.spelled[found.as_long()]]
        case "money":
            return Decimal(_solid(model, raw["cents"]).as_long()) / 100
        case "number" | "count":
            return _solid(model, raw["whole"]).as_long()
    return date.fromordinal(found.as_long())


def _items(world: World, model: Any, fact: Fact) -> list[dict[str, Any]] | None:
    raw = world.raw[fact.id]
    count = _solid(model, raw["count"]).as_long()
    first, last = (date.fromordinal(_solid(model, raw[w]).as_long()) for w in ("first", "last"))
    if fact.id == "customer.guarantors":
        same, bankrupt = _is(model, raw["same_person"]), _is(model, raw["bankrupt"])
        return [{"kind": "individual", "same_person": same, "bankruptcy": {"stage": "open"} if bankrupt else False}] * count
    if fact.id == "claim.payments":
        return [{"on": d, "amount": Decimal("10.00")} for d in [first] * (count - 1) + [last]]
    if fact.id == "claim.invoices":
        return None
    return [{"on": d} for d in [first] * (count - 1) + [last]]


def nested(case: Case) -> dict[str, Any]:
    """A case as a file gives it, by group and table."""
    facts = catalogue.facts()
    out: dict[str, Any] = {}
    for fact_id, value in case.items():
        if "." not in fact_id:
            out[fact_id] = value
            continue
        *way, name = fact_id.split(".")
        spot = out
        for step in way:
            spot = spot.setdefault(step, {})
        if facts[fact_id].kind == "table" and value is True:
            spot.setdefault(name, {})
        else:
            spot[name] = value
    return out


def run(case: Case, as_of: date) -> Inference | None:
    """What the engine makes of a case; None where the case is refused."""
    try:
        flat, _ = lay(read_facts(nested(case)))
    except FactsError:
        return None
    return infer_plainly(Situation(flat, as_of))


def _holds(case: Case, as_of: date, test: Test) -> bool:
    there = run(case, as_of)
    return there is not None and test(there)


def _without(case: Case, ids: list[str]) -> Case:
    gone = set(ids)
    facts = catalogue.facts()
    return {i: v for i, v in case.items() if i not in gone and not (i in facts and facts[i].table in gone)}


def smallest(case: Case, as_of: date, test: Test) -> Case:
    """The case with everything left out that it does not need (taken as ordinary, or not known)."""
    if _holds({"ordinary": True, **case}, as_of, test):
        case = {"ordinary": True, **case}
    ids = [i for i in case if i != "ordinary"]
    piece = max(1, len(ids) // 2)
    while piece:
        position = 0
        while position < len(ids):
            fewer = _without(case, ids[position : position + piece])
            if _holds(fewer, as_of, test):
                case = fewer
                ids = [i for i in ids if i in case]
            else:
                position += piece
        piece //= 2
    return _plainer(case, as_of, test)


def _plainer(case: Case, as_of: date, test: Test) -> Case:
    """The case with days and sums that are easier to read, where it stands with them."""
    facts = catalogue.facts()
    for fact_id in list(case):
        fact = facts.get(fact_id)
        if fact is None:
            continue
        for value in _plain_values(fact, case[fact_id], as_of):
            if value == case[fact_id]:
                break
            other = {**case, fact_id: value}
            if _holds(other, as_of, test):
                case = other
                break
    return case


def _plain_values(fact: Fact, value: Any, as_of: date) -> list[Any]:
    if fact.kind == "money" and value is not False:
        return [Decimal(1000), value.quantize(Decimal(1))]
    if fact.kind in {"day", "event"} and isinstance(value, date):
        found = [as_of.replace(month=3, day=2), as_of.replace(year=as_of.year - 1, month=3, day=2)]
        found += [as_of.replace(year=as_of.year - 8, month=3, day=2)]
        return found if value <= as_of else []
    if fact.kind == "choice" and fact.question.ordinary is NO_ORDINARY:
        return [fact.choices[0]]
    return []


def as_toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal, date)):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(as_toml(v) for v in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {as_toml(v)}" for k, v in value.items()) + " }" if value else "{}"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def as_file(case: Case) -> str:
    """The case as the text of a file that `nonpay-advisor advise` reads."""
    lines = []
    for group, table in nested(case).items():
        if isinstance(table, dict):
            lines += [f"[{group}]", *(f"{name} = {as_toml(value)}" for name, value in table.items())]
        else:
            lines.append(f"{group} = {as_toml(table)}")
    return "\n".join(lines) + "\n"


def find(world: World, solver: Any, wanted: Any, test: Test, tries: int = 3) -> Case | None:
    """A case of which something holds in the world, and a test in the engine; None where none is found."""
    solver.push()
    try:
        solver.add(wanted)
        for _ in range(tries):
            if solver.check() != z3.sat:
                return None
            model = solver.model()
            case = case_of(world, model)
            if _holds(case, world.as_of, test):
                return case
            # Not so for the engine: look for another one, apart in its plain facts.
            solver.add(z3.Or([raw["val"] != _solid(model, raw["val"]) for raw in world.raw.values() if "val" in raw]))
    finally:
        solver.pop()
    return None
