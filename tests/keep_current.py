"""What the README shows is made from what runs. `python tests/keep_current.py` writes it anew; a test compares."""

from __future__ import annotations

import re
import sys
import textwrap
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))

from nonpay_advisor import advise  # noqa: E402
from nonpay_advisor.law import library  # noqa: E402
from nonpay_advisor.report import render  # noqa: E402
from nonpay_advisor.rulebase.library import scope, scope_names  # noqa: E402
from nonpay_advisor.vocabulary import catalogue  # noqa: E402

SHOWN_LINES = 48
CHECKED = date(2026, 11, 21)
AREAS = {
    "small claims": ("small_claims",),
    "courts": ("court",),
    "time limits": ("limitation",),
    "interest, fees": ("interest",),
    "judgment": ("judgment", "award"),
    "government": ("government", "federal_work", "bond"),
    "construction": ("lien", "licence"),
    "freelancers": ("freelancer",),
    "conduct": ("conduct",),
    "insolvency, estates": ("insolvency",),
    "standing, arbitration": ("standing", "arbitration"),
    "other, tax": ("other", "tax"),
}


def coverage() -> str:
    """A table of the places held by topics: how many ids of law are held, and how many rules of its own a place has."""
    lines = [f"| place | {' | '.join(AREAS)} | own rules |", "|---" * (len(AREAS) + 2) + "|"]
    known = catalogue.law_ids()
    for code in library.held_places():
        place = library.jurisdiction(code)
        topics = [known[law_id].topic for law_id in place.data]
        counts = [sum(topics.count(t) for t in area) for area in AREAS.values()]
        rules = len(scope(code.lower()).rules) if code.lower() in scope_names() else 0
        lines.append(f"| {place.name} (`{code}`) | {' | '.join(map(str, counts))} | {rules} |")
    return "\n".join(lines)


def coverage_page() -> str:
    """docs/coverage.md: what is held for each place and topic, the newest change in force, what is to come, and what is missing."""
    known = catalogue.law_ids()
    lines = [
        "# The law held",
        "",
        "Made by `python tests/keep_current.py` from the files in `jurisdictions/`; a test keeps it current. Each number counts the ids",
        "of law held for a place and topic. What was looked for and not established is listed as missing, with why, in its own file.",
        "",
        coverage(),
        "",
        "| place | rows | newest change in force | changes to come | missing |",
        "|---|---|---|---|---|",
    ]
    for code in library.held_places():
        place = library.jurisdiction(code)
        rows = [(version.starts_on, datum.id) for datum in place.data.values() for version in datum.versions]
        since = max((r for r in rows if r[0] <= CHECKED), default=None)
        coming = sorted(r for r in rows if r[0] > CHECKED)
        newest = f"{known[since[1]].title} ({since[0]})" if since else ""
        later = "; ".join(f"{known[i].title} ({d})" for d, i in coming)
        held = sum(1 for d in place.data.values() for _ in d.rows())
        lines.append(f"| {place.name} | {held} | {newest} | {later} | {len(place.not_held)} |")
    lines += ["", "## Missing", ""]
    for code in library.held_places():
        place = library.jurisdiction(code)
        lines += [f"**{place.name}**: " + (", ".join(f"`{m.id}`" for m in place.not_held) or "nothing listed") + ".", ""]
    return "\n".join(lines)


def places_held() -> str:
    """The README's list: each place by name with the number of ids of law held, what is missing stands in docs/coverage.md."""
    told = []
    for code in library.held_places():
        place = library.jurisdiction(code)
        told.append(f"{place.name} {len(place.data)}")
    ids = len(catalogue.law_ids())
    return f"Ids of law held, of {ids} (no place has all: some are one country's alone): " + ", ".join(told) + "."


def worked_run() -> str:
    """The beginning of the report on the README's example."""
    facts = tomllib.loads((ROOT / "examples" / "kentucky-web-design.toml").read_text("utf-8"), parse_float=Decimal)
    text = render.render(advise(facts, date(2026, 11, 21)), "terminal", width=80)
    return "```text\n" + "\n".join(text.splitlines()[:SHOWN_LINES]) + "\n...\n```"


def current(text: str) -> str:
    """The README with what is made from what runs put in."""
    held = textwrap.fill(places_held(), 140)
    text = re.sub(r"(<!-- coverage -->\n).*?(<!-- end coverage -->)", lambda m: f"{m[1]}{held}\n{m[2]}", text, flags=re.DOTALL)
    return re.sub(r"(<!-- run: [^\n]*-->\n).*?(<!-- end -->)", lambda m: m[1] + worked_run() + "\n" + m[2], text, flags=re.DOTALL)


if __name__ == "__main__":
    readme = ROOT / "README.md"
    readme.write_text(current(readme.read_text("utf-8")), "utf-8")
    (ROOT / "docs" / "coverage.md").write_text(coverage_page(), "utf-8")
