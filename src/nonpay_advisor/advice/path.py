"""The path: in each stage that the case calls for, the step that fits best, with days; protective steps first."""

from __future__ import annotations

from datetime import date, timedelta

from nonpay_advisor.advice.model import Need, Step
from nonpay_advisor.engine.inference import Inference
from nonpay_advisor.engine.possible import YES
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.kinds import LAST_DAY

# A deadline this near makes a step protective: it comes before everything.
NEAR_DAYS = 120
WEEKEND = 5
OPEN = {"available", "premature"}
# In these stages something is called for in every case, even where no rule prefers a step.
FALLBACK = {"court"}
# Once there is a judgment or award, only what collects on it is left to do.
AFTER = ("judgment", "hand_over")
BEFORE = ("file", "talk", "settle", "press", "neutral", "special", "court", "hand_over")


def preference(inference: Inference, option_id: str) -> int | None:
    """How well an option fits the case: the best rank of the rules that prefer it, or None."""
    ranks = [
        inference.program.effects[(n, "prefer", option_id)].rank
        for n in inference.program.by_option[option_id].prefer
        if inference.rules[n] == YES
    ]
    return min(ranks, default=None)


def _best(inference: Inference, stage: str, statuses: dict[str, str]) -> list[str]:
    """The steps of a stage that the case calls for, best first."""
    ranked = []
    for option in catalogue.options().values():
        if option.stage != stage or statuses[option.id] not in OPEN:
            continue
        fits = preference(inference, option.id)
        if fits is not None or stage in FALLBACK:
            ranked.append((statuses[option.id] != "available", fits if fits is not None else 100, option.rank, option.id))
    # What is open goes before what is not yet, unless what is not yet fits clearly better.
    return [r[3] for r in sorted(ranked, key=lambda r: (min(100, r[1]), r[0], r[2]))]


def lay_out(
    inference: Inference,
    statuses: dict[str, str],
    needs: dict[str, tuple[Need, ...]],
    until: dict[str, date | None],
) -> list[Step]:
    """Lay out the path of a case."""
    today = inference.situation.as_of
    chosen: list[str] = []
    stages = AFTER if inference.conclusion("judgment_held") == YES or inference.conclusion("award_held") == YES else BEFORE
    for stage in stages:
        best = _best(inference, stage, statuses)
        take = best[:2] if stage in {"talk", "file"} else best[:1]
        if stage == "special":
            take = [o for o in best if statuses[o] == "available"] or best[:1]
        for option_id in take:
            for need in needs.get(option_id, ()):
                if need.step in catalogue.options() and need.step not in chosen and statuses[need.step] in OPEN:
                    chosen.append(need.step)
            if option_id not in chosen:
                chosen.append(option_id)
    urgent = [o for o in chosen if _near(until.get(o), today)]
    urgent += [
        o.id
        for o in catalogue.options().values()
        if o.id not in chosen and o.clocks and statuses[o.id] in OPEN and o.stage in {"special", "court"} and _near(until.get(o.id), today)
        and o.stage != "court"
    ]  # fmt: skip
    ordered = urgent + [o for o in chosen if o not in urgent]
    return _dated(ordered, set(urgent), statuses, needs, until, today)


def _near(day: date | None, today: date) -> bool:
    return day is not None and today <= day <= today + timedelta(days=NEAR_DAYS)


def _dated(
    ordered: list[str],
    urgent: set[str],
    statuses: dict[str, str],
    needs: dict[str, tuple[Need, ...]],
    until: dict[str, date | None],
    today: date,
) -> list[Step]:
    cursor = today
    steps = []
    for option_id in ordered:
        option = catalogue.options()[option_id]
        waits = [n.not_before for n in needs.get(option_id, ()) if n.not_before and n.certain]
        earliest = max([today if option_id in urgent else cursor, *waits])
        latest = until.get(option_id)
        if latest is not None and latest >= today:
            earliest = min(earliest, latest) if not waits else earliest
        while earliest > today and earliest.weekday() >= WEEKEND and (latest is None or earliest < latest):
            earliest += timedelta(days=1)
        if option_id not in urgent and earliest <= LAST_DAY - timedelta(days=400):
            cursor = max(cursor, earliest) + timedelta(days=option.spacing)
        forks = tuple(o.id for o in catalogue.options().values() if o.stage == option.stage and statuses[o.id] == "undetermined")
        steps.append(
            Step(
                option=option_id,
                title=option.title,
                status=statuses[option_id],
                earliest=earliest,
                latest=latest if latest is not None and latest >= today else None,
                what_for=option.sentence,
                protective=option_id in urgent,
                forks=forks,
            )
        )
    return steps
